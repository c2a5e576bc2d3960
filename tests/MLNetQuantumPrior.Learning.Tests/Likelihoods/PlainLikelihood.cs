namespace MLNetQuantumPrior.Learning.Tests;

/// <summary>The oracle: a likelihood by the formulas of its documentation, in double precision.</summary>
internal static class PlainLikelihood
{
    /// <summary>-log p(x|z) of one row.</summary>
    public static double Nats(Likelihood likelihood, double[] outputs, double[] x, IEnumerable<double> learned)
    {
        using IEnumerator<double> next = learned.GetEnumerator();
        double nats = 0;
        int slot = 0;
        foreach (SlotGroup group in likelihood.Groups)
        {
            Range range = slot..(slot + group.Size);
            if (group is CategoricalSlots)
            {
                double[] p = Softmax(outputs[range]);
                nats -= p.Zip(x[range]).Sum(pair => pair.Second * Math.Log(pair.First));
                slot += group.Size;
                continue;
            }

            for (; slot < range.End.Value; slot++)
            {
                nats += group is GaussianSlots gaussian
                    ? Gaussian(gaussian.Variance ?? (next.MoveNext() ? 1e-4 + Math.Exp(next.Current) : double.NaN), x[slot] - outputs[slot])
                    : Math.Log(1 + Math.Exp(-Math.Abs(outputs[slot]))) + Math.Max(outputs[slot], 0) - (x[slot] * outputs[slot]);
            }
        }

        return nats;
    }

    /// <summary>Expected features of one row.</summary>
    public static double[] Expected(Likelihood likelihood, double[] outputs)
    {
        double[] expected = [.. outputs];
        int slot = 0;
        foreach (SlotGroup group in likelihood.Groups)
        {
            double[] o = outputs[slot..(slot + group.Size)];
            double[] values = group switch
            {
                BernoulliSlots => [.. o.Select(value => 1 / (1 + Math.Exp(-value)))],
                CategoricalSlots => Softmax(o),
                _ => o,
            };
            values.CopyTo(expected, slot);
            slot += group.Size;
        }

        return expected;
    }

    /// <summary>
    /// Values that a likelihood takes: in the unit interval, beyond it, one-hot, and zeros where a category is not known.
    /// </summary>
    public static float[] Features(Likelihood likelihood, int rows, int seed)
    {
        Random random = new(seed);
        float[] values = [.. Enumerable.Range(0, rows * likelihood.Slots).Select(_ => random.NextSingle())];
        for (int start = 0; start < values.Length; start += likelihood.Slots)
        {
            int slot = start;
            foreach (SlotGroup group in likelihood.Groups)
            {
                Span<float> x = values.AsSpan(slot, group.Size);
                int category = (int)(x[0] * (group.Size + 1)); // the last of them: none
                for (int k = 0; k < x.Length; k++)
                {
                    x[k] = group switch
                    {
                        GaussianSlots => (4 * x[k]) - 2,
                        CategoricalSlots => k == category ? 1 : 0,
                        _ => x[k],
                    };
                }

                slot += group.Size;
            }
        }

        return values;
    }

    private static double Gaussian(double variance, double difference) =>
        (Math.Log(2 * Math.PI * variance) + (difference * difference / variance)) / 2;

    private static double[] Softmax(double[] o)
    {
        double sum = o.Sum(value => Math.Exp(value - o.Max()));
        return [.. o.Select(value => Math.Exp(value - o.Max()) / sum)];
    }
}
