using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Learning.Tests;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Tests;

/// <summary>Exported generators on ONNX Runtime against their twin in C#.</summary>
[TestClass]
public sealed class ExportedGeneratorTests
{
    /// <summary>No multiple of 8, nor of the 64 bits that are drawn together.</summary>
    private const int Features = 7, Latents = 71;

    private static readonly BmVaeModel Model = GeneratorModels.Random(Features, Latents, classes: 3, machinesPerClass: 2);

    [TestMethod]
    public void InputsAndOutputsAreAsSaid()
    {
        using var conditional = new GeneratorSession(new(Model, new() { PoolSize = 8 }));
        using var unconditional = new GeneratorSession(new(Model, new() { PoolSize = 8, Mode = GenerationMode.Unconditional }));

        string[] inputs = ["Id Int64 [N, 1]", "Seed Int64 [N, 1]", "Sweeps Int64 [N, 1]", "Beta Single [N, 1]"];
        CollectionAssert.AreEqual(new[] { "Class Single [N, 1]" }.Concat(inputs).ToArray(), conditional.Inputs.ToArray());
        CollectionAssert.AreEqual(inputs, unconditional.Inputs.ToArray());
        CollectionAssert.AreEqual(
            new[] { "Bits Single [N, 71]", "Features Single [N, 7]", "Energy Single [N, 1]" }, conditional.Outputs.ToArray());
        Assert.AreEqual("""["class 0","class 1","class 2"]""", conditional.Metadata["class_names"]);
        Assert.IsFalse(unconditional.Metadata.ContainsKey("class_names"));
        Assert.AreEqual("71", conditional.Metadata["latent_size"]);
    }

    [TestMethod]
    [DataRow(GenerationMode.Conditional, GenerationCondition.ClassPriors, false, OnnxPrecision.Single)]
    [DataRow(GenerationMode.Conditional, GenerationCondition.ClassPriors, true, OnnxPrecision.Single)]
    [DataRow(GenerationMode.Conditional, GenerationCondition.ClassPriors, true, OnnxPrecision.Half)]
    [DataRow(GenerationMode.Conditional, GenerationCondition.Fields, false, OnnxPrecision.Single)]
    [DataRow(GenerationMode.Conditional, GenerationCondition.LabelSpins, true, OnnxPrecision.Half)]
    [DataRow(GenerationMode.Unconditional, GenerationCondition.ClassPriors, false, OnnxPrecision.Single)]
    [DataRow(GenerationMode.LowEnergy, GenerationCondition.ClassPriors, false, OnnxPrecision.Half)]
    public void BitsAndEnergiesAreTheTwins(GenerationMode mode, GenerationCondition condition, bool acceptance, OnnxPrecision precision)
    {
        var options = new GenerationOptions
        {
            Mode = mode, Condition = condition, Acceptance = acceptance, PoolSize = 16, Seed = 2, MaxRounds = 5,
        };
        var twin = new PortableGenerator(Model, options, precision);
        using var session = new GeneratorSession(twin);
        PortableRow[] rows = [.. Enumerable.Range(0, 200).Select(k =>
            new PortableRow(k % 3, (k * 7919L) - 500, (k % 5) - 2, k % 7 * 3, k % 4 * 0.5f))];

        SessionRows made = session.Run(rows);

        AreEqual(twin.Draw(rows), made);
        double tolerance = precision == OnnxPrecision.Half ? 2e-3 : 1e-5; // of the decoder's weights
        float[] decoded = new float[rows.Length * Features];
        Model.Decode(made.Bits, decoded);
        for (int i = 0; i < decoded.Length; i++)
        {
            Assert.AreEqual(decoded[i], made.Features[i], tolerance * Math.Max(1, Math.Abs(decoded[i])));
        }
    }

    [TestMethod]
    public void ARowDoesNotDependOnOthers()
    {
        var twin = new PortableGenerator(Model, new() { PoolSize = 16, Acceptance = true });
        using var session = new GeneratorSession(twin);
        PortableRow[] rows = [.. Enumerable.Range(0, 24).Select(k => new PortableRow(k % 3, k, 5, k % 6, 1 + (k % 2)))];

        SessionRows all = session.Run(rows);

        for (int k = 0; k < rows.Length; k++)
        {
            SessionRows one = session.Run(rows[k]);
            CollectionAssert.AreEqual(all.Bits[(k * Latents)..((k + 1) * Latents)], one.Bits);
            Assert.AreEqual(all.Energies[k], one.Energies[0]);
        }

        SessionRows none = session.Run();
        Assert.IsEmpty(none.Bits);
        Assert.IsEmpty(none.Features);
        Assert.IsEmpty(none.Energies);
    }

