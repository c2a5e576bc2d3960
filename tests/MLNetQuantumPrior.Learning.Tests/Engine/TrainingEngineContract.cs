using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning.Tests;

/// <summary>The laws of every <see cref="ITrainingEngine"/>; an engine is tested by deriving from this class.</summary>
public abstract class TrainingEngineContract
{
    private protected const string Rows = "rows";
    private protected const string Images = "images";
    private protected const string Blocks = "blocks";
    private protected const string Table = "table";
    private const string TwoValuesALatent = "two values a latent";

    /// <summary>
    /// Every kind of layer, a Tanh right behind a LeakyRelu, and no two sizes alike; plain rows, and images of 2 x 7 x 5. Every kind of
    /// feature in the table.
    /// </summary>
    private static readonly Dictionary<string, VaeArchitecture> EveryLayer = new()
    {
        [Rows] = new(
            [
                new Dense(7, 19), new Activation(ActivationFunction.Relu),
                new Dense(19, 6), new Activation(ActivationFunction.Tanh), new Activation(ActivationFunction.LeakyRelu),
                new Dense(6, 3) { Gain = 4 },
            ],
            [
                new Dense(3, 5) { Gain = 2 }, new Activation(ActivationFunction.LeakyRelu), new Activation(ActivationFunction.Tanh),
                new Dense(5, 18), new Activation(ActivationFunction.Tanh), new Activation(ActivationFunction.Tanh),
                new Dense(18, 7), new Activation(ActivationFunction.LeakyRelu),
            ]),
        [Images] = new(
            [
                new Reshape(2, 7, 5),
                new Conv2d(2, 3, Kernel: 3, Stride: 2, Padding: 1), new BatchNorm(3), new Activation(ActivationFunction.Silu),
                new Conv2d(3, 4, Kernel: 2), new Activation(ActivationFunction.Sigmoid), new Flatten(), // 4 x 3 x 2
                new Dense(24, 6), new BatchNorm(6), new Activation(ActivationFunction.Tanh), new Dense(6, 3),
            ],
            [
                new Dense(3, 8), new Reshape(2, 2, 2), new BatchNorm(2),
                new ConvTranspose2d(2, 3, Kernel: 3, Stride: 2, Padding: 1, OutputPaddingHeight: 1), // 3 x 4 x 3
                new Activation(ActivationFunction.Silu), new BatchNorm(3),
                new ConvTranspose2d(3, 2, Kernel: 3, Stride: 2, Padding: 1), new Flatten(),
            ]),
        [Blocks] = new(
            [
                new Reshape(2, 6, 5), new Conv2d(2, 3, Kernel: 3, Stride: 2, Padding: 1), // 3 x 3 x 3
                new BatchNorm(3), new Activation(ActivationFunction.Relu),
                new Residual(
                    [
                        new Conv2d(3, 2, Kernel: 3, Padding: 1), new BatchNorm(2), new Activation(ActivationFunction.Relu),
                        new Conv2d(2, 3, Kernel: 1),
                    ]),
                new Activation(ActivationFunction.LeakyRelu),
                new Residual([new Conv2d(3, 4, Kernel: 2), new BatchNorm(4)], [new Conv2d(3, 4, Kernel: 1, Stride: 2)]),
                new Flatten(), new Dense(16, 3),
            ],
            [
                new Dense(3, 8), new Residual([new Dense(8, 5), new Activation(ActivationFunction.Tanh), new Dense(5, 8)]),
                new Reshape(2, 2, 2), new BatchNorm(2), new Activation(ActivationFunction.LeakyRelu), new ConvTranspose2d(2, 3, Kernel: 2),
                new Residual([new Residual([new Conv2d(3, 3, Kernel: 3, Padding: 1)]), new Activation(ActivationFunction.Sigmoid)]),
                new ConvTranspose2d(3, 2, Kernel: 3, Stride: 2, Padding: 1, OutputPaddingHeight: 1), new Flatten(),
            ]),
        [Table] = VaeArchitecture.Mlp(13, [9], 3) with
        {
            Likelihood = new(
                new GaussianSlots(2), new CategoricalSlots(4), new BernoulliSlots(3), new GaussianSlots(2) { Variance = .2 },
                new CategoricalSlots(1),
                new GaussianSlots(1)),
        },
        [TwoValuesALatent] = new(
            [new Dense(7, 5), new Activation(ActivationFunction.Tanh), new Dense(5, 6) { Gain = 3 }],
            [new Dense(3, 4), new Activation(ActivationFunction.Tanh), new Dense(4, 7)]),
    };

