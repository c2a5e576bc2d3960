namespace MLNetQuantumPrior.Sampling;

/// <summary>
/// Reads a weighted graph: "nodes edges", then "i j weight" with nodes numbered from 1. Lines that begin with # are comments.
/// </summary>
internal static class RudyReader
{
    private const int NodesOfAnyFile = 100_000, NodesPerEdge = 100;

    public static IsingModel Read(FormatLines lines)
    {
        IsingTerms? terms = null;
        (int nodes, int edges, int read) = (0, 0, 0);
        while (lines.Next())
        {
            string[] words = lines.Words();
            if (words.Length == 0 || words[0].StartsWith('#'))
            {
                continue;
            }

            if (terms is null)
            {
                bool isHeader = words.Length == 2 && FormatLines.TryLabel(words[0], out nodes)
                    && FormatLines.TryLabel(words[1], out edges) && nodes > 0;
                terms = isHeader ? new() : throw lines.Wrong("a header 'nodes edges', two whole numbers");
                continue;
            }

            double weight = 1;
            if (words.Length is not (2 or 3) || !FormatLines.TryLabel(words[0], out int a) || !FormatLines.TryLabel(words[1], out int b)
                || a < 1 || b < 1 || a > nodes || b > nodes || a == b
                || (words.Length == 3 && !FormatLines.TryValue(words[2], out weight)))
            {
                throw lines.Wrong($"'i j weight', two different nodes between 1 and {nodes} and a finite number");
            }

            terms.Add(a, b, weight / 2);
            terms.Offset -= weight / 2;
            read++;
        }

        if (terms is null || read != edges)
        {
            throw lines.Wrong(lines.Number, terms is null ? "a header 'nodes edges'" : $"{edges} edges, as the header says",
                terms is null ? "the end of the file" : $"{read}");
        }

        // A header alone must not fill the memory.
        long most = NodesOfAnyFile + (NodesPerEdge * (long)read);
        if (nodes > most)
        {
            throw lines.Wrong(lines.Number, $"at most {most} nodes with {read} edges", $"{nodes}");
        }

        for (int i = 1; i <= nodes; i++)
        {
            terms.Add(i, 0);
        }

        return lines.Finish(terms, Vartype.Spin);
    }
}