    [TestMethod]
    public void ARowThatThereIsNotIsNaNAndTheOthersAreAsTheyWere()
    {
        var twin = new PortableGenerator(Model, new() { PoolSize = 16, Acceptance = true });
        using var session = new GeneratorSession(twin);
        PortableRow good = new(2, 3, 4, 5, 1);
        PortableRow[] wrong =
        [
            good with { Class = -1 }, good with { Class = 3 }, good with { Class = 0.5f }, good with { Class = 1e30f },
            good with { Class = float.NaN }, good with { Class = float.PositiveInfinity }, good with { Class = float.NegativeInfinity },
            good with { Sweeps = -1 }, good with { Sweeps = long.MinValue }, good with { Sweeps = PortableGenerator.MaxSweeps + 1 },
            good with { Sweeps = long.MaxValue }, good with { Beta = -0.5f }, good with { Beta = float.NaN },
            good with { Beta = float.PositiveInfinity },
        ];
        PortableRow[] extreme = [good with { Beta = float.MaxValue }, good with { Beta = float.Epsilon }, good with { Beta = 0 }];
        PortableRow[] rows = [good, .. wrong, .. extreme, good];

        SessionRows made = session.Run(rows);

        AreEqual(twin.Draw(rows), made);
        SessionRows one = session.Run(good);
        for (int k = 0; k < rows.Length; k++)
        {
            bool isWrong = k >= 1 && k <= wrong.Length;
            float[] bits = made.Bits[(k * Latents)..((k + 1) * Latents)], features = made.Features[(k * Features)..((k + 1) * Features)];
            Assert.IsTrue(bits.Concat(features).Append(made.Energies[k]).All(isWrong ? float.IsNaN : float.IsFinite), $"{rows[k]}");
        }

        CollectionAssert.AreEqual(one.Bits, made.Bits[..Latents]);
        CollectionAssert.AreEqual(one.Bits, made.Bits[^Latents..]);
        CollectionAssert.AreEqual(one.Features, made.Features[^Features..]);
        Assert.IsTrue(session.Run(wrong).Energies.All(float.IsNaN), "a batch of such rows alone");
    }

    [TestMethod]
    [DataRow(false, OnnxPrecision.Single)]
    [DataRow(true, OnnxPrecision.Half)]
    public void AThousandDigitsHaveTheBitsOfTheTwin(bool acceptance, OnnxPrecision precision)
    {
        BmVaeModel digits = BmVaeModel.Load(TrainedModels.PathOf("mnist-digits.bmvae"));
        var twin = new PortableGenerator(digits, new() { Acceptance = acceptance, PoolSize = 64, Seed = 3 }, precision);
        using var session = new GeneratorSession(twin);
        PortableRow[] rows = [.. Enumerable.Range(0, 1000).Select(k => new PortableRow(k % 10, k, 17, k % 21, 0.8f + (k % 5 * 0.1f)))];

        AreEqual(twin.Draw(rows), session.Run(rows));
    }

    [TestMethod]
    public void SparseGraphsAndFewBitsWorkToo()
    {
        foreach (SpinGraph graph in new[]
        {
            SpinGraph.Bipartite(4, 5), SpinGraph.Independent(3), SpinGraph.Complete(1), SpinGraph.Complete(64),
        })
        {
            BmVaeModel model = GeneratorModels.Random(3, graph.SpinCount, classes: 2, machinesPerClass: 1, graph);
            var twin = new PortableGenerator(model, new() { PoolSize = 8, Acceptance = true });
            using var session = new GeneratorSession(twin);
            PortableRow[] rows = [.. Enumerable.Range(0, 50).Select(k => new PortableRow(k % 2, k, k, k % 4))];

            AreEqual(twin.Draw(rows), session.Run(rows));
        }
    }

