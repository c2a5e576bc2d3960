using MLNetQuantumPrior.Learning.Kernels;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning.Tests;

[TestClass]
public sealed unsafe class SoftmaxLossTests
{
    private const int Rows = 7;

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    [DataRow(10)]
    [DataRow(17)]
    [DataRow(40)]
    public void LossAndGradientAgreeWithDoublePrecisionAndAreTheSameAtEveryWidth(int classes)
    {
        float[] logits = [.. PlainGemm.Random(Rows * classes, seed: 1).Select(value => 12 * value)];
        int[] labels = [.. Enumerable.Range(0, Rows).Select(row => 5 * row % classes)];

        (double[] losses, float[] gradient) = Run<Lane>(classes, logits, labels, .25f);

        for (int row = 0; row < Rows; row++)
        {
            double[] o = [.. logits.Skip(row * classes).Take(classes).Select(value => (double)value)];
            double sum = o.Sum(Math.Exp);
            Assert.AreEqual(Math.Log(sum) - o[labels[row]], losses[row], 1e-6, $"loss of row {row}");
            for (int c = 0; c < classes; c++)
            {
                double expected = .25 * ((Math.Exp(o[c]) / sum) - (c == labels[row] ? 1 : 0));
                Assert.AreEqual(expected, gradient[(row * classes) + c], 1e-7, $"gradient of row {row}, class {c}");
            }
        }

        AssertSame(Run<Lanes128>(classes, logits, labels, .25f));
        AssertSame(Run<Lanes256>(classes, logits, labels, .25f));
        AssertSame(Run<Lanes512>(classes, logits, labels, .25f));

        void AssertSame((double[] Losses, float[] Gradient) other)
        {
            CollectionAssert.AreEqual(losses, other.Losses);
            Bits.AssertSame(gradient, other.Gradient);
        }
    }

    [TestMethod]
    public void OneClassIsCertain()
    {
        (double[] losses, float[] gradient) = Run<Lanes512>(1, [0, 1, -1, 50, -50, 3e38f, -3e38f], new int[Rows], 1);

        CollectionAssert.AreEqual(new double[Rows], losses);
        Bits.AssertSame(new float[Rows], gradient);
    }

    [TestMethod]
    [DataRow(1000f)]
    [DataRow(-1000f)]
    [DataRow(1e30f)]
    [DataRow(-1e30f)]
    public void LogitsMayBeOfAnySize(float size)
    {
        // Rows of (size, size): the classes share the probability. Beyond 1e16 log 2 is below the resolution of a double.
        float[] same = [.. Enumerable.Repeat(size, 2 * Rows)];
        (double[] losses, float[] gradient) = Run<Lanes256>(2, same, new int[Rows], 1);
        Assert.AreEqual(Math.Abs(size) < 1e16 ? Math.Log(2) : 0, losses[0], 1e-12);
        Assert.AreEqual((-.5f, .5f), (gradient[0], gradient[1]));

        // Rows of (0, size): the larger one wins, and a wrong label costs the difference.
        float[] apart = [.. Enumerable.Range(0, 2 * Rows).Select(i => i % 2 == 0 ? 0 : size)];
        int winner = size > 0 ? 1 : 0;
        (losses, gradient) = Run<Lanes512>(2, apart, [.. Enumerable.Range(0, Rows).Select(row => row % 2)], 1);
        for (int row = 0; row < Rows; row++)
        {
            bool right = row % 2 == winner;
            Assert.AreEqual(right ? 0 : Math.Abs((double)size), losses[row]);
            Assert.AreEqual(right ? 0 : 1, gradient[(2 * row) + winner]);
            Assert.AreEqual(right ? 0 : -1, gradient[(2 * row) + 1 - winner]);
        }
    }

    [TestMethod]
    public void NaNStaysInItsRow()
    {
        float[] logits = new float[Rows * 10];
        logits[25] = float.NaN;

        (double[] losses, float[] gradient) = Run<Lanes512>(10, logits, new int[Rows], 1);

        for (int i = 0; i < gradient.Length; i++)
        {
            Assert.AreEqual(i / 10 == 2, float.IsNaN(gradient[i]), $"gradient {i}");
            Assert.AreEqual(i / 10 == 2, double.IsNaN(losses[i / 10]), $"loss of row {i / 10}");
        }
    }

    /// <summary>In two ranges, as two threads would.</summary>
    private static (double[] Losses, float[] Gradient) Run<TLanes>(int classes, float[] logits, int[] labels, float scale)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        var gradient = new float[logits.Length];
        var losses = new double[Rows];
        fixed (float* o = logits, g = gradient)
        fixed (int* y = labels)
        fixed (double* l = losses)
        {
            var kernel = new SoftmaxLoss(classes, o, y, scale, g, l);
            kernel.Run<TLanes>(0, 3);
            kernel.Run<TLanes>(3, Rows);
        }

        return (losses, gradient);
    }
}
