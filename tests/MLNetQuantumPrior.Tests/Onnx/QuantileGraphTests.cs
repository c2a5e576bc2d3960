using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Tests;

/// <summary>Graphs scale by quantiles as C# does. The networks hand their input on, so that nothing else is seen.</summary>
[TestClass]
public sealed class QuantileGraphTests
{
    private const int Rows = 3000;

    private static readonly Func<double, Random, double>[] Columns =
    [
        (x, _) => Math.Exp(2 * x), (x, _) => Math.Round(40 + (12 * x)), (x, _) => x > 0 ? 100 * x : 0, (x, _) => x > 1 ? 1 : 0, (_, _) => 7,
        (x, _) => Math.Sinh(3 * x), (x, random) => random.Next(3) == 0 ? double.NaN : x, (x, _) => 1e-30 * x,
    ];

    private static readonly Likelihood Mixed = new(new GaussianSlots(3), new BernoulliSlots(1), new GaussianSlots(4));

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void EncoderAndDecoderAgreeWithCSharp(bool areAllGaussian)
    {
        Likelihood likelihood = areAllGaussian ? Likelihood.Gaussian(Columns.Length - 1) : Mixed;
        float[] table = Table(areAllGaussian);
        SlotScaling scaling = Scaling(table, likelihood);
        BmVaeModel model = Through(scaling, likelihood);
        int slots = likelihood.Slots;
        double[] ranges = [.. Enumerable.Range(0, slots).Select(slot => Range(Column(table, slot, slots)))];

        float[] rows = [.. table, .. Between(table, slots)], expected = new float[rows.Length];
        scaling.Scale(rows, expected);
        float[] scores = Run(stream => model.SaveEncoderOnnx(stream), "Features", "Means", rows, slots);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.AreEqual(expected[i], scores[i], 1e-5f, $"score of {rows[i]} in slot {i % slots}");
        }

        float[] latents = [.. expected, .. Enumerable.Range(0, 2000 * slots).Select(i => ((i * 7919L) % 20_011 / 2000f) - 5)];
        float[] values = Run(stream => model.SaveDecoderOnnx(stream), "Latents", "Features", latents, slots);
        float[] expectedValues = new float[latents.Length];
        model.Decode(latents, expectedValues);
        for (int i = 0; i < values.Length; i++)
        {
            Assert.AreEqual(expectedValues[i], values[i], 1e-5 * ranges[i % slots], $"value of {latents[i]} in slot {i % slots}");
        }

        float[] none = Run(stream => model.SaveDecoderOnnx(stream), "Latents", "Features", [.. Enumerable.Repeat(float.NaN, slots)], slots);
        Assert.IsTrue(none.Where((_, slot) => scaling.Unit[slot] > 0).All(float.IsNaN), "NaN in gives NaN out");
    }

    [TestMethod]
    public void FilesAreSmall()
    {
        BmVaeModel model = Through(Scaling(Table(areAllGaussian: true), Likelihood.Gaussian(7)), Likelihood.Gaussian(7));
        using var file = new MemoryStream();
        model.SaveEncoderOnnx(file);
        Assert.IsLessThan(7 * 4200 + 10_000, file.Length, "four numbers a quantile, 256 quantiles a slot");
    }

    private static float[] Table(bool areAllGaussian)
    {
        var random = new Random(1);
        Func<double, Random, double>[] columns = [.. Columns.Where((_, slot) => !(areAllGaussian && slot == 4))];
        return [.. Enumerable.Range(0, Rows * columns.Length).Select(i => (float)columns[i % columns.Length](Normal(random), random))];
    }

    private static SlotScaling Scaling(float[] table, Likelihood likelihood)
    {
        var statistics = new SlotStatistics(likelihood.Slots);
        foreach (float[] row in table.Chunk(likelihood.Slots))
        {
            statistics.Add(row);
        }

        var scaling = ScalingFit.Of(FeatureScaling.Quantiles, statistics, likelihood, table);
        return scaling with { Missing = [.. Enumerable.Range(0, likelihood.Slots).Select(slot => (float)statistics.Mean(slot))] };
    }

    /// <summary>Values between those of neighbouring rows, and some beyond all.</summary>
    private static IEnumerable<float> Between(float[] table, int slots) => table.Skip(slots)
        .Select((value, i) => i % 50 == 0 ? 3 * value : float.IsNaN(value + table[i]) ? 0 : (value / 2) + (table[i] / 2));

    private static float[] Column(float[] table, int slot, int slots) => [.. table.Where((_, i) => i % slots == slot)];

    private static double Range(float[] column) => column.Where(value => !float.IsNaN(value)).Max() - column.Min(value =>
        float.IsNaN(value) ? float.MaxValue : value);

    private static BmVaeModel Through(SlotScaling scaling, Likelihood likelihood)
    {
        int n = likelihood.Slots;
        var architecture = new VaeArchitecture([new Dense(n, 2 * n)], [new Dense(n, n)]) with { Likelihood = likelihood };
        float[] parameters = new float[architecture.ParameterCount];
        foreach (ParameterBlock block in architecture.Parameters.Where(block => block.Shape.Length == 2))
        {
            for (int i = 0; i < n; i++)
            {
                parameters[block.Offset + (i * block.Shape[1]) + i] = 1;
            }
        }

        return BmVaeModel.Gaussian(architecture, parameters).With(scaling, []);
    }

    private static float[] Run(Action<Stream> save, string input, string output, float[] values, int columns)
    {
        using var file = new MemoryStream();
        save(file);
        using var session = new InferenceSession(file.ToArray());
        using var results = session.Run(
            [NamedOnnxValue.CreateFromTensor(input, new DenseTensor<float>(values, [values.Length / columns, columns]))], [output]);
        return [.. results.Single().AsEnumerable<float>()];
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(Math.Tau * random.NextDouble());
}
