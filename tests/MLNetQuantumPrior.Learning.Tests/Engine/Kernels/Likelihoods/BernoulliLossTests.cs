using MLNetQuantumPrior.Learning.Kernels;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning.Tests;

[TestClass]
public sealed unsafe class BernoulliLossTests
{
    private const int Rows = 3;

    /// <summary>1100 features are more than one product of factors holds, at any width.</summary>
    [TestMethod]
    [DataRow(1)]
    [DataRow(3)]
    [DataRow(17)]
    [DataRow(31)]
    [DataRow(128)]
    [DataRow(1100)]
    public void LossAndGradientAgreeWithDoublePrecisionAtEveryWidth(int features)
    {
        float[] logits = [.. PlainGemm.Random(Rows * features, seed: 1).Select(value => 12 * value)];
        float[] targets = [.. PlainGemm.Random(Rows * features, seed: 2).Select(Math.Abs)];
        (double[] expectedLosses, double[] expectedGradient) = Reference(features, logits, targets, scale: .25);

        (double[] losses, float[] gradient) = Run<Lane>(features, logits, targets, .25f);
        AssertClose(expectedLosses, losses);
        for (int i = 0; i < gradient.Length; i++)
        {
            Assert.AreEqual(expectedGradient[i], gradient[i], 1e-7);
        }

        AssertSame(Run<Lanes128>(features, logits, targets, .25f));
        AssertSame(Run<Lanes256>(features, logits, targets, .25f));
        AssertSame(Run<Lanes512>(features, logits, targets, .25f));

        void AssertSame((double[] Losses, float[] Gradient) other)
        {
            AssertClose(expectedLosses, other.Losses);
            Bits.AssertSame(gradient, other.Gradient);
        }
    }

    [TestMethod]
    public void AllZeroLogitsCostLogTwoEach()
    {
        (double[] losses, _) = Run<Lanes512>(2000, new float[Rows * 2000], new float[Rows * 2000], 1);
        AssertClose([.. Enumerable.Repeat(2000 * Math.Log(2), Rows)], losses);
    }

    [TestMethod]
    public void CertaintyCostsNothingWhenRightAndTheLogitWhenWrong()
    {
        (double[] losses, float[] gradient) = Run<Lanes256>(2, [500, -500, 500, -500, 500, -500], [1, 0, 0, 0, 0, 1], 1);
        AssertClose([0, 500, 1000], losses);
        Bits.AssertSame([0, 0, 1, 0, 1, -1], gradient);
    }

    [TestMethod]
    public void NaNGivesNaN()
    {
        float[] logits = new float[Rows * 20];
        logits[25] = float.NaN;
        (double[] losses, float[] gradient) = Run<Lanes128>(20, logits, new float[Rows * 20], 1);
        CollectionAssert.AreEqual(new[] { false, true, false }, losses.Select(double.IsNaN).ToArray());
        Assert.IsTrue(float.IsNaN(gradient[25]));
    }

    private static (double[] Losses, float[] Gradient) Run<TLanes>(int features, float[] logits, float[] targets, float scale)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        var gradient = new float[logits.Length];
        var losses = new double[Rows];
        fixed (float* o = logits, x = targets, g = gradient)
        fixed (double* l = losses)
        {
            new BernoulliLoss(features, features, o, x, scale, g, l).Run<TLanes>(0, Rows);
        }

        return (losses, gradient);
    }

    private static (double[] Losses, double[] Gradient) Reference(int features, float[] logits, float[] targets, double scale)
    {
        var losses = new double[Rows];
        var gradient = new double[logits.Length];
        for (int i = 0; i < logits.Length; i++)
        {
            (double o, double x) = (logits[i], targets[i]);
            losses[i / features] += Math.Log(1 + Math.Exp(o)) - x * o;
            gradient[i] = scale * (1 / (1 + Math.Exp(-o)) - x);
        }

        return (losses, gradient);
    }

    private static void AssertClose(double[] expected, double[] actual)
    {
        for (int row = 0; row < Rows; row++)
        {
            Assert.AreEqual(expected[row], actual[row], 1e-6 * Math.Max(1, expected[row]));
        }
    }
}
