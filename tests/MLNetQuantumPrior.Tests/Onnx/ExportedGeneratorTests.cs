using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Tests;

/// <summary>Exported generators on ONNX Runtime against the generator whose draws they hold.</summary>
[TestClass]
public sealed class ExportedGeneratorTests
{
    private const int Features = 7, Latents = 6, Draws = 32;

    private static readonly BmVaeModel Model = Random();

    [TestMethod]
    public void NoiseRunsThroughTheDrawsOfTheClass()
    {
        var options = new GenerationOptions { Mode = GenerationMode.Conditional, PoolSize = Draws, Seed = 3 };
        using InferenceSession session = Session(options);
        var generator = new LatentGenerator(Model.Prior, Model.Classes, options);
        for (int label = 0; label < 2; label++)
        {
            int[] labels = [.. Enumerable.Repeat(label, Draws)];
            SpinMatrix spins = generator.Draw(labels, [.. Enumerable.Range(0, Draws).Select(id => (ulong)id)]).Spins;
            float[] noise = [.. Enumerable.Range(0, Draws).Select(draw => (draw + 0.5f) / Draws)];

            (float[] bits, float[] features) = Run(session, noise, [.. labels.Select(number => (float)number)]);

            CollectionAssert.AreEqual(LatentBits.Of(spins), bits, "the draws of the generator, in order");
            float[] decoded = Model.Decode(spins);
            for (int i = 0; i < decoded.Length; i++)
            {
                Assert.AreEqual(decoded[i], features[i], 1e-5 * Math.Max(1, Math.Abs(decoded[i])));
            }
        }

        Assert.AreEqual("""["cat","dog"]""", session.ModelMetadata.CustomMetadataMap["class_names"]);
    }

    [TestMethod]
    public void NoiseAtTheEndsAndBeyondPicksTheFirstAndTheLastDraw()
    {
        using InferenceSession session = Session(new() { Mode = GenerationMode.Unconditional, PoolSize = Draws });

        (float[] bits, _) = Run(session, [0, 0.999f / Draws, 1 - (0.5f / Draws), 0.99999994f, 1, -1], classes: null);

        float[][] rows = [.. bits.Chunk(Latents)];
        CollectionAssert.AreEqual(rows[0], rows[1]);
        CollectionAssert.AreEqual(rows[0], rows[5]);
        CollectionAssert.AreEqual(rows[2], rows[3]);
        CollectionAssert.AreEqual(rows[2], rows[4]);
        Assert.IsFalse(session.ModelMetadata.CustomMetadataMap.ContainsKey("class_names"));
    }

    [TestMethod]
    public void ARowOfNoClassIsNaN()
    {
        using InferenceSession session = Session(new() { Mode = GenerationMode.Conditional, PoolSize = Draws, Seed = 3 });
        float[] classes = [0, -1, 0.5f, 2, 2e9f, float.NaN, float.PositiveInfinity, float.NegativeInfinity, 1, 0];
        float[] noise = [.. Enumerable.Repeat(0.5f, classes.Length - 1), float.NaN];

        (float[] bits, float[] features) = Run(session, noise, classes);

        (float[] wholeBits, float[] wholeFeatures) = Run(session, [0.5f, 0.5f], [0, 1]);
        float[][] bitRows = [.. bits.Chunk(Latents)], featureRows = [.. features.Chunk(Features)];
        CollectionAssert.AreEqual(wholeBits, bitRows[0].Concat(bitRows[8]).ToArray());
        CollectionAssert.AreEqual(wholeFeatures, featureRows[0].Concat(featureRows[8]).ToArray());
        foreach (int row in (int[])[1, 2, 3, 4, 5, 6, 7, 9])
        {
            Assert.IsTrue(bitRows[row].All(float.IsNaN), $"bits of class {classes[row]}, noise {noise[row]}");
            Assert.IsTrue(featureRows[row].All(float.IsNaN), $"features of class {classes[row]}, noise {noise[row]}");
        }
    }

    [TestMethod]
    public void NoiseThatIsNoNumberIsNaNWithoutClassesAsWell()
    {
        using InferenceSession session = Session(new() { Mode = GenerationMode.Unconditional, PoolSize = Draws });

        (float[] bits, float[] features) = Run(session, [0.5f, float.NaN], classes: null);

        Assert.IsTrue(bits[..Latents].Concat(features[..Features]).All(float.IsFinite));
        Assert.IsTrue(bits[Latents..].Concat(features[Features..]).All(float.IsNaN));
    }

    [TestMethod]
    public void WhatAFileCannotDrawIsRefused()
    {
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(
                () => Model.SaveGeneratorOnnx(Stream.Null, new() { Features = GeneratedFeatures.Sampled })).Message,
            "expected 'Features' Expected, got Sampled");
        VaeArchitecture gaussian = VaeArchitecture.Mlp(3, [], 2, PriorKind.Gaussian);
        Assert.ThrowsExactly<InvalidOperationException>(
            () => BmVaeModel.Gaussian(gaussian, new float[gaussian.ParameterCount]).SaveGeneratorOnnx(Stream.Null));
    }

    private static InferenceSession Session(GenerationOptions options)
    {
        using var file = new MemoryStream();
        Model.SaveGeneratorOnnx(file, options);
        return new(file.ToArray());
    }

    private static (float[] Bits, float[] Features) Run(InferenceSession session, float[] noise, float[]? classes)
    {
        List<NamedOnnxValue> inputs = [NamedOnnxValue.CreateFromTensor("Noise", new DenseTensor<float>(noise, [noise.Length, 1]))];
        if (classes is not null)
        {
            inputs.Add(NamedOnnxValue.CreateFromTensor("Class", new DenseTensor<float>(classes, [classes.Length, 1])));
        }

        using var outputs = session.Run(inputs, ["Bits", "Features"]);
        return (outputs[0].AsTensor<float>().ToArray(), outputs[1].AsTensor<float>().ToArray());
    }

    private static BmVaeModel Random()
    {
        VaeArchitecture architecture = VaeArchitecture.Mlp(Features, [5], Latents);
        SpinGraph graph = SpinGraph.Complete(Latents);
        ulong stream = 0;
        float[] Numbers(int count)
        {
            float[] numbers = new float[count];
            new UniformStream(5, stream++).FillNormal(numbers, 1);
            return numbers;
        }

        IsingModel Machine() => new(graph, Numbers(Latents), Numbers(graph.Edges.Length));
        return new BmVaeModel(architecture, Numbers(architecture.ParameterCount), Machine())
            .With(new SlotScaling([-1, 0, 5, 2, 0, 0, 0], [4, 1, 0, 10, 1, 1, 1], architecture.Likelihood), [])
            .With(new BoltzmannClasses([
                new("cat", [.. Numbers(Latents)], [new(7, Machine())]),
                new("dog", [.. Numbers(Latents)], [new(8, Machine())]),
            ]));
    }
}
