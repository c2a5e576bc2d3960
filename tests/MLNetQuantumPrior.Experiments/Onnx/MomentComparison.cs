using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Experiments;

/// <summary>
/// How far the moments of portable rows are from those of <see cref="LatentGenerator"/>, in standard errors of the difference.
/// </summary>
/// <param name="MeanSpins">Of mean spins, root mean square over spins: 1 where chance alone makes them differ.</param>
/// <param name="LargestMeanSpin">The largest of them.</param>
/// <param name="Pairs">Of means of products of two spins, root mean square over pairs.</param>
internal sealed record MomentComparison(double MeanSpins, double LargestMeanSpin, double Pairs)
{
    private const int Rows = 20_000;

    /// <summary>Compares rows of all classes, which start from draws of other seeds.</summary>
    public static MomentComparison Of(BmVaeModel model, PortableGenerator generator)
    {
        int[] labels = [.. Enumerable.Range(0, Rows).Select(row => row % LabeledImages.Classes)];
        ulong[] ids = [.. labels.Select((_, row) => (ulong)row)];
        float[] others = LatentBits.Of(new LatentGenerator(model.Prior, model.Classes, new() { Seed = 2 }).Draw(labels, ids).Spins);
        float[] own = [.. generator.Draw(OnnxEvaluation.Asked(0, Rows)).Bits];
        double[] means = Errors(own, others, generator.Latents, pairs: false), pairs = Errors(own, others, generator.Latents, pairs: true);
        return new(RootMeanSquare(means), means.Max(Math.Abs), RootMeanSquare(pairs));
    }

    /// <summary>Differences of the moments of two sets of rows, in standard errors.</summary>
    private static double[] Errors(float[] one, float[] other, int bits, bool pairs)
    {
        double[] a = Moments(one, bits, pairs), b = Moments(other, bits, pairs);
        return [.. a.Zip(b, (x, y) =>
        {
            double error = Math.Sqrt(((1 - (x * x)) + (1 - (y * y))) / Rows);
            return error > 0 ? (x - y) / error : 0;
        })];
    }

    private static double[] Moments(float[] rows, int bits, bool pairs)
    {
        float[] sums = new float[pairs ? bits * bits : bits];
        float[] spins = new float[bits];
        for (int row = 0; row < Rows; row++)
        {
            for (int i = 0; i < bits; i++)
            {
                spins[i] = (2 * rows[(row * bits) + i]) - 1;
            }

            for (int i = 0; i < bits; i++)
            {
                if (!pairs)
                {
                    sums[i] += spins[i];
                    continue;
                }

                for (int j = i + 1; j < bits; j++)
                {
                    sums[(i * bits) + j] += spins[i] * spins[j];
                }
            }
        }

        return pairs
            ? [.. Enumerable.Range(0, bits).SelectMany(i => sums[((i * bits) + i + 1)..((i + 1) * bits)]).Select(sum => (double)sum / Rows)]
            : Array.ConvertAll(sums, sum => (double)sum / Rows);
    }

    private static double RootMeanSquare(double[] values) => Math.Sqrt(values.Average(value => value * value));
}
