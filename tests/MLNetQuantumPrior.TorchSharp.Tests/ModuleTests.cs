using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Learning.Tests;
using MLNetQuantumPrior.Sampling;
using TorchSharp;
using Modules = TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MLNetQuantumPrior.Torch.Tests;

/// <summary>Networks of the user's own modules.</summary>
[TestClass]
public sealed class ModuleTests
{
    private const int Features = 36, Latents = 5;

    private static readonly VaeArchitecture Sizes = VaeArchitecture.Mlp(Features, [], Latents);

    [TestInitialize]
    public void SkipWithoutLibTorch() => LibTorch.SkipWithout();

    [TestMethod]
    public void ModulesOfKnownLayersBecomeAnArchitecture()
    {
        using IVaeNetwork network = Layered().Create(Sizes, seed: 1);
        VaeArchitecture expected = new(
            [
                new Reshape(1, 6, 6), new Conv2d(1, 3, Kernel: 3, Stride: 2, Padding: 1), new BatchNorm(3),
                new Activation(ActivationFunction.LeakyRelu), new Flatten(), new Dense(27, Latents),
            ],
            [
                new Dense(Latents, 12), new Activation(ActivationFunction.Silu), new BatchNorm(12), new Reshape(3, 2, 2),
                new ConvTranspose2d(3, 1, Kernel: 3, Stride: 3, OutputPaddingHeight: 0, OutputPaddingWidth: 0), new Flatten(),
            ]);
        Assert.AreEqual(expected, network.Architecture);
    }

    /// <summary>The oracle is the other engine, on the layers that were found, with the parameters in their order.</summary>
    [TestMethod]
    public void KnownLayersComputeAndDifferentiateAsTheModulesDo()
    {
        using IVaeNetwork modules = Layered().Create(Sizes, seed: 2);
        using IVaeNetwork layers = new SimdEngine().Create(modules.Architecture, seed: 3);
        float[] features = PlainLikelihood.Features(Sizes.Likelihood, rows: 20, seed: 4);
        modules.Step(features, new LogisticBottleneck(Latents), .01); // so that running statistics are not those of the start
        layers.SetParameters(Values(modules, modules.GetParameters));
        layers.SetOptimizerState(modules.GetOptimizerState());

        float[] expected = new float[20 * Latents], actual = new float[20 * Latents];
        layers.Encode(features, expected);
        modules.Encode(features, actual);
        AssertClose(expected, actual, 1e-5);
        StepReport simd = layers.Step(features, new LogisticBottleneck(Latents), .01);
        StepReport torch = modules.Step(features, new LogisticBottleneck(Latents), .01);
        Assert.AreEqual(simd.Reconstruction, torch.Reconstruction, 1e-4);
        AssertClose(Values(layers, layers.GetGradients), Values(modules, modules.GetGradients), 1e-4);
    }

    [TestMethod]
    public void TheSeedDecidesTheStartOfModules()
    {
        using IVaeNetwork one = Custom().Create(Sizes, seed: 5), same = Custom().Create(Sizes, seed: 5);
        using IVaeNetwork other = Custom().Create(Sizes, seed: 6);
        CollectionAssert.AreEqual(Values(one, one.GetParameters), Values(same, same.GetParameters));
        CollectionAssert.AreNotEqual(Values(one, one.GetParameters), Values(other, other.GetParameters));
    }

    [TestMethod]
    public void ParametersOfACustomModuleRoundTrip()
    {
        using IVaeNetwork network = Custom().Create(Sizes, seed: 7);
        string[] names = [.. network.Architecture.Parameters.Select(block => block.Name)];
        CollectionAssert.IsSubsetOf(
            (string[])["encoder.0.scale", "encoder.0._inner.weight", "encoder.0._norm.running_var", "decoder.0.0.weight"], names);
        Assert.IsFalse(network.Architecture.Parameters.Single(block => block.Name == "encoder.0._norm.running_var").IsTrained);
        float[] values = [.. Enumerable.Range(0, network.Architecture.ParameterCount).Select(k => k / 7f)];
        network.SetParameters(values);
        CollectionAssert.AreEqual(values, Values(network, network.GetParameters));
    }

