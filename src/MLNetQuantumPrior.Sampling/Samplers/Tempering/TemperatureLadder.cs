namespace MLNetQuantumPrior.Sampling;

/// <summary>The inverse temperatures of a ladder: ascending, from 0 to the target.</summary>
internal static class TemperatureLadder
{
    /// <summary>
    /// Steps that grow geometrically. Energies at beta 0 have the standard deviation sigma = sqrt(sum h^2 + sum J^2), and swaps between 0
    /// and 1 / sigma are accepted about every other time, so that is the first step, unless equal steps are shorter.
    /// </summary>
    public static double[] Initial(IsingModel model, int count, double target)
    {
        double variance = 0;
        foreach (float h in model.Fields)
        {
            variance += (double)h * h;
        }

        foreach (float j in model.Couplings)
        {
            variance += (double)j * j;
        }

        double equal = target / (count - 1);
        double first = variance > 0 ? Math.Min(1 / Math.Sqrt(variance), equal) : equal;
        double[] betas = new double[count];
        for (int k = 1; k < count; k++)
        {
            betas[k] = target > 0 ? first * Math.Pow(target / first, (k - 1) / Math.Max(1.0, count - 2)) : 0;
        }

        betas[^1] = target;
        return betas;
    }

    /// <summary>
    /// Moves the inner temperatures so that every pair would reject equally often, if rejections add up along the ladder: the cumulative
    /// rejection is taken to be linear between temperatures, and inverted. Equal rejections are where it stays.
    /// </summary>
    /// <param name="betas">The present ladder.</param>
    /// <param name="rejections">Share of rejected swaps of each pair of neighbours.</param>
    /// <remarks>Syed, Bouchard-Cote, Deligiannidis and Doucet, "Non-reversible parallel tempering", J. R. Stat. Soc. B 84, 2022.</remarks>
    public static double[] Respaced(ReadOnlySpan<double> betas, ReadOnlySpan<double> rejections)
    {
        double total = 0;
        foreach (double rejection in rejections)
        {
            total += rejection;
        }

        double[] respaced = betas.ToArray();
        double before = 0;
        int pair = 0;
        for (int k = 1; k < betas.Length - 1 && total > 0; k++)
        {
            double cumulative = total * k / (betas.Length - 1);
            while (pair < rejections.Length - 1 && before + rejections[pair] < cumulative)
            {
                before += rejections[pair++];
            }

            double fraction = Math.Clamp((cumulative - before) / rejections[pair], 0, 1);
            double between = betas[pair] + (fraction * (betas[pair + 1] - betas[pair]));
            respaced[k] = Math.Min(between, betas[pair + 1]); // rounding may not break the order
        }

        return respaced;
    }
}
