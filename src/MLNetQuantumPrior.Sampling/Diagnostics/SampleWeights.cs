namespace MLNetQuantumPrior.Sampling;

/// <summary>Importance of samples, as callers give it.</summary>
internal static class SampleWeights
{
    /// <summary>The weights divided by their sum; equal ones for none.</summary>
    public static double[] Normalized(ReadOnlySpan<double> weights, int samples)
    {
        double[] shares = weights.IsEmpty ? new double[samples] : weights.ToArray();
        if (weights.IsEmpty)
        {
            Array.Fill(shares, 1.0 / samples);
            return shares;
        }

        if (weights.Length != samples)
        {
            throw new ArgumentException($"Weights: expected one for each of {samples} samples, got {weights.Length}.", nameof(weights));
        }

        double sum = 0;
        for (int r = 0; r < shares.Length; r++)
        {
            sum += shares[r] >= 0
                ? shares[r]
                : throw new ArgumentException($"Weight of sample {r}: expected at least 0, got {shares[r]}.", nameof(weights));
        }

        if (!(sum > 0 && double.IsFinite(sum)))
        {
            throw new ArgumentException($"Weights: expected a finite sum above 0, got {sum}.", nameof(weights));
        }

        foreach (ref double share in shares.AsSpan())
        {
            share /= sum;
        }

        return shares;
    }
}