    [TestMethod]
    public void ALearningRateOfZeroLeavesNoTraceInACustomModule()
    {
        using IVaeNetwork network = Custom().Create(Sizes, seed: 8);
        float[] before = Values(network, network.GetParameters);
        network.Step(PlainLikelihood.Features(Sizes.Likelihood, rows: 9, seed: 1), new LogisticBottleneck(Latents), learningRate: 0);
        CollectionAssert.AreEqual(before, Values(network, network.GetParameters));
    }

    [TestMethod]
    public void ACustomModelIsTrainedSavedLoadedAndDecodes()
    {
        TorchSharpEngine engine = Custom();
        BmVaeModel model = Train(engine);
        (double first, double last) = (model.Training!.Epochs[0].Reconstruction, model.Training.Epochs[^1].Reconstruction);
        Assert.IsLessThan(.9 * first, last, "It has learned something.");

        string path = Path.Combine(Path.GetTempPath(), $"{nameof(ModuleTests)}-{Environment.ProcessId}.bmvae");
        try
        {
            model.Save(path);
            var error = Assert.ThrowsExactly<InvalidDataException>(() => BmVaeModel.Load(path));
            Assert.Contains("Load the model with the engine that trained it", error.Message);
            BmVaeModel loaded = engine.LoadModel(path);
            float[] rows = PlainLikelihood.Features(Sizes.Likelihood, rows: 30, seed: 9);
            float[] expected = new float[30 * Latents], actual = new float[30 * Latents];
            model.Encode(rows, expected);
            loaded.Encode(rows, actual);
            CollectionAssert.AreEqual(expected, actual);
            model.Decode(expected.Select(logit => logit > 0 ? 1f : 0).ToArray(), rows);
            float[] again = new float[rows.Length];
            loaded.Decode(expected.Select(logit => logit > 0 ? 1f : 0).ToArray(), again);
            CollectionAssert.AreEqual(rows, again);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [TestMethod]
    public void OnnxExportNamesTheFirstThingThatItCannotTake()
    {
        BmVaeModel model = Train(Custom());
        var error = Assert.ThrowsExactly<NotSupportedException>(() => model.SaveEncoderOnnx(new MemoryStream()));
        Assert.Contains("encoder (ScaledTanh)", error.Message);
        error = Assert.ThrowsExactly<NotSupportedException>(() => model.SaveDecoderOnnx(new MemoryStream()));
        Assert.Contains("decoder.1 (LeakyReLU)", error.Message); // its slope is not the usual one
    }

    [TestMethod]
    public void AModelOfKnownLayersNeedsNoTorchSharpAnyMore()
    {
        BmVaeModel model = Train(Layered());
        using MemoryStream file = new();
        model.Save(file);
        file.Position = 0;
        BmVaeModel loaded = BmVaeModel.Load(file);
        CollectionAssert.AreEqual(model.Parameters.ToArray(), loaded.Parameters.ToArray());
        loaded.SaveEncoderOnnx(new MemoryStream());
        loaded.SaveDecoderOnnx(new MemoryStream());
    }

    /// <summary>The oracle is again the other engine, whose layers have biases.</summary>
    [TestMethod]
    public void LayersWithoutBiasesAreLayersWithBiasesOfZero()
    {
        TorchSharpEngine engine = TorchSharpEngine.FromModules(
            () => Sequential(Unflatten(1, [1, 6, 6]), Conv2d(1, 2, 3, bias: false), Flatten(), Linear(32, Latents, hasBias: false)),
            () => Sequential(
                Linear(Latents, 8, hasBias: false), Tanh(), Unflatten(1, [2, 2, 2]), ConvTranspose2d(2, 1, 3, stride: 3, bias: false),
                Flatten()));
        using IVaeNetwork modules = engine.Create(Sizes, seed: 10), layers = new SimdEngine().Create(modules.Architecture, seed: 11);
        float[] features = PlainLikelihood.Features(Sizes.Likelihood, rows: 20, seed: 4), start = Values(modules, modules.GetParameters);
        layers.SetParameters(start);
        layers.Step(features, new LogisticBottleneck(Latents), 0);
        modules.Step(features, new LogisticBottleneck(Latents), 0);
        float[] expected = Values(layers, layers.GetGradients), gradients = Values(modules, modules.GetGradients);

        modules.Step(features, new LogisticBottleneck(Latents), .01);
        float[] trained = Values(modules, modules.GetParameters);
        ImmutableArray<ParameterBlock> blocks = modules.Architecture.Parameters;
        Assert.HasCount(8, blocks);
        foreach (ParameterBlock block in blocks.Where(block => block.Name.EndsWith(".bias", StringComparison.Ordinal)))
        {
            Assert.IsTrue(expected[block.Offset..block.End].Any(gradient => gradient != 0), "The other engine would train it.");
            expected.AsSpan(block.Offset, block.Length).Clear();
            Assert.IsTrue(start[block.Offset..block.End].All(value => value == 0), block.Name);
            Assert.IsTrue(trained[block.Offset..block.End].All(value => value == 0), block.Name);
        }

        AssertClose(expected, gradients, 1e-5);
        float[] given = [.. Enumerable.Range(0, start.Length).Select(k => k % 7 / 9f)]; // of a model that has biases
        layers.SetParameters(given);
        modules.SetParameters(given);
        float[] logits = new float[20 * Latents], moduleLogits = new float[20 * Latents];
        layers.Encode(features, logits);
        modules.Encode(features, moduleLogits);
        AssertClose(logits, moduleLogits, 1e-5);

        BmVaeModel model = Train(engine);
        model.SaveEncoderOnnx(new MemoryStream());
        model.SaveDecoderOnnx(new MemoryStream());
    }

    [TestMethod]
    public void APartThatIsUsedTwiceIsTrainedOnce()
    {
        static Module<Tensor, Tensor> Twice(Module<Tensor, Tensor> linear, Module<Tensor, Tensor> tanh) =>
            Sequential(Linear(Latents, 9), tanh, linear, tanh, linear, Linear(9, Features));
        TorchSharpEngine engine = TorchSharpEngine.FromModules(() => Linear(Features, Latents), () => Twice(Linear(9, 9), Tanh()));
        using IVaeNetwork network = engine.Create(Sizes, seed: 15);
        Assert.AreEqual((Features + 1) * Latents + (Latents + 1) * 9 + 10 * 9 + 10 * Features, network.Architecture.ParameterCount);
        float[] before = Values(network, network.GetParameters);
        network.Step(PlainLikelihood.Features(Sizes.Likelihood, rows: 9, seed: 1), new LogisticBottleneck(Latents), learningRate: .01);
        float[] after = Values(network, network.GetParameters);
        Assert.IsLessThan(
            .01001, before.Zip(after, (x, y) => Math.Abs(x - y)).Max(), "Adam's first step is the rate, whatever the gradient.");
        var error = Assert.ThrowsExactly<NotSupportedException>(() => Train(engine).SaveDecoderOnnx(new MemoryStream()));
        Assert.Contains("decoder.4 (Linear for the second time)", error.Message);
    }

    /// <summary>In training it draws, outside of it there is nothing of it.</summary>
    [TestMethod]
    public void DropoutIsNoLayer()
    {
        TorchSharpEngine engine = TorchSharpEngine.FromModules(
            () => Sequential(Linear(Features, 9), Dropout(.5), Linear(9, Latents)), () => Linear(Latents, Features));
        using IVaeNetwork modules = engine.Create(Sizes, seed: 13), layers = new SimdEngine().Create(modules.Architecture, seed: 14);
        CollectionAssert.AreEqual((Layer[])[new Dense(Features, 9), new Dense(9, Latents)], modules.Architecture.Encoder.ToArray());
        layers.SetParameters(Values(modules, modules.GetParameters));
        float[] features = PlainLikelihood.Features(Sizes.Likelihood, rows: 6, seed: 1);
        float[] expected = new float[6 * Latents], actual = new float[6 * Latents];
        double first = modules.Step(features, new LogisticBottleneck(Latents), 0).Reconstruction;
        Assert.AreNotEqual(first, modules.Step(features, new LogisticBottleneck(Latents), 0).Reconstruction);
        layers.Encode(features, expected);
        modules.Encode(features, actual);
        AssertClose(expected, actual, 1e-5);
    }

    [TestMethod]
    public void AFrozenParameterIsNotTrained()
    {
        TorchSharpEngine engine = TorchSharpEngine.FromModules(() => Frozen(Linear(Features, Latents)), () => Linear(Latents, Features));
        using IVaeNetwork network = engine.Create(Sizes, seed: 12);
        float[] before = Values(network, network.GetParameters);
        network.Step(PlainLikelihood.Features(Sizes.Likelihood, rows: 9, seed: 1), new LogisticBottleneck(Latents), learningRate: .1);
        float[] after = Values(network, network.GetParameters);
        int weights = Features * Latents;
        CollectionAssert.AreEqual(before[..weights], after[..weights]);
        foreach (int k in (int[])[weights, weights + Latents, before.Length - 1])
        {
            Assert.AreNotEqual(before[k], after[k], $"Value {k}");
        }

        static Module<Tensor, Tensor> Frozen(Modules.Linear linear)
        {
            linear.weight!.requires_grad = false;
            return linear;
        }
    }

    [TestMethod]
    public void AFactoryThatGivesTheSameModuleTwiceIsRefused()
    {
        using Module<Tensor, Tensor> encoder = Linear(Features, Latents);
        TorchSharpEngine engine = TorchSharpEngine.FromModules(() => encoder, () => Linear(Latents, Features));
        using IVaeNetwork network = engine.Create(Sizes, seed: 1);
        var error = Assert.ThrowsExactly<InvalidOperationException>(() => engine.Create(Sizes, seed: 1));
        Assert.Contains("() => new", error.Message);
    }

    private static TorchSharpEngine Layered() => TorchSharpEngine.FromModules(
        () => Sequential(
            Unflatten(1, [1, 6, 6]), Sequential(Conv2d(1, 3, 3, stride: 2, padding: 1), BatchNorm2d(3), LeakyReLU()), Flatten(),
            Linear(27, Latents)),
        () => Sequential(
            Linear(Latents, 12), SiLU(), BatchNorm1d(12), Unflatten(1, [3, 2, 2]), ConvTranspose2d(3, 1, 3, stride: 3), Flatten())) with
    {
        MaxDegreeOfParallelism = 1,
    };

    private static TorchSharpEngine Custom() => TorchSharpEngine.FromModules(
        () => new ScaledTanh(), () => Sequential(Linear(Latents, Features), LeakyReLU(.2))) with { MaxDegreeOfParallelism = 1 };

    private static BmVaeModel Train(TorchSharpEngine engine)
    {
        float[] rows = PlainLikelihood.Features(Sizes.Likelihood, rows: 64, seed: 3);
        for (int k = 0; k < rows.Length; k++)
        {
            rows[k] = k % Features < Features / 2 == (k / Features % 2 == 0) ? 1 : 0; // left or right half
        }

        var options = new TrainingOptions { Epochs = 40, BatchSize = 16, LearningRate = .01, Chains = 16, KlWarmUpEpochs = 2 };
        return new BmVaeTrainer(engine, new BlockGibbsSampler(), options).Train(
            new FeatureMatrix(Features, rows), Sizes, SpinGraph.Complete(Latents), seed: 1);
    }

    private static float[] Values(IVaeNetwork network, Copy copy)
    {
        var values = new float[network.Architecture.ParameterCount];
        copy(values);
        return values;
    }

    private static void AssertClose(float[] expected, float[] actual, double tolerance)
    {
        Assert.HasCount(expected.Length, actual);
        for (int k = 0; k < expected.Length; k++)
        {
            Assert.AreEqual(expected[k], actual[k], tolerance * Math.Max(1, Math.Abs(expected[k])), $"Value {k}");
        }
    }

    private delegate void Copy(Span<float> values);

    /// <summary>y = scale tanh(norm(x W + b)): a parameter of its own, a child with a buffer, and a forward pass that is code.</summary>
    private sealed class ScaledTanh : Module<Tensor, Tensor>
    {
        private readonly Modules.Linear _inner = Linear(Features, Latents);
        private readonly Modules.BatchNorm1d _norm = BatchNorm1d(Latents);
        private readonly Modules.Parameter scale = Parameter(torch.full([1], 3, ScalarType.Float32));

        public ScaledTanh()
            : base(nameof(ScaledTanh)) => RegisterComponents();

        public override Tensor forward(Tensor input)
        {
            using Tensor linear = _inner.call(input), normal = _norm.call(linear), bounded = normal.tanh();
            return bounded * scale;
        }
    }
}
