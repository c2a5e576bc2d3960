using MLNetQuantumPrior.Learning.Kernels;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning.Tests;

/// <summary>The kernels over ranges of values: right in one lane, and bitwise the same at every width, on ranges that fit none.</summary>
[TestClass]
public sealed unsafe class LaneKernelTests
{
    [TestMethod]
    [DataRow(1)]
    [DataRow(17)]
    [DataRow(33)]
    [DataRow(255)]
    public void AdamIsTheSameAtEveryWidth(int count)
    {
        float[] reference = Update<Lane>();
        Bits.AssertSame(reference, Update<Lanes128>());
        Bits.AssertSame(reference, Update<Lanes256>());
        Bits.AssertSame(reference, Update<Lanes512>());

        float[] Update<TLanes>()
            where TLanes : unmanaged, ILanes<TLanes>
        {
            AdamCoefficients step = new(GradientScale: .7f, .1f, .999f, .001f, StepSize: .02f, VarianceScale: 3, Epsilon: 1e-8f);
            float[] gradient = PlainGemm.Random(count, seed: 1);
            float[] mean = PlainGemm.Random(count, seed: 2);
            float[] variance = [.. PlainGemm.Random(count, seed: 3).Select(Math.Abs)];
            float[] weights = PlainGemm.Random(count, seed: 4);
            fixed (float* g = gradient, m = mean, v = variance, w = weights)
            {
                new Elements<AdamUpdate>(new(step, g, m, v, w)).Run<TLanes>(0, count);
            }

            return [.. mean, .. variance, .. weights];
        }
    }

    [TestMethod]
    public void AveragesOfAdamFadeToZeroAndAreNeverSubnormal()
    {
        float[] gradient = [1, -1e-6f, 1e-12f, 0], mean = new float[4], variance = new float[4], weights = new float[4];
        AdamCoefficients step = new(GradientScale: 1, .1f, .99f, .01f, StepSize: .001f, VarianceScale: 1, Epsilon: 1e-8f);
        for (int k = 0; k < 12_000; k++)
        {
            fixed (float* g = gradient, m = mean, v = variance, w = weights)
            {
                new Elements<AdamUpdate>(new(step, g, m, v, w)).Run<Lane>(0, gradient.Length);
            }

            gradient.AsSpan().Clear();
            Assert.IsFalse(mean.Concat(variance).Any(float.IsSubnormal), $"Step {k}");
        }

        Assert.IsTrue(mean.Concat(variance).All(value => value == 0));
        Assert.IsTrue(weights[0] < -.001f, "It moved while there was a gradient.");
    }

    [TestMethod]
    public void WithoutTinyEndsWhatNoSumShowsAndKeepsTheRest()
    {
        float[] kept = [1, -1, 1e-29f, -1e-29f, float.PositiveInfinity, float.NegativeInfinity, float.NaN, 0];
        float[] ended = [1e-31f, -1e-31f, float.Epsilon, -float.Epsilon, 1e-39f];
        CollectionAssert.AreEqual(kept, Array.ConvertAll(kept, Without));
        Assert.IsTrue(ended.All(value => Without(value) == 0));

        static float Without(float value)
        {
            LaneMath.WithoutTiny(Lane.Load(&value)).Store(&value);
            return value;
        }
    }

    [TestMethod]
    [DataRow(1, 1)]
    [DataRow(9, 33)]
    [DataRow(517, 50)]
    public void ARowProductIsTheSameAtEveryWidth(int depth, int columns)
    {
        float[] row = PlainGemm.Random(depth, seed: 6), weights = PlainGemm.Random(depth * columns, seed: 7);
        float[] bias = PlainGemm.Random(columns, seed: 8);
        row[depth / 2] = 0;
        float[] expected = PlainGemm.Multiply(1, columns, depth, row, false, weights, false, 1, bias, startRow: 0);
        Bits.AssertSame(expected, Product<Lane>());
        Bits.AssertSame(expected, Product<Lanes128>());
        Bits.AssertSame(expected, Product<Lanes256>());
        Bits.AssertSame(expected, Product<Lanes512>());

        float[] Product<TLanes>()
            where TLanes : unmanaged, ILanes<TLanes>
        {
            float[] product = new float[columns];
            fixed (float* x = row, w = weights, b = bias, y = product)
            {
                var kernel = new RowProduct(depth, columns, x, w, b, y);
                kernel.Run<TLanes>(0, columns / 2);
                kernel.Run<TLanes>(columns / 2, columns);
            }

            return product;
        }
    }

