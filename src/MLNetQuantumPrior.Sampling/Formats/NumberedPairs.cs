namespace MLNetQuantumPrior.Sampling;

/// <summary>
/// Reads "nodes pairs", then a line "i j value" for each pair, with nodes numbered from 1. Lines that begin with # are comments.
/// </summary>
/// <param name="lines">The file.</param>
/// <param name="nodesName">What the format calls nodes.</param>
/// <param name="pairsName">What it calls pairs.</param>
/// <param name="hasDiagonal">Whether a node can be paired with itself.</param>
internal sealed class NumberedPairs(FormatLines lines, string nodesName, string pairsName, bool hasDiagonal)
{
    private const int NodesOfAnyFile = 100_000, NodesPerPair = 100;

    private int _nodes;
    private int _pairs;

    /// <summary>Adds each pair to terms.</summary>
    /// <param name="add">Called with (terms, i, j, value).</param>
    /// <returns>The terms, with one for each node.</returns>
    public IsingTerms Read(Action<IsingTerms, int, int, double> add)
    {
        IsingTerms? terms = null;
        int read = 0;
        while (lines.Next())
        {
            string[] words = lines.Words();
            if (words.Length == 0 || words[0].StartsWith('#'))
            {
                continue;
            }

            if (terms is null)
            {
                terms = IsHeader(words) ? new() : throw lines.Wrong($"a header '{nodesName} {pairsName}', two whole numbers");
                continue;
            }

            if (!IsPair(words, out int i, out int j, out double value))
            {
                throw lines.Wrong(hasDiagonal
                    ? $"'i j value', two {nodesName} between 1 and {_nodes} and a finite number"
                    : $"'i j weight', two different {nodesName} between 1 and {_nodes} and a finite number");
            }

            add(terms, i, j, value);
            read++;
        }

        if (terms is null || read != _pairs)
        {
            throw lines.Wrong(
                lines.Number,
                terms is null ? $"a header '{nodesName} {pairsName}'" : $"{_pairs} {pairsName}, as the header says",
                terms is null ? "the end of the file" : $"{read}");
        }

        // A header alone must not fill the memory.
        long most = NodesOfAnyFile + (NodesPerPair * (long)read);
        if (_nodes > most)
        {
            throw lines.Wrong(lines.Number, $"at most {most} {nodesName} with {read} {pairsName}", $"{_nodes}");
        }

        for (int i = 1; i <= _nodes; i++)
        {
            terms.Add(i, 0);
        }

        return terms;
    }

    private bool IsHeader(string[] words) =>
        words.Length == 2 && FormatLines.TryLabel(words[0], out _nodes) && FormatLines.TryLabel(words[1], out _pairs) && _nodes > 0;

    /// <summary>A graph's edge may be without a weight, which is then 1.</summary>
    private bool IsPair(string[] words, out int i, out int j, out double value)
    {
        (i, j, value) = (0, 0, 1);
        return (words.Length == 3 || (words.Length == 2 && !hasDiagonal))
            && FormatLines.TryLabel(words[0], out i) && FormatLines.TryLabel(words[1], out j)
            && i >= 1 && j >= 1 && i <= _nodes && j <= _nodes && (i != j || hasDiagonal)
            && (words.Length == 2 || FormatLines.TryValue(words[2], out value));
    }
}
