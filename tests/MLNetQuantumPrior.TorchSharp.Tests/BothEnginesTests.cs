using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Learning.Tests;

namespace MLNetQuantumPrior.Torch.Tests;

/// <summary>Each engine as the other's oracle, on networks of the usual sizes.</summary>
[TestClass]
public sealed class BothEnginesTests
{
    private const string Mlp = "mlp", Convolutional = "convolutional", Residual = "residual", Table = "table";

    private static readonly Dictionary<string, VaeArchitecture> Architectures = new()
    {
        [Mlp] = VaeArchitecture.Mlp(196, [64, 48], 24),
        [Convolutional] = VaeArchitecture.Convolutional(14, 14, 1, [8, 16], 24),
        [Residual] = VaeArchitecture.Residual(14, 14, 1, [8, 16], 24),
        [Table] = VaeArchitecture.Mlp(20, [40], 24) with
        {
            Likelihood = new(new GaussianSlots(7), new CategoricalSlots(5), new BernoulliSlots(6), new GaussianSlots(2) { Variance = .3 }),
        },
    };

    private static readonly TorchSharpEngine Torch = new() { MaxDegreeOfParallelism = 1 };

    [TestInitialize]
    public void SkipWithoutLibTorch() => LibTorch.SkipWithout();

    [TestMethod]
    [DataRow(Mlp)]
    [DataRow(Convolutional)]
    [DataRow(Residual)]
    [DataRow(Table)]
    public void TheSameParametersAndRowsGiveTheSameLossAndGradients(string kind)
    {
        VaeArchitecture architecture = Architectures[kind];
        using IVaeNetwork simd = new SimdEngine().Create(architecture, seed: 1), torch = Torch.Create(architecture, seed: 1);
        CollectionAssert.AreEqual(Parameters(simd), Parameters(torch), "The same seed starts both with the same weights.");

        float[] features = PlainLikelihood.Features(architecture.Likelihood, rows: 64, seed: 2);
        StepReport expected = simd.Step(features, new LogisticBottleneck(24), learningRate: 0);
        StepReport actual = torch.Step(features, new LogisticBottleneck(24), learningRate: 0);
        Assert.AreEqual(expected.Reconstruction, actual.Reconstruction, 1e-6 * Math.Abs(expected.Reconstruction));
        Assert.AreEqual(expected.Penalty, actual.Penalty, 1e-6 * expected.Penalty);
        double all = Norm(Gradients(simd));
        foreach (ParameterBlock block in architecture.Parameters)
        {
            // Relative to the tensor, as single values may be small differences of large sums; or to all, as before a batch normalisation,
            // where a bias has no gradient but rounding.
            float[] a = Gradients(simd)[block.Offset..block.End], b = Gradients(torch)[block.Offset..block.End];
            double size = Norm(a) > 1e-3 * all ? Norm(a) : all;
            Assert.IsLessThan(1e-4 * size, Norm(a.Zip(b, (x, y) => x - y)), block.Name);
        }
    }

    [TestMethod]
    [DataRow(Mlp)]
    [DataRow(Convolutional)]
    [DataRow(Residual)]
    [DataRow(Table)]
    public void FiftyStepsTakeTheSameWay(string kind)
    {
        VaeArchitecture architecture = Architectures[kind];
        using IVaeNetwork simd = new SimdEngine().Create(architecture, seed: 3), torch = Torch.Create(architecture, seed: 3);
        double first = 0, last = 0;
        for (int step = 0; step < 50; step++)
        {
            float[] features = PlainLikelihood.Features(architecture.Likelihood, rows: 32, seed: step % 5);
            double expected = simd.Step(features, new LogisticBottleneck(24), 1e-3).Reconstruction;
            double actual = torch.Step(features, new LogisticBottleneck(24), 1e-3).Reconstruction;
            Assert.AreEqual(expected, actual, 1e-3 * Math.Abs(expected), $"Step {step}");
            (first, last) = (step == 0 ? actual : first, actual);
        }

        Assert.IsLessThan(first, last, "Fifty steps must have learned something.");
    }

