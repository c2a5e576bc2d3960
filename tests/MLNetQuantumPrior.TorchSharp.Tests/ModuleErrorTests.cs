using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Learning.Tests;
using MLNetQuantumPrior.Sampling;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MLNetQuantumPrior.Torch.Tests;

/// <summary>What modules do wrong is an error that names the part and what it was given and gave.</summary>
[TestClass]
public sealed class ModuleErrorTests
{
    private const int Features = 36, Latents = 5;

    private static readonly VaeArchitecture Sizes = VaeArchitecture.Mlp(Features, [], Latents);

    [TestInitialize]
    public void SkipWithoutLibTorch() => LibTorch.SkipWithout();

    [TestMethod]
    public void AWrongNumberOfOutputs()
    {
        string message = Refused<ArgumentException>(Encoder(() => Linear(Features, Latents + 1)));
        Assert.Contains("encoder: expected it to make Float32 [2, 5] on cpu of [2, 36], got Float32 [2, 6] on cpu", message);
        message = Refused<ArgumentException>(Decoder(() => Linear(Latents, Features - 1)));
        Assert.Contains("decoder: expected it to make Float32 [2, 36] on cpu of [2, 5], got Float32 [2, 35] on cpu", message);
        message = Refused<ArgumentException>(Encoder(() => Sequential(Linear(Features, Latents), Unflatten(1, [1, 1, Latents]))));
        Assert.Contains("got Float32 [2, 1, 1, 5]", message);
    }

    [TestMethod]
    public void AWrongNumberOfInputs()
    {
        string message = Refused<InvalidOperationException>(Encoder(() => Linear(Features - 1, Latents)));
        Assert.Contains("encoder (Linear)", message);
        Assert.Contains("input of shape [2, 36]", message);
        message = Refused<InvalidOperationException>(Decoder(() => Sequential(Unflatten(1, [1, 2, 3]), Flatten(), Linear(6, Features))));
        Assert.Contains("decoder.0 (Unflatten)", message);
        Assert.Contains("input of shape [2, 5]", message);
        message = Refused<InvalidOperationException>(
            Encoder(() => Sequential(Linear(Features, 12), Sequential(ReLU(), Linear(11, Latents)))));
        Assert.Contains("encoder.1.1 (Linear)", message);
        Assert.Contains("input of shape [2, 12]", message);
    }

    [TestMethod]
    public void ASequentialOfOnesOwnThatRefusesItsInput()
    {
        string message = Refused<InvalidOperationException>(Encoder(() => new Picky()));
        Assert.Contains("encoder (Picky)", message);
        Assert.Contains("input of shape [2, 36] on cpu. Expected another.", message);
    }

    [TestMethod]
    public void AnotherType()
    {
        string message = Refused<ArgumentException>(
            Decoder(() => Sequential(Linear(Latents, Features), new Code(x => x.to(ScalarType.Float64)))));
        Assert.Contains("decoder: expected it to make Float32 [2, 36] on cpu of [2, 5], got Float64 [2, 36] on cpu", message);
        message = Refused<ArgumentException>(Encoder(() => Linear(Features, Latents, dtype: ScalarType.Float64)));
        Assert.Contains("encoder: expected 'weight' in Float32, got Float64", message);
    }

    /// <summary>Such a parameter could be neither trained nor saved.</summary>
    [TestMethod]
    public void AParameterOfAnotherType()
    {
        string message = Refused<ArgumentException>(Encoder(() => Sequential(
            new Code(x => x.to(ScalarType.Float64)),
            Linear(Features, Latents, dtype: ScalarType.Float64),
            new Code(x => x.to(ScalarType.Float32)))));
        Assert.Contains("encoder: expected '1.weight' in Float32, got Float64", message);
    }

    [TestMethod]
    [DataRow(float.NaN)]
    [DataRow(float.NegativeInfinity)]
    public void AParameterThatIsNoNumber(float value)
    {
        string message = Refused<ArgumentException>(Decoder(() => Sequential(Linear(Latents, Features), Norm())));
        Assert.Contains("decoder: expected '1.weight' to start with finite numbers, got others.", message);

        Module<Tensor, Tensor> Norm()
        {
            var norm = BatchNorm1d(Features);
            init.constant_(norm.weight!, value);
            return norm;
        }
    }

