namespace MLNetQuantumPrior.Learning.Tests;

/// <summary>Sums over all 2^n configurations: the oracle of the tests here, written without any code of the product.</summary>
internal static class Enumeration
{
    public static IEnumerable<sbyte[]> States(int spins)
    {
        for (int code = 0; code < 1 << spins; code++)
        {
            yield return [.. Enumerable.Range(0, spins).Select(i => (sbyte)((code >> i & 1) == 1 ? 1 : -1))];
        }
    }

    public static double Energy(sbyte[] s, double[] h, (int I, int J)[] edges, double[] couplings) =>
        s.Select((spin, i) => h[i] * spin).Sum() + edges.Select((edge, k) => couplings[k] * s[edge.I] * s[edge.J]).Sum();

    public static double LogZ(double[] h, (int I, int J)[] edges, double[] couplings) =>
        Math.Log(States(h.Length).Sum(s => Math.Exp(-Energy(s, h, edges, couplings))));

    /// <summary>q(s) of independent spins with the given logits.</summary>
    public static double Probability(sbyte[] s, double[] logits) =>
        s.Select((spin, i) => 1 / (1 + Math.Exp(-spin * logits[i]))).Aggregate(1.0, (product, p) => product * p);

    /// <summary>KL(q || p), from its definition.</summary>
    public static double Kl(double[] logits, double[] h, (int I, int J)[] edges, double[] couplings)
    {
        double logZ = LogZ(h, edges, couplings);
        return States(h.Length).Sum(s =>
        {
            double q = Probability(s, logits);
            return q * (Math.Log(q) + Energy(s, h, edges, couplings) + logZ);
        });
    }

    /// <summary>Central difference of a function by one entry of an array.</summary>
    public static double Derivative(double[] at, int index, Func<double> function)
    {
        const double Step = 1e-5;
        double value = at[index];
        at[index] = value + Step;
        double above = function();
        at[index] = value - Step;
        double below = function();
        at[index] = value;
        return (above - below) / (2 * Step);
    }
}
