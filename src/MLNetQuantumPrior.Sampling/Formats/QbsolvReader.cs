namespace MLNetQuantumPrior.Sampling;

/// <summary>
/// Reads qbsolv's text: comments that begin with c, "p qubo topology maxNodes nodes couplers", then nodes "i i value" and couplers
/// "i j value" with labels from 0 to maxNodes - 1.
/// </summary>
internal static class QbsolvReader
{
    public static IsingModel Read(FormatLines lines)
    {
        IsingTerms? terms = null;
        (int labels, int nodes, int couplers) = (0, 0, 0);
        (int nodesRead, int couplersRead) = (0, 0);
        while (lines.Next())
        {
            string[] words = lines.Words();
            if (words.Length == 0 || words[0].StartsWith('c'))
            {
                continue;
            }

            if (terms is null)
            {
                bool isHeader = words.Length == 6 && words[0] == "p" && words[1] == "qubo" && FormatLines.TryLabel(words[3], out labels)
                    && FormatLines.TryLabel(words[4], out nodes) && FormatLines.TryLabel(words[5], out couplers);
                terms = isHeader ? new() : throw lines.Wrong("a header 'p qubo topology maxNodes nodes couplers' before the first term");
                continue;
            }

            if (words.Length != 3 || !FormatLines.TryLabel(words[0], out int i) || !FormatLines.TryLabel(words[1], out int j)
                || i >= labels || j >= labels || !FormatLines.TryValue(words[2], out double value))
            {
                throw lines.Wrong($"'i j value', two labels below {labels} and a finite number");
            }

            terms.Add(i, j, value);
            (nodesRead, couplersRead) = i == j ? (nodesRead + 1, couplersRead) : (nodesRead, couplersRead + 1);
        }

        if (terms is null)
        {
            throw lines.Wrong(lines.Number, "a header 'p qubo topology maxNodes nodes couplers'", "the end of the file");
        }

        if (nodesRead != nodes || couplersRead != couplers)
        {
            throw lines.Wrong(
                lines.Number, $"{nodes} nodes and {couplers} couplers, as the header says", $"{nodesRead} and {couplersRead}");
        }

        return lines.Finish(terms, Vartype.Binary);
    }
}
