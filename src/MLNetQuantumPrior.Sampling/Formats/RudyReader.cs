namespace MLNetQuantumPrior.Sampling;

/// <summary>Reads a weighted graph, of which cuts are sought: each edge once.</summary>
internal static class RudyReader
{
    public static IsingModel Read(FormatLines lines)
    {
        IsingTerms terms = new NumberedPairs(lines, "nodes", "edges", hasDiagonal: false).Read((terms, i, j, weight) =>
        {
            terms.Add(i, j, weight / 2);
            terms.Offset -= weight / 2;
        });
        return lines.Finish(terms, Vartype.Spin);
    }
}
