using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Sampling;
using Blob = MLNetQuantumPrior.Tests.LatentGeneratorTransformerTests.Blob;

namespace MLNetQuantumPrior.Tests;

/// <summary>The kinds of prior, from the estimator's option to generated rows.</summary>
[TestClass]
public sealed class PriorOptionTests
{
    private static readonly MLContext Ml = new(seed: 1);
    private static readonly IDataView View = Ml.Data.LoadFromEnumerable(Blob.Generate(600));

    private static readonly BmVaeEstimator.Options Options = new()
    {
        LabelColumnName = "Label", Likelihood = FeatureLikelihood.Bernoulli, LatentSize = 6, HiddenSizes = [32],
        Training = new() { Epochs = 60, BatchSize = 50, Chains = 32 }, ClassFit = new() { Steps = 20, Chains = 32 }, Seed = 1,
    };

    private static readonly BmVaeTransformer Gaussian = Ml.Transforms.BmVae(Options with { Prior = PriorKind.Gaussian }).Fit(View);

    [TestMethod]
    [DataRow(PriorKind.Boltzmann, "complete(6)")]
    [DataRow(PriorKind.Rbm, "bipartite(3,3)")]
    [DataRow(PriorKind.Bernoulli, "independent(6)")]
    public void PriorsOfSpinsDifferInTheirGraph(PriorKind kind, string graph)
    {
        BmVaeEstimator.Options options = Options with { Prior = kind, Training = new() { Epochs = 1, BatchSize = 50 } };
        BmVaeTransformer vae = Ml.Transforms.BmVae(options).Fit(View);

        Assert.AreEqual(kind, vae.Model.Kind);
        Assert.AreEqual(graph, vae.Model.Prior.Graph.Name);
        Assert.AreEqual(kind, vae.Evaluate(View, new() { ImportanceSamples = 2 }).Prior);
    }

    [TestMethod]
    public void LatentsOfAGaussianModelAreMeans()
    {
        IDataView encoded = Gaussian.Transform(View);

        float[][] latents = [.. encoded.GetColumn<float[]>("Latent").Take(3)];
        float[] row = View.GetColumn<float[]>("Features").First(), expected = new float[6];
        Gaussian.Model.Encode(row, expected);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.AreEqual(expected[i], latents[0][i], 1e-4);
        }

        VBuffer<ReadOnlyMemory<char>> names = default;
        encoded.Schema["Latent"].GetSlotNames(ref names);
        Assert.AreEqual("Mean0 Mean1 Mean2 Mean3 Mean4 Mean5", string.Join(' ', names.DenseValues()));
        Assert.AreEqual(PriorKind.Gaussian, Gaussian.Evaluate(View, new() { ImportanceSamples = 2 }).Prior);
    }

    [TestMethod]
    public void AGaussianModelGeneratesRowsOfTheClassTheyAreLabelledWith()
    {
        using LatentGeneratorTransformer generator = Gaussian.Generator(new() { Mode = GenerationMode.Conditional });

        IDataView rows = generator.Generate(400);

        string[] labels = [.. rows.GetColumn<string>("Label")];
        double right = labels.Zip(rows.GetColumn<float[]>("Features")).Count(row => row.First == Blob.Side(row.Second)) / 400.0;
        Assert.IsGreaterThan(0.9, right, "share of rows whose ink is on the side of their label");
    }

    [TestMethod]
    public void EnergyOfAGaussianRowIsHalfItsSquaredLength()
    {
        using LatentGeneratorTransformer generator = Gaussian.Generator(new() { Mode = GenerationMode.Unconditional });

        double mean = generator.Generate(2000).GetColumn<float>("Energy").Average();

        // Half a chi-square of 6 degrees: mean 3, variance 3.
        Assert.AreEqual(3, mean, 4 * Math.Sqrt(3.0 / 2000));
    }

    [TestMethod]
    public void ContradictionsAreNamed()
    {
        Refused(
            "Option 'Graph': expected none with 'Prior' Gaussian, got complete(6)",
            Options with { Prior = PriorKind.Gaussian, Graph = SpinGraph.Complete(6) });
        Refused("Option 'Graph': expected none with 'Prior' Rbm", Options with { Prior = PriorKind.Rbm, Graph = SpinGraph.Complete(6) });
        Assert.StartsWith(
            "Option 'Prior': expected one of Boltzmann, Rbm, Bernoulli, Gaussian, got 7",
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Options with { Prior = (PriorKind)7 }).Message);
        Refused("Option 'LatentSize': expected at least 2 with 'Prior' Rbm, got 1", Options with { Prior = PriorKind.Rbm, LatentSize = 1 });

        Refused(
            "Option 'ClassFit': expected no 'LabelSpins' with 'Prior' Gaussian",
            Options with { Prior = PriorKind.Gaussian, ClassFit = new() { LabelSpins = true } });

        static void Refused(string message, BmVaeEstimator.Options options) => StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => Ml.Transforms.BmVae(options)).Message, message);
    }
}
