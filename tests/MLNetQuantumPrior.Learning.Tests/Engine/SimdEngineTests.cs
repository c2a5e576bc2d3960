namespace MLNetQuantumPrior.Learning.Tests;

/// <summary>What <see cref="SimdEngine"/> promises beyond the contract.</summary>
[TestClass]
public sealed class SimdEngineTests : TrainingEngineContract
{
    /// <summary>Large enough for products to be spread over threads and summed in several blocks; no size a multiple of a tile.</summary>
    private static readonly VaeArchitecture Large = VaeArchitecture.Mlp(531, [270], 37);

    private protected override ITrainingEngine Engine => new SimdEngine();

    [TestMethod]
    public void TheThreadCountChangesNoBit()
    {
        (float[] Parameters, double Loss)[] runs = [.. new[] { 1, 2, 3, 8 }.Select(Train)];
        foreach ((float[] parameters, double loss) in runs)
        {
            Bits.AssertSame(runs[0].Parameters, parameters);
            Assert.AreEqual(runs[0].Loss, loss);
        }

        static (float[] Parameters, double Loss) Train(int threads)
        {
            using IVaeNetwork network = new SimdEngine { MaxDegreeOfParallelism = threads }.Create(Large, seed: 1);
            double loss = 0;
            foreach (int rows in (int[])[64, 64, 31])
            {
                loss += network.Step(Features(Large, rows), new LogisticBottleneck(37), 1e-3).Reconstruction;
            }

            return (Parameters(network), loss);
        }
    }

    [TestMethod]
    public void ARowIsCodedTheSameInAnyBatch()
    {
        const int Rows = 150;
        using IVaeNetwork network = new SimdEngine().Create(Large, seed: 2);
        float[] features = Features(Large, Rows);
        var logits = new float[Rows * 37];
        var outputs = new float[Rows * 531];
        network.Encode(features, logits);
        network.Decode(logits, outputs);
        foreach (int batch in (int[])[1, 2, 7, 30])
        {
            for (int row = 0; row < Rows; row += batch)
            {
                int count = Math.Min(batch, Rows - row);
                var someLogits = new float[count * 37];
                var someOutputs = new float[count * 531];
                network.Encode(features.AsSpan(row * 531, count * 531), someLogits);
                network.Decode(someLogits, someOutputs);
                Bits.AssertSame(logits[(row * 37)..((row + count) * 37)], someLogits);
                Bits.AssertSame(outputs[(row * 531)..((row + count) * 531)], someOutputs);
            }
        }
    }

    [TestMethod]
    public void InferenceOnManyThreadsGivesTheNetworksNumbers()
    {
        const int Rows = 140;
        using IVaeNetwork network = new SimdEngine().Create(Large, seed: 3);
        float[] features = Features(Large, Rows);
        var logits = new float[Rows * 37];
        network.Encode(features, logits);
        LayerStack encoder = new(Large.Encoder, Large.InputSize);
        float[] parameters = Parameters(network)[..encoder.ParameterCount];
        Parallel.For(0, 16, _ =>
        {
            var own = new float[Rows * 37];
            encoder.Forward(parameters, Rows, features, own);
            Bits.AssertSame(logits, own);
        });
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    public void AStepAllocatesNothing(int threads)
    {
        using IVaeNetwork network = new SimdEngine { MaxDegreeOfParallelism = threads }.Create(Large, seed: 4);
        float[] features = Features(Large, 64);
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
            network.Step(features.AsSpan(0, 5 * 531), bottleneck, 1e-3);
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
