namespace MLNetQuantumPrior.Learning;

/// <summary>Rows of means and then log variances: what an encoder of Gaussian latents gives.</summary>
internal static class NormalCode
{
    /// <summary>The first half of each row. <c>[rows, 2 n] -> [rows, n]</c></summary>
    /// <exception cref="ArgumentException">The two do not have the same number of rows.</exception>
    public static void Means(ReadOnlySpan<float> code, int latents, Span<float> means)
    {
        if (code.Length != 2 * means.Length)
        {
            throw new ArgumentException(
                $"Means: expected {code.Length / 2} values, {code.Length / (2 * latents)} rows of {latents}, got {means.Length}.",
                nameof(means));
        }

        for (int at = 0; at < means.Length; at += latents)
        {
            code.Slice(2 * at, latents).CopyTo(means[at..]);
        }
    }
}
