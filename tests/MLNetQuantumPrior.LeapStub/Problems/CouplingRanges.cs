namespace MLNetQuantumPrior.LeapStub;

/// <summary>Whether a processor can be programmed with a model, and by what the service scales one that it is to scale.</summary>
internal static class CouplingRanges
{
    /// <summary>Refuses a model that is to be programmed as it is.</summary>
    public static void Check(QpProblem spins, StubSolver solver)
    {
        Each(spins.Linear, solver.FieldRange, "h");
        Each(spins.Quadratic, solver.ExtendedCouplingRange, "J");
        Each(Sums(spins, solver), solver.CouplingSumRange, solver.Topology == "zephyr" ? "sum of J of a group" : "sum of J of a qubit");
    }

    /// <summary>The number that a model is divided by to fill the ranges; 1 for a model of zeros.</summary>
    public static double ScaleOf(QpProblem spins, StubSolver solver)
    {
        double factor = Math.Max(
            Factor(spins.Linear, solver.FieldRange),
            Math.Max(Factor(spins.Quadratic, solver.ExtendedCouplingRange), Factor(Sums(spins, solver), solver.CouplingSumRange)));
        return factor == 0 ? 1 : factor;
    }

    /// <summary>Sums of couplings that are bounded: of each of the two groups of a Zephyr qubit, or of each Pegasus qubit.</summary>
    public static double[] Sums(QpProblem spins, StubSolver solver)
    {
        double[] sums = new double[2 * spins.Active.Length];
        for (int c = 0; c < spins.Couplers.Length; c++)
        {
            (int i, int j) = spins.Couplers[c];
            sums[(2 * i) + Group(spins.Active[i], spins.Active[j], solver)] += spins.Quadratic[c];
            sums[(2 * j) + Group(spins.Active[j], spins.Active[i], solver)] += spins.Quadratic[c];
        }

        return sums;
    }

    /// <summary>Which half of a Zephyr qubit a coupler sits on.</summary>
    private static int Group(int qubit, int other, StubSolver solver)
    {
        if (solver.Topology != "zephyr")
        {
            return 0;
        }

        (int u, _, int j, int z) = Place(qubit, solver);
        (int v, int w, int k, int y) = Place(other, solver);
        return u != v ? (2 * z) + j + 1 - w
            : j != k ? z + j - y
            : y == z + 1 ? 0 : 1;
    }

    private static (int U, int W, int J, int Z) Place(int qubit, StubSolver solver)
    {
        (int m, int t) = (solver.Shape[0], solver.Shape[1]);
        return (qubit / (m * 2 * t * ((2 * m) + 1)), qubit / (m * 2 * t) % ((2 * m) + 1), qubit / m % 2, qubit % m);
    }

    private static double Factor(double[] values, ValueRange range) =>
        values.Length == 0 ? 0 : Math.Max(0, Math.Max(values.Max() / range.High, values.Min() / range.Low));

    private static void Each(double[] values, ValueRange range, string name)
    {
        foreach (double value in values)
        {
            if (value < range.Low || value > range.High)
            {
                throw RefusedException.Bad($"{name} must be in range [{range.Low}, {range.High}], got {value}");
            }
        }
    }
}
