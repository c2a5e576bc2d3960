using MLNetQuantumPrior.Learning;
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
        var options = new GenerationOptions { Mode = mode, Condition = condition, Acceptance = acceptance, PoolSize = 16, Seed = 2, MaxRounds = 5 };
        var twin = new PortableGenerator(Model, options, precision);
        using var session = new GeneratorSession(twin);
        PortableRow[] rows = [.. Enumerable.Range(0, 200).Select(k =>
            new PortableRow(k % 3, (k * 7919L) - 500, (k % 5) - 2, k % 7 * 3, k % 4 * 0.5f))];

        GeneratedRows made = session.Run(rows);

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

        GeneratedRows all = session.Run(rows);

        for (int k = 0; k < rows.Length; k++)
        {
            GeneratedRows one = session.Run(rows[k]);
            CollectionAssert.AreEqual(all.Bits[(k * Latents)..((k + 1) * Latents)], one.Bits);
            Assert.AreEqual(all.Energies[k], one.Energies[0]);
        }

        GeneratedRows none = session.Run();
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

        GeneratedRows made = session.Run(rows);

        AreEqual(twin.Draw(rows), made);
        GeneratedRows one = session.Run(good);
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
    public void GaussianLatentsAreRefused()
    {
        VaeArchitecture gaussian = VaeArchitecture.Mlp(3, [], 2, PriorKind.Gaussian);

        Assert.ThrowsExactly<InvalidOperationException>(
            () => BmVaeModel.Gaussian(gaussian, new float[gaussian.ParameterCount]).SaveGeneratorOnnx(Stream.Null));
    }

    private static void AreEqual(PortableDraws expected, GeneratedRows got)
    {
        CollectionAssert.AreEqual(expected.Bits.ToArray(), got.Bits);
        CollectionAssert.AreEqual(expected.Energies.ToArray(), got.Energies);
    }
}
