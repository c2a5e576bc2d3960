namespace MLNetQuantumPrior.Experiments;

/// <summary>log Z of the ferromagnet on a square lattice that closes on itself.</summary>
internal static class SquareLattice
{
    /// <summary>
    /// Z = (2 sinh 2K)^(mn/2) / 2 times the sum of four products over n modes, prod 2 cosh(m g / 2) and prod 2 sinh(m g / 2) over odd and
    /// over even g_0 .. g_(2n-1), where cosh g_q = cosh 2K coth 2K - cos(pi q / n), and g_0 = 2K + log tanh K, which is negative above
    /// the critical temperature.
    /// </summary>
    /// <param name="width">n, at least 3.</param>
    /// <param name="height">m, at least 3.</param>
    /// <param name="strength">K = -beta J, above zero.</param>
    /// <remarks>
    /// Kaufman, "Crystal statistics II", Phys. Rev. 76, 1949; in this form Beale, Phys. Rev. Lett. 76, 1996.
    /// </remarks>
    public static double LogPartition(int width, int height, double strength)
    {
        double first = (2 * strength) + Math.Log(Math.Tanh(strength));
        double[] modes =
        [
            first,
            .. Enumerable.Range(1, (2 * width) - 1).Select(q => Math.Acosh(
                (Math.Cosh(2 * strength) / Math.Tanh(2 * strength)) - Math.Cos(Math.PI * q / width))),
        ];
        double[] logProducts = new double[4]; // of cosh and |sinh| over odd modes, then over even ones
        for (int q = 0; q < modes.Length; q++)
        {
            double x = Math.Abs(height * modes[q] / 2);
            int of = q % 2 == 1 ? 0 : 2;
            logProducts[of] += x + Math.Log(1 + Math.Exp(-2 * x)); // log 2 cosh x
            logProducts[of + 1] += x + Math.Log(1 - Math.Exp(-2 * x));
        }

        double largest = logProducts.Max();
        double sum = logProducts.Select((log, k) => (k == 3 && first < 0 ? -1 : 1) * Math.Exp(log - largest)).Sum();
        return (width * height / 2.0 * Math.Log(2 * Math.Sinh(2 * strength))) - Math.Log(2) + largest + Math.Log(sum);
    }
}