    private protected abstract ITrainingEngine Engine { get; }

    [TestMethod]
    [DataRow(Rows, 1)]
    [DataRow(Rows, 2)]
    [DataRow(Rows, 5)]
    [DataRow(Rows, 17)]
    [DataRow(Images, 1)]
    [DataRow(Images, 5)]
    [DataRow(Images, 17)]
    [DataRow(Blocks, 1)]
    [DataRow(Blocks, 5)]
    [DataRow(Blocks, 17)]
    [DataRow(Table, 1)]
    [DataRow(Table, 17)]
    [DataRow(TwoValuesALatent, 1)]
    [DataRow(TwoValuesALatent, 17)]
    public void LossAndGradientsAgreeWithCentralDifferences(string kind, int rows)
    {
        VaeArchitecture architecture = EveryLayer[kind];
        using IVaeNetwork network = Engine.Create(architecture, seed: 3);
        float[] features = Features(architecture, rows);
        StepReport report = network.Step(features, new LogisticBottleneck(3), learningRate: 0);

        DoubleNetwork oracle = new(architecture, Parameters(network));
        (double reconstruction, double penalty) = oracle.Loss(features);
        Assert.AreEqual(reconstruction, report.Reconstruction, 1e-5);
        Assert.AreEqual(penalty, report.Penalty, 1e-5);
        AssertClose(oracle.Gradients(features), Gradients(network), 1e-5);
    }

    [TestMethod]
    [DataRow(Rows)]
    [DataRow(Images)]
    [DataRow(Blocks)]
    [DataRow(Table)]
    public void APartialBatchAfterAFullOneHasItsOwnGradients(string kind)
    {
        VaeArchitecture architecture = EveryLayer[kind];
        using IVaeNetwork network = Engine.Create(architecture, seed: 4);
        network.Step(Features(architecture, 33), new LogisticBottleneck(3), learningRate: 0);
        float[] last = Features(architecture, 9);
        network.Step(last, new LogisticBottleneck(3), learningRate: 0);
        AssertClose(new DoubleNetwork(architecture, Parameters(network)).Gradients(last), Gradients(network), 1e-5);
    }

    [TestMethod]
    [DataRow(Rows)]
    [DataRow(Images)]
    [DataRow(Blocks)]
    public void EncodeAndDecodeAgreeWithDoublePrecision(string kind)
    {
        VaeArchitecture architecture = EveryLayer[kind];
        using IVaeNetwork network = Engine.Create(architecture, seed: 5);
        network.Step(Features(architecture, 8), new LogisticBottleneck(3), .05); // so that running statistics are not those of the start
        DoubleNetwork oracle = new(architecture, Parameters(network));
        float[] features = Features(architecture, 11);
        var logits = new float[11 * 3];
        network.Encode(features, logits);
        AssertClose([.. features.Chunk(architecture.InputSize).SelectMany(row => oracle.Encode(row.Select(x => (double)x)))], logits, 1e-5);
        network.Decode(logits, features);
        AssertClose([.. logits.Chunk(3).SelectMany(row => oracle.Decode(row.Select(x => (double)x)))], features, 1e-5);
    }

