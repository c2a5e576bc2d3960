namespace MLNetQuantumPrior.Sampling;

/// <summary>
/// Reads a symmetric matrix Q of which each entry outside the diagonal stands once: x'Qx, to be minimised or maximised, has it twice.
/// </summary>
internal static class SymmetricQuboReader
{
    /// <param name="lines">The file.</param>
    /// <param name="sign">+1 where x'Qx is to be minimised, -1 where it is to be maximised.</param>
    public static IsingModel Read(FormatLines lines, int sign)
    {
        IsingTerms terms = new NumberedPairs(lines, "variables", "terms", hasDiagonal: true).Read(
            (terms, i, j, value) => terms.Add(i, j, sign * (i == j ? value : 2 * value)));
        return lines.Finish(terms, Vartype.Binary);
    }
}
