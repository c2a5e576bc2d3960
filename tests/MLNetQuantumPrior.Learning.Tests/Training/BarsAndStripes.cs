namespace MLNetQuantumPrior.Learning.Tests;

/// <summary>
/// Small images in which whole columns or whole rows are lit: few patterns, so that likelihoods can be
/// computed exactly (MacKay 2003, section 43).
/// </summary>
internal static class BarsAndStripes
{
    public const int Side = 4;

    /// <summary>The 2 * 2^Side - 2 different patterns, each as often as <paramref name="copies"/> says.</summary>
    public static FeatureMatrix Rows(int copies)
    {
        var patterns = new HashSet<string>();
        for (int code = 0; code < 1 << Side; code++)
        {
            bool Lit(int k) => (code >> k & 1) == 1;
            patterns.Add(string.Concat(Enumerable.Range(0, Side * Side).Select(p => Lit(p % Side) ? '1' : '0')));
            patterns.Add(string.Concat(Enumerable.Range(0, Side * Side).Select(p => Lit(p / Side) ? '1' : '0')));
        }

        float[] rows = [.. patterns.SelectMany(pattern => pattern.Select(c => c - (float)'0'))];
        return new(Side * Side, [.. Enumerable.Repeat(rows, copies).SelectMany(row => row)]);
    }
}