    [TestMethod]
    [DataRow(Rows)]
    [DataRow(Images)]
    [DataRow(Blocks)]
    [DataRow(Table)]
    public void StepsFollowAdam(string kind)
    {
        VaeArchitecture architecture = EveryLayer[kind];
        using IVaeNetwork network = Engine.Create(architecture, seed: 6);
        double[] w = [.. Parameters(network).Select(value => (double)value)];
        var m = new double[w.Length];
        var v = new double[w.Length];
        for (int t = 1; t <= 8; t++)
        {
            double rate = .02 / t;
            network.Step(Features(architecture, 4 + t), new LogisticBottleneck(3), rate);
            float[] g = Gradients(network);
            foreach (int k in Indices(architecture, IsByAdam))
            {
                m[k] = .9 * m[k] + .1 * g[k];
                v[k] = .999 * v[k] + .001 * g[k] * g[k];
                w[k] -= rate * (m[k] / (1 - Math.Pow(.9, t))) / (Math.Sqrt(v[k] / (1 - Math.Pow(.999, t))) + 1e-8);
            }

            float[] actual = Parameters(network);
            foreach (int k in Indices(architecture, IsByAdam))
            {
                Assert.AreEqual(w[k], actual[k], 1e-6 * t * Math.Max(1, Math.Abs(w[k])), $"Value {k}");
            }
        }
    }

    [TestMethod]
    public void StepsOfVariancesFollowTheMeanSquaredResidual()
    {
        VaeArchitecture architecture = EveryLayer[Table];
        using IVaeNetwork network = Engine.Create(architecture, seed: 6);
        int count = architecture.Likelihood.LearnedVariances;
        double[] tracked = new double[count];
        for (int t = 1; t <= 8; t++)
        {
            double rate = .2 / t; // so that some follow at once and others are held back
            int rows = 2000 * t;
            float[] before = Parameters(network)[^count..];
            network.Step(Features(architecture, rows), new LogisticBottleneck(3), rate);
            float[] gradients = Gradients(network)[^count..], after = Parameters(network)[^count..];
            for (int k = 0; k < count; k++)
            {
                // The gradient e^w (1 - r / v) / (2 v) names the mean squared residual r.
                double excess = Math.Exp(before[k]), v = 1e-4 + excess, r = v * (1 - (2 * gradients[k] * v / excess));
                tracked[k] += Math.Clamp(Math.Max(rows / 8192.0, 1.0 / t), 0, 1) * (r - tracked[k]);
                double expected = Math.Clamp(Math.Log(tracked[k]), Math.Log(v) - (5 * rate), Math.Log(v) + (5 * rate));
                Assert.AreEqual(expected, Math.Log(1e-4 + Math.Exp(after[k])), 1e-4, $"Variance {k}, step {t}");
            }
        }
    }

    [TestMethod]
    public void AVarianceIsNotThatOfOneBatch()
    {
        VaeArchitecture architecture = new VaeArchitecture([new Dense(1, 1)], [new Dense(1, 1)]) with
        {
            Likelihood = Likelihood.Gaussian(1),
        };
        using IVaeNetwork network = Engine.Create(architecture, seed: 20);
        float[] foretellingZero = new float[architecture.ParameterCount];
        for (int step = 0; step < 600; step++)
        {
            network.GetParameters(foretellingZero);
            foretellingZero.AsSpan(0, foretellingZero.Length - 1).Clear();
            network.SetParameters(foretellingZero);
            network.Step(PlainLikelihood.Features(architecture.Likelihood, 8, seed: step), new LogisticBottleneck(1), learningRate: .1);
        }

        double[] all = [.. Enumerable.Range(0, 600).SelectMany(step => PlainLikelihood.Features(architecture.Likelihood, 8, step))
            .Select(value => (double)value * value)];
        Assert.AreEqual(all.Average(), 1e-4 + Math.Exp(Parameters(network)[^1]), all.Average() * .1); // one batch: a deviation of .32
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(7)]
    public void RunningStatisticsMoveATenthOfTheWayToThoseOfTheBatch(int rows)
    {
        BatchNorm perChannel = new(2), perValue = new(8);
        VaeArchitecture architecture = new(
            [new Reshape(2, 2, 2), perChannel, new Flatten(), perValue, new Dense(8, 3)], [new Dense(3, 8)]);
        using IVaeNetwork network = Engine.Create(architecture, seed: 16);
        float[] features = Features(architecture, rows);
        network.Step(features, new LogisticBottleneck(3), learningRate: .01);
        network.Step(features, new LogisticBottleneck(3), learningRate: 0);

        double[][] batch = [.. features.Chunk(8).Select(row => row.Select(x => (double)x).ToArray())];
        (double[] means, double[] variances) = DoubleNetwork.Statistics(perChannel, batch);
        AssertMoved("encoder.1", means, variances, rows * 4);
        batch = [.. batch.Select(row => PlainLayers.Normalize(perChannel, row, [1, 1], [0, 0], means, variances))];
        (means, variances) = DoubleNetwork.Statistics(perValue, batch);
        AssertMoved("encoder.3", means, variances, rows);

        void AssertMoved(string layer, double[] means, double[] variances, int count)
        {
            float[] parameters = Parameters(network);
            float[] Values(string tensor) => architecture.Parameters
                .Where(block => block.Name == $"{layer}.{tensor}").SelectMany(block => parameters[block.Offset..block.End]).ToArray();
            AssertClose([.. means.Select(mean => .1 * mean)], Values("mean"), 1e-6);
            double unbiased = count / (count - 1.0);
            AssertClose([.. variances.Select(v => count == 1 ? 1 : .9 + (.1 * v * unbiased))], Values("variance"), 1e-6);
        }
    }

