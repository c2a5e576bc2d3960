using System.Numerics;
using System.Runtime.InteropServices;

namespace MLNetQuantumPrior.Sampling;

/// <summary>Sums one spin out of a table of logarithms.</summary>
internal static class LogSpinSum
{
    /// <summary>
    /// With l- and l+ the entries for the spin's two states and o the log odds that its own energy gives it, -2 beta (h + sum J s):
    /// replaces l- by log(exp(l- - o/2) + exp(l+ + o/2)) and o by l+ - l- + o, the log odds of +1 given all other spins of the table.
    /// </summary>
    public static void Of(Span<double> down, ReadOnlySpan<double> up, Span<double> logOdds)
    {
        Span<Vector<double>> x = MemoryMarshal.Cast<double, Vector<double>>(down);
        ReadOnlySpan<Vector<double>> y = MemoryMarshal.Cast<double, Vector<double>>(up);
        Span<Vector<double>> o = MemoryMarshal.Cast<double, Vector<double>>(logOdds);
        for (int k = 0; k < x.Length; k++)
        {
            // (l- + l+) / 2 + |odds| / 2 is the larger of both.
            Vector<double> odds = y[k] - x[k] + o[k];
            Vector<double> size = Vector.Abs(odds);
            x[k] = (0.5 * (x[k] + y[k] + size)) + Vector.Log(Vector<double>.One + Vector.Exp(-size));
            o[k] = odds;
        }

        for (int k = x.Length * Vector<double>.Count; k < down.Length; k++)
        {
            double odds = up[k] - down[k] + logOdds[k];
            double size = Math.Abs(odds);
            down[k] = (0.5 * (down[k] + up[k] + size)) + Math.Log(1 + Math.Exp(-size));
            logOdds[k] = odds;
        }
    }
}
