using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Learning.Tests;
using TorchSharp;
using Modules = TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MLNetQuantumPrior.Torch.Tests;

/// <summary>
/// Mixed precision against single precision. A bfloat16 has eight significant bits, so each of the rounded
/// numbers is off by at most 2^-9 of itself.
/// </summary>
[TestClass]
public sealed class PrecisionTests
{
    private const string Mlp = "mlp", Convolutional = "convolutional", Table = "table";

    private const int Latents = 24;

    private static readonly Dictionary<string, VaeArchitecture> Architectures = new()
    {
        [Mlp] = VaeArchitecture.Mlp(196, [64, 48], Latents),
        [Convolutional] = VaeArchitecture.Convolutional(14, 14, 1, [8, 16], Latents),
        [Table] = VaeArchitecture.Mlp(20, [40], Latents) with
        {
            Likelihood = new(new GaussianSlots(7), new CategoricalSlots(5), new BernoulliSlots(6), new GaussianSlots(2) { Variance = .3 }),
        },
    };

    private static readonly TorchSharpEngine Single = new() { MaxDegreeOfParallelism = 1 };

    private static readonly TorchSharpEngine Mixed = Single with { Precision = TorchPrecision.MixedBFloat16 };

    [TestInitialize]
    public void SkipWithoutLibTorch() => LibTorch.SkipWithout();

    [TestMethod]
    [DataRow(Mlp)]
    [DataRow(Convolutional)]
    [DataRow(Table)]
    public void LossAndGradientsAreNearThoseOfSinglePrecision(string kind)
    {
        VaeArchitecture architecture = Architectures[kind];
        using IVaeNetwork single = Single.Create(architecture, seed: 1), mixed = Mixed.Create(architecture, seed: 1);
        float[] features = PlainLikelihood.Features(architecture.Likelihood, rows: 64, seed: 2);
        double expected = single.Step(features, new LogisticBottleneck(Latents), learningRate: 0).Reconstruction;
        double actual = mixed.Step(features, new LogisticBottleneck(Latents), learningRate: 0).Reconstruction;
        Assert.AreEqual(expected, actual, 1e-3 * expected);

        float[] exact = Values(single, single.GetGradients), near = Values(mixed, mixed.GetGradients);
        double all = Norm(exact);
        Assert.IsGreaterThan(1e-4 * all, Norm(exact.Zip(near, (x, y) => x - y)), "Products must have been rounded.");
        foreach (ParameterBlock block in architecture.Parameters)
        {
            // Relative to the tensor, or to all where it has next to no gradient, as a bias before a batch normalisation.
            float[] a = exact[block.Offset..block.End], b = near[block.Offset..block.End];
            double size = Norm(a) > 1e-3 * all ? Norm(a) : all;
            Assert.IsLessThan(.06 * size, Norm(a.Zip(b, (x, y) => x - y)), block.Name);
        }
    }

    [TestMethod]
    [DataRow(Mlp)]
    [DataRow(Convolutional)]
    public void FiftyStepsStayNearThoseOfSinglePrecision(string kind)
    {
        VaeArchitecture architecture = Architectures[kind];
        using IVaeNetwork single = Single.Create(architecture, seed: 3), mixed = Mixed.Create(architecture, seed: 3);
        float[] stripes = [.. Enumerable.Range(0, 32 * 196).Select(k => ((k % 196) >> (k / 196 % 4)) & 1)]; // four kinds of rows
        double first = 0, last = 0;
        for (int step = 0; step < 50; step++)
        {
            double expected = single.Step(stripes, new LogisticBottleneck(Latents), 4e-3).Reconstruction;
            last = mixed.Step(stripes, new LogisticBottleneck(Latents), 4e-3).Reconstruction;
            Assert.IsLessThan(1.03 * expected, last, $"Step {step}: learns worse than in single precision.");
            Assert.IsGreaterThan(.9 * expected, last, $"Step {step}: far from single precision.");
            first = step == 0 ? last : first;
        }

        Assert.IsLessThan(.5 * first, last, "Fifty steps must have learned something.");
    }

    [TestMethod]
    [DataRow(Mlp)]
    [DataRow(Convolutional)]
    public void TheSameSeedGivesTheSameTraining(string kind)
    {
        VaeArchitecture architecture = Architectures[kind];
        using IVaeNetwork one = Mixed.Create(architecture, seed: 5), same = Mixed.Create(architecture, seed: 5);
        Train(one, steps: 10);
        Train(same, steps: 10);
        CollectionAssert.AreEqual(Values(one, one.GetParameters), Values(same, same.GetParameters));
    }