    [TestMethod]
    [DataRow(Rows)]
    [DataRow(Images)]
    [DataRow(Blocks)]
    [DataRow(Table)]
    public void AResumedNetworkGoesOnBitForBit(string kind)
    {
        VaeArchitecture architecture = EveryLayer[kind];
        using IVaeNetwork network = Engine.Create(architecture, seed: 17);
        Train(network, 1, 5);
        using MemoryStream file = new();
        network.GetOptimizerState().Write(file);
        float[] parameters = Parameters(network);
        Train(network, 6, 10);

        using IVaeNetwork resumed = Engine.Create(architecture, seed: 18);
        resumed.SetParameters(parameters);
        file.Position = 0;
        resumed.SetOptimizerState(OptimizerState.Read(file));
        Assert.AreEqual(5, resumed.GetOptimizerState().Steps);
        Train(resumed, 6, 10);
        Bits.AssertSame(Parameters(network), Parameters(resumed));
        Assert.AreNotEqual(parameters[0], Parameters(resumed)[0]);

        void Train(IVaeNetwork network, int first, int last)
        {
            for (int step = first; step <= last; step++)
            {
                network.Step(Features(architecture, 3 + step), new LogisticBottleneck(3), .01);
            }
        }
    }

    [TestMethod]
    [DataRow(Rows)]
    [DataRow(Images)]
    [DataRow(Blocks)]
    [DataRow(Table)]
    public void ACancelledTrainingEndsBetweenTwoStepsAndLeavesNoTraceInTheNext(string kind)
    {
        VaeArchitecture architecture = EveryLayer[kind];
        FeatureMatrix data = new(architecture.Likelihood, Features(architecture, 58)); // six steps an epoch, the last of 8 rows
        BmVaeModel undisturbed = Train(Engine, CancellationToken.None);

        ITrainingEngine engine = Engine;
        CancellingEngine cancelling = new(engine, step: 9); // the third one of the second epoch
        Assert.ThrowsExactly<OperationCanceledException>(() => Train(cancelling, cancelling.Cancel));
        Assert.AreEqual(9, cancelling.Steps);
        Assert.AreEqual(0, cancelling.LiveNetworks);

        BmVaeModel next = Train(engine, CancellationToken.None);
        Bits.AssertSame(undisturbed.Parameters, next.Parameters, "Networks.");
        Bits.AssertSame(undisturbed.Prior.Fields.AsSpan(), next.Prior.Fields.AsSpan(), "Fields.");
        Bits.AssertSame(undisturbed.Prior.Couplings.AsSpan(), next.Prior.Couplings.AsSpan(), "Couplings.");
        CollectionAssert.AreEqual(Losses(undisturbed), Losses(next));

        BmVaeModel Train(ITrainingEngine engine, CancellationToken cancel)
        {
            TrainingOptions options = new() { Epochs = 3, BatchSize = 10, Chains = 16, MaxDegreeOfParallelism = 1 };
            BmVaeTrainer trainer = new(engine, new BlockGibbsSampler { Sweeps = 1, MaxDegreeOfParallelism = 1 }, options);
            return trainer.Train(data, architecture, SpinGraph.Complete(architecture.LatentSize), seed: 21, cancel: cancel);
        }

        static double[] Losses(BmVaeModel model) => [.. model.Training!.Epochs.Select(epoch => epoch.Reconstruction)];
    }

