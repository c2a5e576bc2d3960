namespace MLNetQuantumPrior.Sampling.Tests;

/// <summary>
/// Open strips of a square lattice, spin (row, column) numbered row * width + column, and their transfer matrix: a second way to log Z and
/// the means, whatever the length.
/// </summary>
internal static class Strip
{
    public static SpinGraph Graph(int width, int length) => SpinGraph.FromEdges(width * length, Edges(width, length));

    /// <summary>log Z, and the mean of every spin.</summary>
    public static (double LogPartition, double[] MeanSpins) Solve(IsingModel model, int width, double beta)
    {
        int length = model.SpinCount / width;
        int states = 1 << width;
        Dictionary<SpinEdge, float> coupling = model.Graph.Edges.Zip(model.Couplings).ToDictionary();

        // before[row][state]: weight of all rows above, scaled to the sum 1; after[row][state]: of all rows below.
        double[][] before = [.. Enumerable.Range(0, length).Select(_ => new double[states])];
        double[][] after = [.. Enumerable.Range(0, length).Select(_ => new double[states])];
        Array.Fill(before[0], 1.0 / states);
        Array.Fill(after[^1], 1.0 / states);
        double logPartition = Math.Log(states);
        for (int row = 1; row < length; row++)
        {
            int mirror = length - 1 - row;
            for (int to = 0; to < states; to++)
            {
                for (int from = 0; from < states; from++)
                {
                    before[row][to] += before[row - 1][from] * Own(row - 1, from) * Between(row - 1, from, to);
                    after[mirror][to] += after[mirror + 1][from] * Own(mirror + 1, from) * Between(mirror, to, from);
                }
            }

            logPartition += Math.Log(before[row].Sum());
            Normalize(before[row]);
            Normalize(after[mirror]);
        }

        logPartition += Math.Log(Enumerable.Range(0, states).Sum(s => before[^1][s] * Own(length - 1, s)));
        double[] means = new double[model.SpinCount];
        for (int i = 0; i < means.Length; i++)
        {
            int row = i / width;
            double[] weights = [.. Enumerable.Range(0, states).Select(s => before[row][s] * Own(row, s) * after[row][s])];
            means[i] = Enumerable.Range(0, states).Sum(s => weights[s] * Spin(s, i % width)) / weights.Sum();
        }

        return (logPartition, means);

        double Own(int row, int state)
        {
            double energy = 0;
            for (int c = 0; c < width; c++)
            {
                int i = (row * width) + c;
                energy += model.Fields[i] * Spin(state, c);
                energy += c + 1 < width ? coupling[new(i, i + 1)] * Spin(state, c) * Spin(state, c + 1) : 0;
            }

            return Math.Exp(-beta * energy);
        }

        double Between(int row, int state, int next)
        {
            double energy = 0;
            for (int c = 0; c < width; c++)
            {
                int i = (row * width) + c;
                energy += coupling[new(i, i + width)] * Spin(state, c) * Spin(next, c);
            }

            return Math.Exp(-beta * energy);
        }
    }

    private static int Spin(int state, int column) => (2 * (state >> column & 1)) - 1;

    private static void Normalize(double[] values)
    {
        double sum = values.Sum();
        foreach (ref double value in values.AsSpan())
        {
            value /= sum;
        }
    }

    private static IEnumerable<SpinEdge> Edges(int width, int length)
    {
        for (int i = 0; i < width * length; i++)
        {
            if (i % width != width - 1)
            {
                yield return new(i, i + 1);
            }

            if (i + width < width * length)
            {
                yield return new(i, i + width);
            }
        }
    }
}