    [TestMethod]
    [DataRow(1, 1)]
    [DataRow(5, 33)]
    [DataRow(128, 50)]
    public void ColumnSumsAddTheRowsInOrder(int rows, int columns)
    {
        float[] values = PlainGemm.Random(rows * columns, seed: 5);
        var expected = new float[columns];
        for (int i = 0; i < values.Length; i++)
        {
            expected[i % columns] += values[i];
        }

        Bits.AssertSame(expected, Sums<Lane>());
        Bits.AssertSame(expected, Sums<Lanes128>());
        Bits.AssertSame(expected, Sums<Lanes256>());
        Bits.AssertSame(expected, Sums<Lanes512>());

        float[] Sums<TLanes>()
            where TLanes : unmanaged, ILanes<TLanes>
        {
            var sums = new float[columns];
            fixed (float* v = values, s = sums)
            {
                new Elements<ColumnSums>(new(rows, columns, v, s)).Run<TLanes>(0, columns / 3);
                new Elements<ColumnSums>(new(rows, columns, v, s)).Run<TLanes>(columns / 3, columns);
            }

            return sums;
        }
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(16384 + 64 + 3)]
    public void SquareSumsAreTheSameAtEveryWidth(int count)
    {
        float[] values = PlainGemm.Random(count, seed: 8);
        double[] reference = Sums<Lane>();
        CollectionAssert.AreEqual(reference, Sums<Lanes128>());
        CollectionAssert.AreEqual(reference, Sums<Lanes256>());
        CollectionAssert.AreEqual(reference, Sums<Lanes512>());

        double[] Sums<TLanes>()
            where TLanes : unmanaged, ILanes<TLanes>
        {
            var sums = new double[(count + SquareSums.Chunk - 1) / SquareSums.Chunk];
            fixed (float* v = values)
            fixed (double* s = sums)
            {
                new SquareSums(count, v, s).Run<TLanes>(0, sums.Length);
            }

            return sums;
        }
    }

    [TestMethod]
    public void NormalNumbersAreTheSameAtEveryWidth()
    {
        const int Blocks = 1000;
        float[] reference = Draw<Lane>();
        Bits.AssertSame(reference, Draw<Lanes128>());
        Bits.AssertSame(reference, Draw<Lanes256>());
        Bits.AssertSame(reference, Draw<Lanes512>());

        float[] Draw<TLanes>()
            where TLanes : unmanaged, ILanes<TLanes>
        {
            float[] values = new float[Blocks * 2 * BoxMuller.Half];
            new UniformStream(1, 2).Fill(values);
            fixed (float* first = values)
            {
                new BoxMuller(.7f, first).Run<TLanes>(0, Blocks);
            }

            return values;
        }
    }

    [TestMethod]
    public void ActivationsAndTheirGradientsAreTheTextbooks()
    {
        AssertActivation<Relu>(x => Math.Max(x, 0), x => x > 0 ? 1 : 0);
        AssertActivation<LeakyRelu>(x => x > 0 ? x : x / 100, x => x > 0 ? 1 : .01);
        AssertActivation<Tanh>(Math.Tanh, x => 1 - Math.Tanh(x) * Math.Tanh(x));
        AssertActivation<Sigmoid>(Logistic, x => Logistic(x) * Logistic(-x));
        AssertActivation<Silu>(x => x * Logistic(x), x => Logistic(x) + x * Logistic(x) * Logistic(-x));

        static double Logistic(double x) => 1 / (1 + Math.Exp(-x));
    }

    private static void AssertActivation<TActivation>(Func<double, double> function, Func<double, double> derivative)
        where TActivation : unmanaged, IActivation
    {
        float[] x = [.. PlainGemm.Random(77, seed: 6).Select(value => 4 * value), float.NaN];
        float[] dy = PlainGemm.Random(78, seed: 7);
        (float[] y, float[] dx) = Run<TActivation, Lane>(x, dy);
        for (int i = 0; i < 77; i++)
        {
            Assert.AreEqual(function(x[i]), y[i], 3e-7 * Math.Max(1, Math.Abs(function(x[i]))), $"{typeof(TActivation).Name}({x[i]})");
            Assert.AreEqual(derivative(x[i]) * dy[i], dx[i], 1e-6, $"Gradient of {typeof(TActivation).Name} at {x[i]}");
        }

        Assert.IsTrue(float.IsNaN(y[77]));
        AssertSame(Run<TActivation, Lanes128>(x, dy));
        AssertSame(Run<TActivation, Lanes256>(x, dy));
        AssertSame(Run<TActivation, Lanes512>(x, dy));

        void AssertSame((float[] Y, float[] Dx) other)
        {
            Bits.AssertSame(y, other.Y);
            Bits.AssertSame(dx, other.Dx);
        }
    }

    private static (float[] Y, float[] Dx) Run<TActivation, TLanes>(float[] input, float[] outputGradient)
        where TActivation : unmanaged, IActivation
        where TLanes : unmanaged, ILanes<TLanes>
    {
        var output = new float[input.Length];
        var inputGradient = new float[input.Length];
        fixed (float* x = input, y = output, dy = outputGradient, dx = inputGradient)
        {
            new Elements<LaneMap<TActivation>>(new(x, y)).Run<TLanes>(0, input.Length);
            new Elements<ActivationGradient<TActivation>>(new(x, y, dy, dx)).Run<TLanes>(0, input.Length);
        }

        return (output, inputGradient);
    }
}