    [TestMethod]
    public void AnOptimizerStateOfAnotherNetworkIsRefused()
    {
        using IVaeNetwork rows = Engine.Create(EveryLayer[Rows], seed: 19);
        using IVaeNetwork images = Engine.Create(EveryLayer[Images], seed: 19);
        var error = Assert.ThrowsExactly<ArgumentException>(() => rows.SetOptimizerState(images.GetOptimizerState()));
        Assert.Contains($"expected {EveryLayer[Rows].ParameterCount} means", error.Message);
    }

    [TestMethod]
    [DataRow(Rows)]
    [DataRow(Images)]
    [DataRow(Blocks)]
    [DataRow(Table)]
    public void ALearningRateOfZeroReportsGradientsAndLeavesNoTrace(string kind)
    {
        VaeArchitecture architecture = EveryLayer[kind];
        using IVaeNetwork plain = Engine.Create(architecture, seed: 7);
        using IVaeNetwork peeked = Engine.Create(architecture, seed: 7);
        float[] before = Parameters(peeked);
        peeked.Step(Features(architecture, 6), new LogisticBottleneck(3), learningRate: 0);
        CollectionAssert.AreEqual(before, Parameters(peeked));
        Assert.IsTrue(Gradients(peeked).Any(gradient => gradient != 0));

        plain.Step(Features(architecture, 8), new LogisticBottleneck(3), learningRate: .01);
        peeked.Step(Features(architecture, 8), new LogisticBottleneck(3), learningRate: .01);
        CollectionAssert.AreEqual(Parameters(plain), Parameters(peeked), "The optimiser must not have counted the step at rate 0.");
    }

    [TestMethod]
    [DataRow(Rows)]
    [DataRow(Images)]
    [DataRow(Blocks)]
    [DataRow(Table)]
    public void ParametersRoundTrip(string kind)
    {
        VaeArchitecture architecture = EveryLayer[kind];
        using IVaeNetwork network = Engine.Create(architecture, seed: 9);
        float[] values = [.. Enumerable.Range(0, architecture.ParameterCount).Select(k => k / 7f)];
        network.SetParameters(values);
        CollectionAssert.AreEqual(values, Parameters(network));
    }

    [TestMethod]
    [DataRow(Rows)]
    [DataRow(Images)]
    [DataRow(Blocks)]
    public void TheSeedDecidesTheInitialWeights(string kind)
    {
        VaeArchitecture architecture = EveryLayer[kind];
        using IVaeNetwork one = Engine.Create(architecture, seed: 10);
        using IVaeNetwork same = Engine.Create(architecture, seed: 10);
        using IVaeNetwork other = Engine.Create(architecture, seed: 11);
        CollectionAssert.AreEqual(Parameters(one), Parameters(same));
        float[] weights = Parameters(one), otherWeights = Parameters(other);
        Assert.IsFalse(Indices(architecture, block => block.Shape.Length > 1).Any(k => weights[k] == otherWeights[k]));
    }

    [TestMethod]
    public void InitialWeightsAreUniformWithinTheDocumentedBounds()
    {
        VaeArchitecture architecture = new(
            [new Dense(100, 400) { Gain = 10 }, new Reshape(4, 10, 10), new Conv2d(4, 100, 5), new Flatten(), new Dense(3600, 4)],
            [new Dense(4, 4), new Reshape(4, 1, 1), new ConvTranspose2d(4, 1, 20, Stride: 2, Padding: 5), new Flatten()]);
        using IVaeNetwork network = Engine.Create(architecture, seed: 12);
        float[] parameters = Parameters(network);

        // Gain / sqrt(inputs), 1 / sqrt(inputs); twice 1 / sqrt(4 * 5^2); 1 / sqrt(3600) and 1 / sqrt(4) twice each; twice 1 / sqrt(4 *
        // 20^2 / 2^2)
        double[] bounds = [1, .1, .1, .1, 1.0 / 60, 1.0 / 60, .5, .5, .05, .05];
        foreach ((ParameterBlock block, double bound) in architecture.Parameters.Zip(bounds))
        {
            float[] values = parameters[block.Offset..block.End];
            Assert.IsTrue(values.All(value => Math.Abs(value) <= bound), block.Name);

            // Uniform in (-a, a): mean 0 and variance a^2 / 3, with standard errors a / sqrt(3 n) and a^2 sqrt(4 / (45 n)).
            double mean = values.Average();
            double variance = values.Average(value => (double)value * value);
            Assert.AreEqual(0, mean, 4 * bound / Math.Sqrt(3.0 * values.Length), block.Name);
            Assert.AreEqual(bound * bound / 3, variance, 4 * bound * bound * Math.Sqrt(4 / (45.0 * values.Length)), block.Name);
        }
    }

