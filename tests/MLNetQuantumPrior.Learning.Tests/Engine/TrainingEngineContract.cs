namespace MLNetQuantumPrior.Learning.Tests;

/// <summary>The laws of every <see cref="ITrainingEngine"/>; an engine is tested by deriving from this class.</summary>
public abstract class TrainingEngineContract
{
    /// <summary>Every kind of layer, a Tanh right behind a LeakyRelu, and no two sizes alike.</summary>
    private static readonly VaeArchitecture EveryLayer = new(
        [
            new Dense(7, 19), new Activation(ActivationFunction.Relu),
            new Dense(19, 6), new Activation(ActivationFunction.Tanh), new Activation(ActivationFunction.LeakyRelu),
            new Dense(6, 3) { Gain = 4 },
        ],
        [
            new Dense(3, 5) { Gain = 2 }, new Activation(ActivationFunction.LeakyRelu), new Activation(ActivationFunction.Tanh),
            new Dense(5, 18), new Activation(ActivationFunction.Tanh), new Activation(ActivationFunction.Tanh),
            new Dense(18, 7), new Activation(ActivationFunction.LeakyRelu),
        ]);

    private protected abstract ITrainingEngine Engine { get; }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(5)]
    [DataRow(17)]
    public void LossAndGradientsAgreeWithCentralDifferences(int rows)
    {
        using IVaeNetwork network = Engine.Create(EveryLayer, seed: 3);
        float[] features = Features(EveryLayer, rows);
        StepReport report = network.Step(features, new LogisticBottleneck(3), learningRate: 0);

        DoubleNetwork oracle = new(EveryLayer, Parameters(network));
        (double reconstruction, double penalty) = oracle.Loss(features);
        Assert.AreEqual(reconstruction, report.Reconstruction, 1e-5);
        Assert.AreEqual(penalty, report.Penalty, 1e-5);
        AssertClose(oracle.Gradients(features), Gradients(network), 2e-6);
    }

    [TestMethod]
    public void APartialBatchAfterAFullOneHasItsOwnGradients()
    {
        using IVaeNetwork network = Engine.Create(EveryLayer, seed: 4);
        network.Step(Features(EveryLayer, 33), new LogisticBottleneck(3), learningRate: 0);
        float[] last = Features(EveryLayer, 9);
        network.Step(last, new LogisticBottleneck(3), learningRate: 0);
        AssertClose(new DoubleNetwork(EveryLayer, Parameters(network)).Gradients(last), Gradients(network), 2e-6);
    }

    [TestMethod]
    public void EncodeAndDecodeAgreeWithDoublePrecision()
    {
        using IVaeNetwork network = Engine.Create(EveryLayer, seed: 5);
        DoubleNetwork oracle = new(EveryLayer, Parameters(network));
        float[] features = Features(EveryLayer, 11);
        var logits = new float[11 * 3];
        network.Encode(features, logits);
        AssertClose([.. features.Chunk(7).SelectMany(row => oracle.Encode(row.Select(x => (double)x)))], logits, 1e-5);
        network.Decode(logits, features);
        AssertClose([.. logits.Chunk(3).SelectMany(row => oracle.Decode(row.Select(x => (double)x)))], features, 1e-5);
    }

    [TestMethod]
    public void StepsFollowAdam()
    {
        using IVaeNetwork network = Engine.Create(EveryLayer, seed: 6);
        double[] w = [.. Parameters(network).Select(value => (double)value)];
        var m = new double[w.Length];
        var v = new double[w.Length];
        for (int t = 1; t <= 8; t++)
        {
            double rate = .02 / t;
            network.Step(Features(EveryLayer, 4 + t), new LogisticBottleneck(3), rate);
            float[] g = Gradients(network);
            for (int k = 0; k < w.Length; k++)
            {
                m[k] = .9 * m[k] + .1 * g[k];
                v[k] = .999 * v[k] + .001 * g[k] * g[k];
                w[k] -= rate * (m[k] / (1 - Math.Pow(.9, t))) / (Math.Sqrt(v[k] / (1 - Math.Pow(.999, t))) + 1e-8);
            }

            AssertClose(w, Parameters(network), 1e-6 * t);
        }
    }

    [TestMethod]
    public void ALearningRateOfZeroReportsGradientsAndLeavesNoTrace()
    {
        using IVaeNetwork plain = Engine.Create(EveryLayer, seed: 7);
        using IVaeNetwork peeked = Engine.Create(EveryLayer, seed: 7);
        float[] before = Parameters(peeked);
        peeked.Step(Features(EveryLayer, 6), new LogisticBottleneck(3), learningRate: 0);
        CollectionAssert.AreEqual(before, Parameters(peeked));
        Assert.IsTrue(Gradients(peeked).Any(gradient => gradient != 0));

        plain.Step(Features(EveryLayer, 8), new LogisticBottleneck(3), learningRate: .01);
        peeked.Step(Features(EveryLayer, 8), new LogisticBottleneck(3), learningRate: .01);
        CollectionAssert.AreEqual(Parameters(plain), Parameters(peeked), "The optimiser must not have counted the step at rate 0.");
    }

    [TestMethod]
    public void ParametersRoundTrip()
    {
        using IVaeNetwork network = Engine.Create(EveryLayer, seed: 9);
        float[] values = [.. Enumerable.Range(0, EveryLayer.ParameterCount).Select(k => k / 7f)];
        network.SetParameters(values);
        CollectionAssert.AreEqual(values, Parameters(network));
    }

    [TestMethod]
    public void TheSeedDecidesTheInitialWeights()
    {
        using IVaeNetwork one = Engine.Create(EveryLayer, seed: 10);
        using IVaeNetwork same = Engine.Create(EveryLayer, seed: 10);
        using IVaeNetwork other = Engine.Create(EveryLayer, seed: 11);
        CollectionAssert.AreEqual(Parameters(one), Parameters(same));
        Assert.IsFalse(Parameters(one).Zip(Parameters(other)).Any(pair => pair.First == pair.Second && pair.First != 0));
    }

    [TestMethod]
    public void InitialWeightsAreUniformWithinTheDocumentedBounds()
    {
        VaeArchitecture architecture = new([new Dense(100, 400) { Gain = 10 }], [new Dense(400, 100)]);
        using IVaeNetwork network = Engine.Create(architecture, seed: 12);
        float[] parameters = Parameters(network);
        double[] bounds = [1, .1, .05, .05]; // gain / sqrt(100), 1 / sqrt(100), 1 / sqrt(400) twice
        foreach ((ParameterBlock block, double bound) in architecture.Parameters.Zip(bounds))
        {
            float[] values = parameters[block.Offset..block.End];
            Assert.IsTrue(values.All(value => Math.Abs(value) <= bound), block.Name);

            // Uniform in (-a, a): mean 0 and variance a^2 / 3, with standard errors a / sqrt(3 n) and a^2 sqrt(4 / (45 n)).
            double mean = values.Average(value => value);
            double variance = values.Average(value => (double)value * value);
            Assert.AreEqual(0, mean, 4 * bound / Math.Sqrt(3.0 * values.Length), block.Name);
            Assert.AreEqual(bound * bound / 3, variance, 4 * bound * bound * Math.Sqrt(4 / (45.0 * values.Length)), block.Name);
        }
    }

    [TestMethod]
    public void NoRowsAreCodedAsNoRows()
    {
        using IVaeNetwork network = Engine.Create(EveryLayer, seed: 15);
        network.Encode([], []);
        network.Decode([], []);
    }

    [TestMethod]
    public void WrongSizesAreRefusedWithWhatWasExpected()
    {
        using IVaeNetwork network = Engine.Create(EveryLayer, seed: 13);
        LogisticBottleneck bottleneck = new(3);
        string partial = Assert.ThrowsExactly<ArgumentException>(() => network.Step(new float[15], bottleneck, .1)).Message;
        Assert.Contains("7", partial);
        Assert.Contains("15", partial);
        Assert.ThrowsExactly<ArgumentException>(() => network.Step([], bottleneck, .1));
        Assert.ThrowsExactly<ArgumentException>(() => network.Encode(new float[8], new float[3]));
        Assert.ThrowsExactly<ArgumentException>(() => network.Encode(new float[14], new float[3]));
        Assert.ThrowsExactly<ArgumentException>(() => network.Decode(new float[3], new float[8]));
        Assert.ThrowsExactly<ArgumentException>(() => network.GetParameters(new float[3]));
        Assert.ThrowsExactly<ArgumentException>(() => network.SetParameters(new float[3]));
        Assert.ThrowsExactly<ArgumentException>(() => network.GetGradients(new float[3]));
        Assert.Throws<ArgumentException>(() => network.Step(new float[7], bottleneck, -.1));
        Assert.Throws<ArgumentException>(() => network.Step(new float[7], bottleneck, Math.Abs(double.NaN)));
    }

    [TestMethod]
    public void ADivergedNetworkReportsNaN()
    {
        using IVaeNetwork network = Engine.Create(EveryLayer, seed: 14);
        float[] parameters = Parameters(network);
        parameters[EveryLayer.Parameters[0].Offset] = float.NaN;
        network.SetParameters(parameters);
        StepReport report = network.Step(Features(EveryLayer, 5), new LogisticBottleneck(3), .01);
        Assert.IsTrue(double.IsNaN(report.Reconstruction));
    }

    private protected static float[] Features(VaeArchitecture architecture, int rows)
    {
        Random random = new(rows);
        return [.. Enumerable.Range(0, rows * architecture.InputSize).Select(_ => random.NextSingle())];
    }

    private protected static float[] Parameters(IVaeNetwork network)
    {
        var values = new float[network.Architecture.ParameterCount];
        network.GetParameters(values);
        return values;
    }

    private protected static float[] Gradients(IVaeNetwork network)
    {
        var values = new float[network.Architecture.ParameterCount];
        network.GetGradients(values);
        return values;
    }

    private static void AssertClose(double[] expected, float[] actual, double tolerance)
    {
        Assert.HasCount(expected.Length, actual);
        for (int k = 0; k < expected.Length; k++)
        {
            Assert.AreEqual(expected[k], actual[k], tolerance * Math.Max(1, Math.Abs(expected[k])), $"Value {k}");
        }
    }
}