    /// <summary>TorchSharp 0.107 leaves weight and bias of a GroupNorm as memory has them: here is what can be there.</summary>
    [TestMethod]
    [DataRow(float.NaN)]
    [DataRow(4.578e-41f)]
    [DataRow(-2.4e35f)]
    public void AGroupNormThatNobodySet(float value)
    {
        string message = Refused<ArgumentException>(Encoder(() => WithNorm(value)));
        Assert.Contains("encoder: expected '2' (GroupNorm) with weight and bias, got what memory held before.", message);
        Assert.Contains("init.ones_(norm.weight)", message);

        using IVaeNetwork network = Encoder(() => WithNorm(0)).Create(Sizes, seed: 1);
        float[] rows = PlainLikelihood.Features(Sizes.Likelihood, rows: 4, seed: 1);
        Assert.IsTrue(double.IsFinite(network.Step(rows, new LogisticBottleneck(Latents), .01).Reconstruction));

        static Module<Tensor, Tensor> WithNorm(float bias)
        {
            var norm = GroupNorm(1, Latents);
            init.ones_(norm.weight!);
            init.constant_(norm.bias!, bias);
            return Sequential(Linear(Features, Latents), Unflatten(1, [Latents, 1]), norm, Flatten());
        }
    }

    /// <summary>Layers as data are checked by the trainer, other modules here.</summary>
    [TestMethod]
    public void ADecoderThatEndsInASigmoid()
    {
        string message = Refused<ArgumentException>(
            Decoder(() => Sequential(new Code(x => x + 0), Sequential(Linear(Latents, Features), Sigmoid(), Flatten()))));
        Assert.Contains("Module decoder: expected logits of the likelihood Bernoulli(36) at its end, any numbers, got Sigmoid.", message);

        var rows = new FeatureMatrix(Features, PlainLikelihood.Features(Sizes.Likelihood, rows: 8, seed: 1));
        var trainer = new BmVaeTrainer(
            Decoder(() => Sequential(Linear(Latents, Features), Sigmoid())), new BlockGibbsSampler(), new() { Epochs = 1, Chains = 8 });
        Assert.Contains(
            "decoder: expected logits of the likelihood Bernoulli(36) at its end",
            Assert.ThrowsExactly<ArgumentException>(() => trainer.Train(rows, Sizes, SpinGraph.Complete(Latents), seed: 1)).Message);
    }

    /// <summary>Tensors of the meta device have shapes and no values; every machine has it.</summary>
    [TestMethod]
    public void AnotherDevice()
    {
        var meta = new Device(DeviceType.META);
        string message = Refused<ArgumentException>(Encoder(() => Sequential(Linear(Features, Latents), new Code(x => x.to(meta)))));
        Assert.Contains("encoder: expected it to make Float32 [2, 5] on cpu of [2, 36], got Float32 [2, 5] on meta", message);
        message = Refused<InvalidOperationException>(Encoder(() => Linear(Features, Latents, device: meta)));
        Assert.Contains("encoder: expected one that can be moved to cpu", message);
    }

    [TestMethod]
    public void OutputsThatAreNoNumbers()
    {
        TorchSharpEngine engine = Decoder(() => Sequential(Linear(Latents, Features), new Code(x => x / (x - x))));
        FeatureMatrix rows = new(Features, PlainLikelihood.Features(Sizes.Likelihood, rows: 8, seed: 1));
        var trainer = new BmVaeTrainer(engine, new BlockGibbsSampler(), new() { Epochs = 1, BatchSize = 8, Chains = 8 });
        var error = Assert.ThrowsExactly<TrainingDivergedException>(
            () => trainer.Train(rows, Sizes, SpinGraph.Complete(Latents), seed: 1));
        Assert.Contains("at step 1: expected a finite loss, got reconstruction NaN", error.Message);
        Assert.Contains("the networks give no finite numbers as they start", error.Message);
    }

    [TestMethod]
    public void OutputsThatDoNotDependOnParameters()
    {
        using IVaeNetwork network = Encoder(() => Sequential(Linear(Features, Latents), new Code(x => x.detach()))).Create(Sizes, seed: 1);
        var error = Assert.ThrowsExactly<InvalidOperationException>(
            () => network.Step(new float[3 * Features], new LogisticBottleneck(Latents), learningRate: .1));
        Assert.Contains("encoder, backward", error.Message);
    }

    private static TorchSharpEngine Encoder(Func<Module<Tensor, Tensor>> encoder) =>
        TorchSharpEngine.FromModules(encoder, () => Linear(Latents, Features));

    private static TorchSharpEngine Decoder(Func<Module<Tensor, Tensor>> decoder) =>
        TorchSharpEngine.FromModules(() => Linear(Features, Latents), decoder);

    private static string Refused<TException>(TorchSharpEngine engine)
        where TException : Exception => Assert.ThrowsExactly<TException>(() => engine.Create(Sizes, seed: 1)).Message;

    private sealed class Picky() : global::TorchSharp.Modules.Sequential(Linear(Features, Latents))
    {
        public override Tensor forward(Tensor input) => throw new ArgumentException("Expected another.");
    }

    private sealed class Code(Func<Tensor, Tensor> compute) : Module<Tensor, Tensor>(nameof(Code))
    {
        public override Tensor forward(Tensor input) => compute(input);
    }
}