    [TestMethod]
    [DataRow(Mlp)]
    [DataRow(Convolutional)]
    [DataRow(Residual)]
    [DataRow(Table)]
    public void ATrainingGoesOnOnTheOtherEngine(string kind)
    {
        VaeArchitecture architecture = Architectures[kind];
        foreach ((ITrainingEngine from, ITrainingEngine to) in ((ITrainingEngine, ITrainingEngine)[])
            [(new SimdEngine(), Torch), (Torch, new SimdEngine())])
        {
            using IVaeNetwork whole = from.Create(architecture, seed: 4), second = to.Create(architecture, seed: 5);
            Train(whole, 0, 10);
            second.SetParameters(Parameters(whole));
            second.SetOptimizerState(whole.GetOptimizerState());
            Train(whole, 10, 13);
            Train(second, 10, 13);

            // Adam divides by the gradient's size, so where that is next to nothing the direction is any; three steps change a weight by
            // at most three rates.
            float[] a = Parameters(whole), b = Parameters(second);
            double[] differences = [.. a.Zip(b, (x, y) => Math.Abs((double)x - y)).Order()];
            Assert.IsLessThan(1e-5, differences[differences.Length * 9 / 10], $"{from.GetType().Name}, nine tenths of the parameters");
            Assert.IsLessThan(6.1e-3, differences[^1], from.GetType().Name);
        }

        void Train(IVaeNetwork network, int begin, int end)
        {
            for (int step = begin; step < end; step++)
            {
                network.Step(PlainLikelihood.Features(architecture.Likelihood, 32, step), new LogisticBottleneck(24), 1e-3);
            }
        }
    }

    [TestMethod]
    public void MoreThreadsComputeTheSame()
    {
        VaeArchitecture architecture = Architectures[Convolutional];
        using IVaeNetwork one = Torch.Create(architecture, seed: 8);
        using IVaeNetwork two = (Torch with { MaxDegreeOfParallelism = 2 }).Create(architecture, seed: 8);
        float[] features = PlainLikelihood.Features(architecture.Likelihood, rows: 64, seed: 9);
        double expected = one.Step(features, new LogisticBottleneck(24), 0).Reconstruction;
        Assert.AreEqual(expected, two.Step(features, new LogisticBottleneck(24), 0).Reconstruction, 1e-6 * expected);
        Assert.IsLessThan(1e-5 * Norm(Gradients(one)), Norm(Gradients(one).Zip(Gradients(two), (x, y) => x - y)));
    }

    [TestMethod]
    [DataRow(Mlp)]
    [DataRow(Table)]
    public void EveryOptionOfTheOptimizerMeansTheSame(string kind)
    {
        VaeArchitecture architecture = Architectures[kind];
        using IVaeNetwork simd = new SimdEngine { WeightDecay = .2, MaxGradientNorm = .5 }.Create(architecture, seed: 6);
        using IVaeNetwork torch = (Torch with { WeightDecay = .2, MaxGradientNorm = .5 }).Create(architecture, seed: 6);
        float[] features = PlainLikelihood.Features(architecture.Likelihood, rows: 16, seed: 7);
        for (int step = 0; step < 5; step++)
        {
            simd.Step(features, new LogisticBottleneck(24), .01);
            torch.Step(features, new LogisticBottleneck(24), .01);
        }

        OptimizerState expected = simd.GetOptimizerState(), actual = torch.GetOptimizerState();
        Assert.AreEqual(expected.Steps, actual.Steps);
        Assert.IsLessThan(1e-4 * Norm(expected.Means), Norm(expected.Means.Zip(actual.Means, (x, y) => x - y)));
        Assert.IsLessThan(1e-4 * Norm(expected.Variances), Norm(expected.Variances.Zip(actual.Variances, (x, y) => x - y)));
        Assert.IsLessThan(1e-4, Norm(Parameters(simd).Zip(Parameters(torch), (x, y) => x - y)) / Norm(Parameters(simd)));
    }

    private static double Norm(IEnumerable<float> values) => Math.Sqrt(values.Sum(value => (double)value * value));

    private static float[] Parameters(IVaeNetwork network)
    {
        var values = new float[network.Architecture.ParameterCount];
        network.GetParameters(values);
        return values;
    }

    private static float[] Gradients(IVaeNetwork network)
    {
        var values = new float[network.Architecture.ParameterCount];
        network.GetGradients(values);
        return values;
    }
}
