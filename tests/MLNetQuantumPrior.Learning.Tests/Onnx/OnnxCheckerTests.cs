using MLNetQuantumPrior.Learning.Onnx;
using MLNetQuantumPrior.Sampling;
using MLNetQuantumPrior.Tests;

namespace MLNetQuantumPrior.Learning.Tests;

[TestClass]
public sealed class OnnxCheckerTests
{
    [TestMethod]
    public void ExportedModelsPassTheOfficialChecker() =>
        OnnxChecker.Check(Models().Concat(ModelsOfLikelihoods()).Concat(Generators()).Select(OnnxFile.ToArray));

    private static IEnumerable<ModelProto> Generators()
    {
        BmVaeModel dense = GeneratorModels.Random(4, 71, classes: 3, machinesPerClass: 2);
        BmVaeModel sparse = GeneratorModels.Random(6, 7, classes: 2, machinesPerClass: 1, SpinGraph.Bipartite(3, 4), new(
            new CategoricalSlots(3), new GaussianSlots(1), new BernoulliSlots(2)));
        foreach (OnnxPrecision precision in (OnnxPrecision[])[OnnxPrecision.Single, OnnxPrecision.Half])
        {
            yield return Generator(dense, new() { Acceptance = true }, precision);
            yield return Generator(dense, new() { Condition = GenerationCondition.Fields }, precision);
            yield return Generator(sparse, new() { Condition = GenerationCondition.LabelSpins }, precision);
            yield return Generator(sparse, new() { Mode = GenerationMode.Unconditional, Features = GeneratedFeatures.Sampled }, precision);
            yield return Generator(dense, new() { Mode = GenerationMode.LowEnergy, Features = GeneratedFeatures.Sampled }, precision);
        }

        static ModelProto Generator(BmVaeModel model, GenerationOptions options, OnnxPrecision precision) =>
            new PortableGenerator(model, options with { PoolSize = 8 }, precision).ToOnnx();
    }

    private static IEnumerable<ModelProto> Models()
    {
        foreach (ActivationFunction function in Enum.GetValues<ActivationFunction>())
        {
            var architecture = new VaeArchitecture(
                [new Dense(4, 5), new Activation(function), new Dense(5, 3)], [new Dense(3, 5), new Activation(function), new Dense(5, 4)]);
            float[] parameters = new float[architecture.ParameterCount];
            BmVaeModel scaled = TestModels.Of(architecture, parameters, new([-1, 0, 5, 2], [4, 1, 0, 10]), "a", "b", "c", "d");
            yield return OnnxExport.Encoder(scaled);
            yield return OnnxExport.Decoder(scaled);
            yield return OnnxExport.Encoder(TestModels.Of(architecture, parameters));
            ModelProto decoder = OnnxExport.Decoder(TestModels.Of(architecture, parameters));
            decoder.TrainingInfo.Add(new TrainingInfoProto
            {
                Initialization = new() { Name = "payload", Initializer = { TensorProto.Of("prior", [1000], new byte[1000]) } },
            });
            yield return decoder;
        }

        var images = new VaeArchitecture(
            [
                new Reshape(2, 6, 5), new BatchNorm(2), new Conv2d(2, 3, Kernel: 3, Stride: 2, Padding: 1),
                new Residual([new Conv2d(3, 3, Kernel: 3, Padding: 1), new BatchNorm(3)], [new Conv2d(3, 3, Kernel: 1)]), new Flatten(),
                new BatchNorm(27), new Dense(27, 4),
            ],
            [
                new Dense(4, 27), new Reshape(3, 3, 3),
                new ConvTranspose2d(3, 2, Kernel: 3, Stride: 2, Padding: 1, OutputPaddingHeight: 1), new Flatten(),
            ]);
        yield return new PortableGenerator(TestModels.Of(images, new float[images.ParameterCount]), new() { PoolSize = 8 }).ToOnnx();
        yield return OnnxExport.Encoder(TestModels.Of(images, new float[images.ParameterCount]));
        yield return OnnxExport.Decoder(TestModels.Of(images, new float[images.ParameterCount]));
    }

    private static IEnumerable<ModelProto> ModelsOfLikelihoods()
    {
        foreach (Likelihood likelihood in new Likelihood[]
        {
            Likelihood.Gaussian(6), new(new CategoricalSlots(6)),
            new(new CategoricalSlots(2), new GaussianSlots(3), new BernoulliSlots(1)),
        })
        {
            VaeArchitecture architecture = VaeArchitecture.Mlp(6, [], 3) with { Likelihood = likelihood };
            float[] parameters = new float[architecture.ParameterCount];
            yield return OnnxExport.Encoder(TestModels.Of(architecture, parameters));
            yield return OnnxExport.Decoder(TestModels.Of(architecture, parameters));
            yield return OnnxExport.Decoder(
                TestModels.Of(architecture, parameters, new([0, 0, 0, 1, 2, 3], [1, 1, 2, 3, 4, 5], likelihood)));
            var quantiles = new SlotQuantiles([new(0, -2, -1, 0), new(1, 0.5f, 0.5f, 0.5f), new(30, 2, 2, 2)]) { IsWhole = true };
            IEnumerable<SlotQuantiles?> slots = likelihood.Ranges.SelectMany(range =>
                Enumerable.Repeat(range.Kind == SlotKind.Gaussian ? quantiles : null, range.Count));
            BmVaeModel ranked = TestModels.Of(architecture, parameters, new([0, 0, 0, 1, 2, 3], [1, 1, 2, 3, 4, 5], likelihood)
            {
                Quantiles = [.. slots], Missing = [1, 2, 3, 4, 5, 6],
            });
            yield return OnnxExport.Encoder(ranked);
            yield return OnnxExport.Decoder(ranked);
        }
    }
}
