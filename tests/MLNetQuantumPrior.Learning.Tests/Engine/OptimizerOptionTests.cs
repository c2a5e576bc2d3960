namespace MLNetQuantumPrior.Learning.Tests;

/// <summary>Weight decay and gradient clipping of <see cref="SimdEngine"/>, and the file of its optimiser's state.</summary>
[TestClass]
public sealed class OptimizerOptionTests
{
    private static readonly VaeArchitecture Architecture = new(
        [new Reshape(1, 4, 4), new Conv2d(1, 3, 3), new BatchNorm(3), new Flatten(), new Dense(12, 3)], // 3 x 2 x 2
        [new Dense(3, 12), new Reshape(3, 2, 2), new ConvTranspose2d(3, 1, 3), new Flatten()]);

    private static readonly float[] Features = PlainGemm.Random(6 * 16, seed: 1).Select(value => MathF.Abs(value)).ToArray();

    [TestMethod]
    public void DecayedStepsFollowAdamW()
    {
        const double Decay = .3;
        using IVaeNetwork network = new SimdEngine { WeightDecay = Decay }.Create(Architecture, seed: 1);
        double[] w = [.. Parameters(network).Select(value => (double)value)];
        double[] m = new double[w.Length], v = new double[w.Length];
        for (int t = 1; t <= 6; t++)
        {
            double rate = .05 / t;
            network.Step(Features, new LogisticBottleneck(3), rate);
            float[] g = Gradients(network), actual = Parameters(network);
            foreach (ParameterBlock block in Architecture.Parameters.Where(block => block.IsTrained))
            {
                double decay = block.Name.EndsWith("weight", StringComparison.Ordinal) ? Decay : 0;
                for (int k = block.Offset; k < block.End; k++)
                {
                    m[k] = (.9 * m[k]) + (.1 * g[k]);
                    v[k] = (.999 * v[k]) + (.001 * g[k] * g[k]);
                    double step = m[k] / (1 - Math.Pow(.9, t)) / (Math.Sqrt(v[k] / (1 - Math.Pow(.999, t))) + 1e-8);
                    w[k] -= rate * (step + (decay * w[k]));
                    Assert.AreEqual(w[k], actual[k], 1e-5, $"{block.Name} after {t} steps");
                }
            }
        }
    }

    [TestMethod]
    public void ALongGradientIsShortenedToTheNormAndKeepsItsDirection()
    {
        using IVaeNetwork free = new SimdEngine().Create(Architecture, seed: 2);
        free.Step(Features, new LogisticBottleneck(3), .01);
        float[] gradient = Gradients(free);
        double norm = Norm(gradient);

        double limit = norm / 3;
        using IVaeNetwork clipped = new SimdEngine { MaxGradientNorm = limit }.Create(Architecture, seed: 2);
        clipped.Step(Features, new LogisticBottleneck(3), .01);
        CollectionAssert.AreEqual(gradient, Gradients(clipped), "The gradient is reported as it was.");
        double[] seen = [.. clipped.GetOptimizerState().Means.Select(mean => mean / .1)]; // after one step: a tenth of the gradient
        Assert.AreEqual(limit, Norm(seen.Select(value => (float)value)), 1e-5 * limit);
        for (int k = 0; k < seen.Length; k++)
        {
            Assert.AreEqual(gradient[k] / 3, seen[k], 1e-5 * limit);
        }
    }

    [TestMethod]
    public void AShortGradientStaysAsItIs()
    {
        using IVaeNetwork free = new SimdEngine().Create(Architecture, seed: 3);
        using IVaeNetwork bounded = new SimdEngine { MaxGradientNorm = 1e4 }.Create(Architecture, seed: 3);
        free.Step(Features, new LogisticBottleneck(3), .01);
        bounded.Step(Features, new LogisticBottleneck(3), .01);
        Bits.AssertSame(Parameters(free), Parameters(bounded));
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(64)]
    [DataRow(16384 + 131)]
    [DataRow(100_000)]
    public void TheNormIsTheRootOfTheSumOfSquares(int count)
    {
        float[] values = PlainGemm.Random(count, seed: 4);
        double expected = Math.Sqrt(values.Sum(value => (double)value * value));
        Assert.AreEqual(expected, GradientNorm.Of(values, threads: 1), 1e-6 * expected);
        Assert.AreEqual(GradientNorm.Of(values, threads: 1), GradientNorm.Of(values, threads: 3));
    }

    [TestMethod]
    public void ADamagedStateFileIsRefused()
    {
        using IVaeNetwork network = new SimdEngine().Create(Architecture, seed: 5);
        using MemoryStream file = new();
        network.GetOptimizerState().Write(file);
        byte[] bytes = file.ToArray();
        Assert.HasCount(8 + (8 * Architecture.ParameterCount), bytes);
        Assert.ThrowsExactly<InvalidDataException>(() => OptimizerState.Read(new MemoryStream(bytes[..^1])));
        Assert.ThrowsExactly<InvalidDataException>(() => OptimizerState.Read(new MemoryStream(bytes[..3])));
        bytes[7] = 0x80; // a negative count
        Assert.ThrowsExactly<InvalidDataException>(() => OptimizerState.Read(new MemoryStream(bytes)));
    }

    [TestMethod]
    public void ImpossibleOptionsAreRefused()
    {
        foreach (double value in (double[])[-1, double.NaN, double.PositiveInfinity])
        {
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new SimdEngine { WeightDecay = value });
        }

        foreach (double value in (double[])[-1, 0, double.NaN])
        {
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new SimdEngine { MaxGradientNorm = value });
        }
    }

    private static double Norm(IEnumerable<float> values) => Math.Sqrt(values.Sum(value => (double)value * value));

    private static float[] Parameters(IVaeNetwork network)
    {
        var values = new float[Architecture.ParameterCount];
        network.GetParameters(values);
        return values;
    }

    private static float[] Gradients(IVaeNetwork network)
    {
        var values = new float[Architecture.ParameterCount];
        network.GetGradients(values);
        return values;
    }
}
