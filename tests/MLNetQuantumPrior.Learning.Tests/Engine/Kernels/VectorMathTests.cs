using MLNetQuantumPrior.Learning.Kernels;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning.Tests;

[TestClass]
public sealed unsafe class VectorMathTests
{
    private delegate void Function(ReadOnlySpan<float> x, Span<float> result);

    [TestMethod]
    public void ErrorsAreWithinTheDocumentedBounds()
    {
        AssertUnits(1, VectorMath.Exp, Math.Exp, Grid(-87.3, 88.7));
        AssertUnits(1, VectorMath.Exp, Math.Exp, Powers(-40, 6, .9));
        AssertUnits(1, VectorMath.Exp, Math.Exp, Powers(-40, 6, -.9));
        AssertUnits(1, VectorMath.Log, Math.Log, Grid(.3, 3));
        AssertUnits(1, VectorMath.Log, Math.Log, Powers(-148, 127, 1.7));
        AssertUnits(3, VectorMath.Sigmoid, x => 1 / (1 + Math.Exp(-x)), Grid(-87, 100));
        AssertUnits(2, VectorMath.Tanh, Math.Tanh, Grid(-12, 12));
        AssertUnits(2, VectorMath.Tanh, Math.Tanh, Powers(-120, 120, -1.3));
    }

    [TestMethod]
    public void LimitsAreThoseOfMath()
    {
        float[] x =
        [
            0, -0f, 1, -1, float.PositiveInfinity, float.NegativeInfinity, float.NaN, float.MaxValue, float.MinValue, float.Epsilon,
            -float.Epsilon, 88.8f, -103, -110,
        ];
        foreach ((Function function, Func<float, float> expected) in new (Function, Func<float, float>)[]
        {
            (VectorMath.Exp, MathF.Exp),
            (VectorMath.Log, MathF.Log),
            (VectorMath.Tanh, MathF.Tanh),
        })
        {
            var result = new float[x.Length];
            function(x, result);
            for (int i = 0; i < x.Length; i++)
            {
                float value = expected(x[i]);
                float tolerance = float.IsFinite(value) ? Math.Max(Math.Abs(value) * 2e-7f, float.Epsilon) : 0;
                Assert.AreEqual(value, result[i], tolerance, $"{expected.Method.Name}({x[i]})");
            }
        }
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(3)]
    [DataRow(17)]
    [DataRow(31)]
    [DataRow(33)]
    [DataRow(128)]
    [DataRow(255)]
    public void AllWidthsAgreeBitwise(int count)
    {
        float[] x = [.. PlainGemm.Random(count, seed: count).Select(value => 40 * value)];
        AssertWidthsAgree<VectorMath.ExpFunction>(x);
        AssertWidthsAgree<VectorMath.LogFunction>(x);
        AssertWidthsAgree<Sigmoid>(x);
        AssertWidthsAgree<Tanh>(x);
        AssertWidthsAgree<Relu>(x);
        AssertWidthsAgree<LeakyRelu>(x);
    }

    [TestMethod]
    public void TheResultMayOverwriteTheArgument()
    {
        float[] x = PlainGemm.Random(50, seed: 1);
        var apart = new float[50];
        VectorMath.Exp(x, apart);
        VectorMath.Exp(x, x);
        Bits.AssertSame(apart, x);
        VectorMath.Exp([], []);
        Assert.ThrowsExactly<ArgumentException>(() => VectorMath.Exp(x, new float[49]));
    }

    /// <summary>Units in the last place of the exact value, rounded to float.</summary>
    private static void AssertUnits(double units, Function function, Func<double, double> exact, float[] x)
    {
        var result = new float[x.Length];
        function(x, result);
        double worst = 0;
        float at = 0;
        for (int i = 0; i < x.Length; i++)
        {
            double expected = exact(x[i]);
            double unit = (double)MathF.BitIncrement((float)Math.Abs(expected)) - (float)Math.Abs(expected);
            double error = Math.Abs(result[i] - expected) / unit;
            if (!(error <= worst))
            {
                (worst, at) = (error, x[i]);
            }
        }

        Assert.IsLessThanOrEqualTo(units, worst, $"{function.Method.Name}({at:R})");
    }

    private static void AssertWidthsAgree<TFunction>(float[] x)
        where TFunction : unmanaged, ILaneFunction
    {
        float[] reference = Map<TFunction, Lane>(x);
        Bits.AssertSame(reference, Map<TFunction, Lanes128>(x), $"{typeof(TFunction).Name}, 4 lanes.");
        Bits.AssertSame(reference, Map<TFunction, Lanes256>(x), $"{typeof(TFunction).Name}, 8 lanes.");
        Bits.AssertSame(reference, Map<TFunction, Lanes512>(x), $"{typeof(TFunction).Name}, 16 lanes.");
    }

    private static float[] Map<TFunction, TLanes>(float[] x)
        where TFunction : unmanaged, ILaneFunction
        where TLanes : unmanaged, ILanes<TLanes>
    {
        var result = new float[x.Length];
        fixed (float* xPointer = x, resultPointer = result)
        {
            new Elements<LaneMap<TFunction>>(new(xPointer, resultPointer)).Run<TLanes>(0, x.Length);
        }

        return result;
    }

    private static float[] Grid(double from, double to) =>
        [.. Enumerable.Range(0, 200_001).Select(k => (float)(from + (to - from) * k / 200_000))];

    private static float[] Powers(int from, int to, double factor) =>
        [.. Enumerable.Range(from, to - from + 1).Select(exponent => (float)(factor * Math.Pow(2, exponent)))];
}
