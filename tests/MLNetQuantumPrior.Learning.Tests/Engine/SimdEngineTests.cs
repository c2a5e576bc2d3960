namespace MLNetQuantumPrior.Learning.Tests;

/// <summary>What <see cref="SimdEngine"/> promises beyond the contract.</summary>
[TestClass]
public sealed class SimdEngineTests : TrainingEngineContract
{
    /// <summary>Large enough for products to be spread over threads and summed in several blocks; no size a multiple of a tile.</summary>
    private static readonly Dictionary<string, VaeArchitecture> Large = new()
    {
        [Rows] = VaeArchitecture.Mlp(531, [270], 37),
        [Table] = VaeArchitecture.Mlp(531, [70], 37) with
        {
            Likelihood = new(
                new GaussianSlots(301), new CategoricalSlots(30), new BernoulliSlots(100), new GaussianSlots(100) { Variance = .5 }),
        },
        [Blocks] = VaeArchitecture.Residual(19, 13, 3, [18, 33], 37),
        [Images] = new(
            [
                new Reshape(3, 19, 13),
                new Conv2d(3, 18, Kernel: 3, Stride: 2, Padding: 1), new BatchNorm(18), new Activation(ActivationFunction.Relu),
                new Conv2d(18, 33, Kernel: 4, Stride: 2, Padding: 1), new Activation(ActivationFunction.Silu), new Flatten(), // 33 x 5 x 3
                new Dense(495, 37),
            ],
            [
                new Dense(37, 495), new BatchNorm(495), new Reshape(33, 5, 3),
                new ConvTranspose2d(33, 18, Kernel: 4, Stride: 2, Padding: 1, OutputPaddingWidth: 1),
                new BatchNorm(18), new Activation(ActivationFunction.Relu),
                new ConvTranspose2d(18, 3, Kernel: 3, Stride: 2, Padding: 1), new Flatten(), // 3 x 19 x 13
            ]),
    };

    private protected override ITrainingEngine Engine => new SimdEngine();

    [TestMethod]
    [DataRow(Rows)]
    [DataRow(Images)]
    [DataRow(Blocks)]
    [DataRow(Table)]
    public void TheThreadCountChangesNoBit(string kind)
    {
        VaeArchitecture architecture = Large[kind];
        (float[] Parameters, double Loss)[] runs = [.. new[] { 1, 2, 3, 8 }.Select(Train)];
        foreach ((float[] parameters, double loss) in runs)
        {
            Bits.AssertSame(runs[0].Parameters, parameters);
            Assert.AreEqual(runs[0].Loss, loss);
        }

        (float[] Parameters, double Loss) Train(int threads)
        {
            using IVaeNetwork network = new SimdEngine { MaxDegreeOfParallelism = threads }.Create(architecture, seed: 1);
            double loss = 0;
            foreach (int rows in (int[])[64, 64, 31])
            {
                loss += network.Step(Features(architecture, rows), new LogisticBottleneck(37), 1e-3).Reconstruction;
            }

            return (Parameters(network), loss);
        }
    }

    [TestMethod]
    [DataRow(Rows)]
    [DataRow(Images)]
    [DataRow(Blocks)]
    public void ARowIsCodedTheSameInAnyBatch(string kind)
    {
        VaeArchitecture architecture = Large[kind];
        const int Count = 150;
        int width = architecture.InputSize;
        using IVaeNetwork network = new SimdEngine().Create(architecture, seed: 2);
        float[] features = Features(architecture, Count);
        network.Step(features, new LogisticBottleneck(37), 1e-3);
        var logits = new float[Count * 37];
        var outputs = new float[Count * width];
        network.Encode(features, logits);
        network.Decode(logits, outputs);
        foreach (int batch in (int[])[1, 2, 7, 30])
        {
            for (int row = 0; row < Count; row += batch)
            {
                int count = Math.Min(batch, Count - row);
                var someLogits = new float[count * 37];
                var someOutputs = new float[count * width];
                network.Encode(features.AsSpan(row * width, count * width), someLogits);
                network.Decode(someLogits, someOutputs);
                Bits.AssertSame(logits[(row * 37)..((row + count) * 37)], someLogits);
                Bits.AssertSame(outputs[(row * width)..((row + count) * width)], someOutputs);
            }
        }
    }

    [TestMethod]
    [DataRow(Rows)]
    [DataRow(Images)]
    [DataRow(Blocks)]
    public void InferenceOnManyThreadsGivesTheNetworksNumbers(string kind)
    {
        VaeArchitecture architecture = Large[kind];
        const int Count = 140;
        using IVaeNetwork network = new SimdEngine().Create(architecture, seed: 3);
        float[] features = Features(architecture, Count);
        var logits = new float[Count * 37];
        network.Encode(features, logits);
        LayerStack encoder = new(architecture.Encoder, architecture.InputSize);
        float[] parameters = Parameters(network)[..encoder.ParameterCount];
        Parallel.For(0, 16, _ =>
        {
            var own = new float[Count * 37];
            encoder.Forward(parameters, Count, features, own);
            Bits.AssertSame(logits, own);
        });
    }

    [TestMethod]
    [DataRow(Rows, 1)]
    [DataRow(Rows, 2)]
    [DataRow(Images, 1)]
    [DataRow(Images, 2)]
    [DataRow(Blocks, 1)]
    [DataRow(Blocks, 2)]
    [DataRow(Table, 2)]
    public void AStepAllocatesNothing(string kind, int threads)
    {
        VaeArchitecture architecture = Large[kind];
        using IVaeNetwork network = new SimdEngine { MaxDegreeOfParallelism = threads }.Create(architecture, seed: 4);
        float[] features = Features(architecture, 64);
        var logits = new float[64 * 37];
        LogisticBottleneck bottleneck = new(37);
        Work();

        // A collection in between may empty the array pool, and the first wait for another thread loads what that takes: one repetition in
        // five is allowed to differ.
        long[] allocated = [.. Enumerable.Range(0, 5).Select(_ =>
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            Work();
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }).Order()];
        Assert.AreEqual(0, allocated[3], string.Join(", ", allocated));

        void Work()
        {
            network.Step(features, bottleneck, 1e-3);
            network.Step(features.AsSpan(0, 5 * architecture.InputSize), bottleneck, 1e-3);
            network.Encode(features, logits);
        }
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(-1)]
    [DataRow(257)]
    public void AnImpossibleThreadCountIsRefused(int threads) =>
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new SimdEngine { MaxDegreeOfParallelism = threads });
}