    [TestMethod]
    [DataRow(Mlp)]
    [DataRow(Convolutional)]
    public void ParametersOptimizerAndInferenceStaySingle(string kind)
    {
        VaeArchitecture architecture = Architectures[kind];
        using IVaeNetwork mixed = Mixed.Create(architecture, seed: 6), single = Single.Create(architecture, seed: 7);
        Train(mixed, steps: 3);
        float[] parameters = Values(mixed, mixed.GetParameters);
        OptimizerState state = mixed.GetOptimizerState();
        foreach (IEnumerable<float> values in (IEnumerable<float>[])[parameters, state.Means, state.Variances])
        {
            // Half of the bits of a bfloat16 are 0 as a Single.
            int[] lowBits = [.. values.Where(value => value != 0).Select(value => BitConverter.SingleToInt32Bits(value) & 0xffff)];
            Assert.IsGreaterThan(.9, lowBits.Count(bits => bits != 0) / (double)lowBits.Length);
        }

        single.SetParameters(parameters);
        float[] features = PlainLikelihood.Features(architecture.Likelihood, rows: 9, seed: 1);
        float[] expected = new float[9 * Latents], actual = new float[9 * Latents];
        single.Encode(features, expected);
        mixed.Encode(features, actual);
        CollectionAssert.AreEqual(expected, actual);
        single.Decode(expected, features);
        float[] outputs = new float[features.Length];
        mixed.Decode(expected, outputs);
        CollectionAssert.AreEqual(features, outputs);
    }

    [TestMethod]
    public void ADeviceThatDoesNotMultiplyInTheTypeIsNamed()
    {
        // No libtorch multiplies truth values, on any device.
        var error = Assert.ThrowsExactly<InvalidOperationException>(() => new MixedPrecision(ScalarType.Bool, torch.CPU));
        Assert.Contains("Precision: expected a device that multiplies and convolves in Bool, got 'cpu'", error.Message);
        Assert.Contains("TorchPrecision.Single", error.Message);
        Assert.Contains("not implemented", error.Message);
    }

    [TestMethod]
    public void NetworksOfYourOwnHaveTheirOwnTypes()
    {
        TorchSharpEngine engine = TorchSharpEngine.FromModules(() => new LowPrecisionLinear(36, 5), () => Linear(5, 36));
        Assert.AreEqual(TorchPrecision.Single, (engine with { Precision = TorchPrecision.Single }).Precision);
        var error = Assert.ThrowsExactly<ArgumentException>(() => engine with { Precision = TorchPrecision.MixedBFloat16 });
        Assert.Contains("Precision: expected Single for networks of your own", error.Message);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new TorchSharpEngine { Precision = (TorchPrecision)7 });
    }

    /// <summary>What the documentation tells a module to do; layers in mixed precision are the oracle.</summary>
    [TestMethod]
    public void AModuleMayComputeInBFloat16()
    {
        VaeArchitecture architecture = VaeArchitecture.Mlp(36, [], 5);
        using IVaeNetwork layers = Mixed.Create(architecture, seed: 8);
        using IVaeNetwork modules = TorchSharpEngine.FromModules(() => new LowPrecisionLinear(36, 5), () => new LowPrecisionLinear(5, 36))
            .Create(architecture, seed: 8);
        float[] weights = Values(layers, layers.GetParameters);
        modules.SetParameters(weights);
        for (int step = 0; step < 5; step++)
        {
            float[] features = PlainLikelihood.Features(architecture.Likelihood, rows: 12, seed: step);
            Assert.AreEqual(
                layers.Step(features, new LogisticBottleneck(5), .01).Reconstruction,
                modules.Step(features, new LogisticBottleneck(5), .01).Reconstruction);
        }

        CollectionAssert.AreNotEqual(weights, Values(modules, modules.GetParameters));
        CollectionAssert.AreEqual(Values(layers, layers.GetParameters), Values(modules, modules.GetParameters));
    }

    private static void Train(IVaeNetwork network, int steps)
    {
        for (int step = 0; step < steps; step++)
        {
            float[] features = PlainLikelihood.Features(network.Architecture.Likelihood, rows: 32, seed: step);
            network.Step(features, new LogisticBottleneck(Latents), 1e-3);
        }
    }

    private static double Norm(IEnumerable<float> values) => Math.Sqrt(values.Sum(value => (double)value * value));

    private static float[] Values(IVaeNetwork network, Copy copy)
    {
        var values = new float[network.Architecture.ParameterCount];
        copy(values);
        return values;
    }

    private delegate void Copy(Span<float> values);

    /// <summary>Weights as a Dense layer has them, in single precision; their product in bfloat16.</summary>
    private sealed class LowPrecisionLinear : Module<Tensor, Tensor>
    {
        private readonly Modules.Parameter weight;
        private readonly Modules.Parameter bias;

        public LowPrecisionLinear(long inputs, long outputs)
            : base(nameof(LowPrecisionLinear))
        {
            weight = Parameter(torch.zeros([inputs, outputs]));
            bias = Parameter(torch.zeros([outputs]));
            RegisterComponents();
        }

        public override Tensor forward(Tensor input)
        {
            using Tensor x = input.to(ScalarType.BFloat16), w = weight.to(ScalarType.BFloat16), b = bias.to(ScalarType.BFloat16);
            using Tensor turned = w.t(), y = functional.linear(x, turned, b);
            return y.to(ScalarType.Float32);
        }
    }
}