    // All rows have the bits of the one stored draw, so that features alone are random.
    [TestMethod]
    public void SampledFeaturesFollowTheLikelihood()
    {
        const int Rows = 20_000, Slots = 8;
        var likelihood = new Likelihood(new BernoulliSlots(2), new CategoricalSlots(3), new GaussianSlots(2), new CategoricalSlots(1));
        BmVaeModel model = GeneratorModels.Random(Slots, 6, classes: 2, machinesPerClass: 1, likelihood: likelihood);
        var twin = new PortableGenerator(model, new() { Mode = GenerationMode.Unconditional, PoolSize = 1 });
        using var session = new GeneratorSession(twin);

        SessionRows made = session.Run([.. Enumerable.Range(0, Rows).Select(id => new PortableRow(0, id, 5, Sweeps: 0))]);

        float[] expected = new float[Slots], variances = new float[Slots], scaled = made.Features.ToArray();
        model.Decode(made.Bits[..6], expected);
        likelihood.Variances(model.LikelihoodParameters, variances);
        float[][] rows = [.. made.Features.Chunk(Slots)];
        for (int slot = 0; slot < Slots; slot++)
        {
            double[] values = [.. rows.Select(row => (double)row[slot])];
            double mean = values.Average(), variance = values.Sum(value => Math.Pow(value - mean, 2)) / Rows;
            Assert.AreEqual(expected[slot], mean, (4 * Math.Sqrt(variance / Rows)) + 1e-6, $"slot {slot}");
            if (variances[slot] > 0)
            {
                double known = variances[slot] * Math.Pow(model.Scaling.Unit[slot], 2);
                Assert.AreEqual(known, variance, 4 * known * Math.Sqrt(2.0 / Rows), $"slot {slot}");
            }
            else
            {
                float low = model.Scaling.Offset[slot], high = model.Scaling.Unit[slot] + low;
                Assert.IsTrue(values.All(value => Math.Abs(value - low) < 1e-6 || Math.Abs(value - high) < 1e-6), $"slot {slot}");
            }
        }

        bool IsOne(float[] row, int slot) => row[slot] - model.Scaling.Offset[slot] > model.Scaling.Unit[slot] / 2;
        Assert.IsTrue(rows.All(row => Enumerable.Range(2, 3).Count(slot => IsOne(row, slot)) == 1), "one category of three");
        double pair = rows.Average(row => (row[0] - expected[0]) * (row[1] - expected[1]));
        double deviation = Math.Sqrt(rows.Average(row => Math.Pow((row[0] - expected[0]) * (row[1] - expected[1]), 2)) / Rows);
        Assert.AreEqual(0, pair, 4 * deviation, "features are independent, given the bits");
    }

    [TestMethod]
    [DataRow(OnnxPrecision.Single)]
    [DataRow(OnnxPrecision.Half)]
    public void MLNetRunsTheFile(OnnxPrecision precision)
    {
        var twin = new PortableGenerator(Model, new() { PoolSize = 16, Acceptance = true }, precision);
        string file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            twin.SaveOnnx(file);
            var ml = new MLContext();
            PortableRow[] rows = [.. Enumerable.Range(0, 20).Select(k => new PortableRow(k % 3, k, 5, k % 6))];
            IDataView view = ml.Data.LoadFromEnumerable(rows.Select(row => new Asked
            {
                Class = [row.Class], Id = [row.Id], Seed = [row.Seed], Sweeps = [row.Sweeps], Beta = [row.Beta],
            }));

            IDataView made = ml.Transforms.ApplyOnnxModel(["Bits", "Energy"], ["Class", "Id", "Seed", "Sweeps", "Beta"], file)
                .Fit(view).Transform(view);

            PortableDraws expected = twin.Draw(rows);
            CollectionAssert.AreEqual(expected.Bits.ToArray(), made.GetColumn<float[]>("Bits").SelectMany(bits => bits).ToArray());
            CollectionAssert.AreEqual(expected.Energies.ToArray(), made.GetColumn<float[]>("Energy").Select(value => value[0]).ToArray());
        }
        finally
        {
            File.Delete(file);
        }
    }

    [TestMethod]
    public void GaussianLatentsAreRefused()
    {
        VaeArchitecture gaussian = VaeArchitecture.Mlp(3, [], 2, PriorKind.Gaussian);

        Assert.ThrowsExactly<InvalidOperationException>(
            () => BmVaeModel.Gaussian(gaussian, new float[gaussian.ParameterCount]).SaveGeneratorOnnx(Stream.Null));
    }

    private static void AreEqual(PortableDraws expected, SessionRows got)
    {
        CollectionAssert.AreEqual(expected.Bits.ToArray(), got.Bits);
        CollectionAssert.AreEqual(expected.Energies.ToArray(), got.Energies);
    }

    private sealed class Asked
    {
        [VectorType(1)]
        public float[] Class { get; set; } = [];

        [VectorType(1)]
        public long[] Id { get; set; } = [];

        [VectorType(1)]
        public long[] Seed { get; set; } = [];

        [VectorType(1)]
        public long[] Sweeps { get; set; } = [];

        [VectorType(1)]
        public float[] Beta { get; set; } = [];
    }
}
