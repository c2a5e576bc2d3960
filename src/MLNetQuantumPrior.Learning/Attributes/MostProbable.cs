namespace MLNetQuantumPrior.Learning;

/// <summary>The most probable of some values.</summary>
internal static class MostProbable
{
    /// <summary>Its number; the lower one of two that are equally probable.</summary>
    public static int Of(ReadOnlySpan<float> probabilities)
    {
        int best = 0;
        for (int value = 1; value < probabilities.Length; value++)
        {
            best = probabilities[value] > probabilities[best] ? value : best;
        }

        return best;
    }
}