    [TestMethod]
    [DataRow(Rows)]
    [DataRow(Images)]
    [DataRow(Blocks)]
    public void NoRowsAreCodedAsNoRows(string kind)
    {
        VaeArchitecture architecture = EveryLayer[kind];
        using IVaeNetwork network = Engine.Create(architecture, seed: 15);
        network.Encode([], []);
        network.Decode([], []);
    }

    [TestMethod]
    public void WrongSizesAreRefusedWithWhatWasExpected()
    {
        using IVaeNetwork network = Engine.Create(EveryLayer[Rows], seed: 13);
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
        using IVaeNetwork network = Engine.Create(EveryLayer[Rows], seed: 14);
        float[] parameters = Parameters(network);
        parameters[EveryLayer[Rows].Parameters[0].Offset] = float.NaN;
        network.SetParameters(parameters);
        StepReport report = network.Step(Features(EveryLayer[Rows], 5), new LogisticBottleneck(3), .01);
        Assert.IsTrue(double.IsNaN(report.Reconstruction));
    }

    [TestMethod]
    public void LearnedVariancesStartAtOneAboveTheFloorAndReachThatOfTheResiduals()
    {
        VaeArchitecture architecture = new VaeArchitecture([new Dense(2, 1)], [new Dense(1, 2)]) with
        {
            Likelihood = Likelihood.Gaussian(2),
        };
        using IVaeNetwork network = Engine.Create(architecture, seed: 20);
        Assert.AreEqual(0, Parameters(network)[^2]);
        Assert.AreEqual(0, Parameters(network)[^1]);

        // A decoder of zeros foretells 0, so the residuals are the features: the second moment of the first
        // is 4, the second feature is constant.
        float[] features = [-2, 0, 2, 0];
        for (int step = 0; step < 200; step++) // log v moves 5 rates a step, and has to come to log 1e-4 = -9.2
        {
            float[] parameters = Parameters(network);
            parameters.AsSpan(0, parameters.Length - 2).Clear();
            network.SetParameters(parameters);
            Assert.IsTrue(double.IsFinite(network.Step(features, new LogisticBottleneck(1), learningRate: .01).Reconstruction));
        }

        Assert.AreEqual(4, 1e-4 + Math.Exp(Parameters(network)[^2]), 1e-3);
        double floor = (Math.Log(2 * Math.PI * 4) + 1 + Math.Log(2 * Math.PI * 1e-4)) / 2;
        Assert.AreEqual(floor, network.Step(features, new LogisticBottleneck(1), learningRate: 0).Reconstruction, .01);
    }

    private protected static float[] Features(VaeArchitecture architecture, int rows) =>
        PlainLikelihood.Features(architecture.Likelihood, rows, seed: rows);

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

    private static bool IsByAdam(ParameterBlock block) => block.IsTrained && block.Name != "likelihood.logVariance";

    private static IEnumerable<int> Indices(VaeArchitecture architecture, Func<ParameterBlock, bool> which) =>
        architecture.Parameters.Where(which).SelectMany(block => Enumerable.Range(block.Offset, block.Length));

    private static void AssertClose(double[] expected, float[] actual, double tolerance)
    {
        Assert.HasCount(expected.Length, actual);
        for (int k = 0; k < expected.Length; k++)
        {
            Assert.AreEqual(expected[k], actual[k], tolerance * Math.Max(1, Math.Abs(expected[k])), $"Value {k}");
        }
    }
}
