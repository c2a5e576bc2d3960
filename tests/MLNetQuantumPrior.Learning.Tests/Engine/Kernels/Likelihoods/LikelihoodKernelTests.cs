using MLNetQuantumPrior.Learning.Kernels;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning.Tests;

/// <summary>Losses by group and expected values: right in one lane, and the same at every width.</summary>
[TestClass]
public sealed unsafe class LikelihoodKernelTests
{
    private const int Rows = 5;

    private static readonly Dictionary<string, Likelihood> Likelihoods = new()
    {
        ["bernoulli"] = Likelihood.Bernoulli(37),
        ["one gaussian"] = Likelihood.Gaussian(1),
        ["gaussian"] = new(new GaussianSlots(53) { Variance = .3 }),
        ["many gaussians"] = Likelihood.Gaussian(2100), // more than one running sum holds, at any width
        ["categories"] = new(new CategoricalSlots(1), new CategoricalSlots(2), new CategoricalSlots(40)),
        ["mixed"] = new(
            new CategoricalSlots(3), new GaussianSlots(2), new BernoulliSlots(19), new GaussianSlots(33) { Variance = 2 },
            new CategoricalSlots(17), new GaussianSlots(1), new BernoulliSlots(1)),
    };

    public static IEnumerable<string> Names => Likelihoods.Keys;

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void LossAndGradientAgreeWithDoublePrecisionAtEveryWidth(string name)
    {
        Likelihood likelihood = Likelihoods[name];
        float[] outputs = [.. PlainGemm.Random(Rows * likelihood.Slots, seed: 1).Select(value => 6 * value)];
        float[] targets = PlainLikelihood.Features(likelihood, Rows, seed: 2);
        float[] learned = PlainGemm.Random(likelihood.LearnedVariances, seed: 3);

        (double[] losses, float[] gradient) = Loss<Lane>(likelihood, outputs, targets, learned);

        for (int row = 0; row < Rows; row++)
        {
            double[] o = Row(outputs, row, likelihood), x = Row(targets, row, likelihood), w = [.. learned.Select(value => (double)value)];
            double nats = PlainLikelihood.Nats(likelihood, o, x, w);
            Assert.AreEqual(nats, losses[row], 1e-6 * Math.Max(1, nats), $"loss of row {row}");
            for (int slot = 0; slot < likelihood.Slots; slot++)
            {
                double at = o[slot];
                o[slot] = at + 1e-5;
                double above = PlainLikelihood.Nats(likelihood, o, x, w);
                o[slot] = at - 1e-5;
                double below = PlainLikelihood.Nats(likelihood, o, x, w);
                o[slot] = at;
                float actual = gradient[(row * likelihood.Slots) + slot];
                Assert.AreEqual(.25 * (above - below) / 2e-5, actual, 1e-6, $"gradient of row {row}, slot {slot}");
            }
        }

        AssertSame(Loss<Lanes128>(likelihood, outputs, targets, learned));
        AssertSame(Loss<Lanes256>(likelihood, outputs, targets, learned));
        AssertSame(Loss<Lanes512>(likelihood, outputs, targets, learned));

        void AssertSame((double[] Losses, float[] Gradient) other)
        {
            Bits.AssertSame(gradient, other.Gradient);
            for (int row = 0; row < Rows; row++)
            {
                Assert.AreEqual(losses[row], other.Losses[row], 1e-6 * Math.Max(1, losses[row])); // sums are made in another order
            }
        }
    }

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void ExpectedValuesAgreeWithDoublePrecisionAtEveryWidth(string name)
    {
        Likelihood likelihood = Likelihoods[name];
        float[] outputs = [.. PlainGemm.Random(Rows * likelihood.Slots, seed: 4).Select(value => 12 * value)];

        float[] values = Expected<Lane>(likelihood, outputs);

        for (int row = 0; row < Rows; row++)
        {
            double[] expected = PlainLikelihood.Expected(likelihood, Row(outputs, row, likelihood)), actual = Row(values, row, likelihood);
            for (int slot = 0; slot < likelihood.Slots; slot++)
            {
                // a difference of logits, up to 24, is rounded to 24 bits, and is the logarithm of the result
                Assert.AreEqual(expected[slot], actual[slot], 2e-6 * Math.Abs(expected[slot]), $"row {row}, slot {slot}");
            }
        }

        Bits.AssertSame(values, Expected<Lanes128>(likelihood, outputs));
        Bits.AssertSame(values, Expected<Lanes256>(likelihood, outputs));
        Bits.AssertSame(values, Expected<Lanes512>(likelihood, outputs));
    }

    [TestMethod]
    [DataRow(1, 1)]
    [DataRow(9, 33)]
    public void SquaredResidualsAddTheRowsInOrder(int rows, int columns)
    {
        const int Stride = 40;
        float[] x = PlainGemm.Random(rows * Stride, seed: 5), y = PlainGemm.Random(rows * Stride, seed: 6);
        float[] expected = new float[columns];
        for (int i = 0; i < rows * Stride; i++)
        {
            if (i % Stride < columns)
            {
                expected[i % Stride] = MathF.FusedMultiplyAdd(x[i] - y[i], x[i] - y[i], expected[i % Stride]);
            }
        }

        Bits.AssertSame(expected, Sums<Lane>());
        Bits.AssertSame(expected, Sums<Lanes128>());
        Bits.AssertSame(expected, Sums<Lanes256>());
        Bits.AssertSame(expected, Sums<Lanes512>());

        float[] Sums<TLanes>()
            where TLanes : unmanaged, ILanes<TLanes>
        {
            var sums = new float[columns];
            fixed (float* px = x, py = y, s = sums)
            {
                new Elements<SquaredResiduals>(new(rows, Stride, px, py, s)).Run<TLanes>(0, columns);
            }

            return sums;
        }
    }

    [TestMethod]
    public void AnUnknownCategoryCostsNothingAndPullsNowhere()
    {
        var likelihood = new Likelihood(new CategoricalSlots(20));
        (double[] losses, float[] gradient) = Loss<Lanes512>(likelihood, PlainGemm.Random(Rows * 20, seed: 7), new float[Rows * 20], []);
        CollectionAssert.AreEqual(new double[Rows], losses);
        Assert.IsTrue(gradient.All(value => value == 0));
    }

    [TestMethod]
    [DataRow("one gaussian")]
    [DataRow("categories")]
    [DataRow("mixed")]
    public void NaNGivesNaN(string name)
    {
        Likelihood likelihood = Likelihoods[name];
        float[] outputs = new float[Rows * likelihood.Slots], targets = new float[outputs.Length];
        outputs[2 * likelihood.Slots] = float.NaN;
        targets[2 * likelihood.Slots] = 1;
        (double[] losses, float[] gradient) = Loss<Lanes256>(likelihood, outputs, targets, new float[likelihood.LearnedVariances]);
        CollectionAssert.AreEqual(new[] { false, false, true, false, false }, losses.Select(double.IsNaN).ToArray());
        Assert.IsTrue(float.IsNaN(gradient[2 * likelihood.Slots]));
    }

    private static (double[] Losses, float[] Gradient) Loss<TLanes>(
        Likelihood likelihood, float[] outputs, float[] targets, float[] learned)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        float[] variances = new float[likelihood.Slots];
        likelihood.Variances(learned, variances);
        float[] precisions = [.. variances.Select(variance => 1 / variance)], gradient = new float[outputs.Length];
        double constant = variances.Where(variance => variance > 0).Sum(variance => Math.Log(2 * Math.PI * variance) / 2);
        double[] losses = [.. Enumerable.Repeat(double.NaN, Rows)];
        fixed (SlotRange* groups = likelihood.Ranges.AsSpan())
        fixed (float* o = outputs, x = targets, p = precisions, g = gradient)
        fixed (double* l = losses)
        {
            var kernel = new LikelihoodLoss(groups, likelihood.Ranges.Length, likelihood.Slots, o, x, p, constant, .25f, g, l);
            kernel.Run<TLanes>(0, 2);
            kernel.Run<TLanes>(2, Rows);
        }

        return (losses, gradient);
    }

    private static float[] Expected<TLanes>(Likelihood likelihood, float[] outputs)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        float[] values = [.. outputs];
        fixed (SlotRange* groups = likelihood.Ranges.AsSpan())
        fixed (float* v = values)
        {
            new ExpectedValues(groups, likelihood.Ranges.Length, likelihood.Slots, v).Run<TLanes>(0, Rows);
        }

        return values;
    }

    private static double[] Row(float[] values, int row, Likelihood likelihood) =>
        [.. values.Skip(row * likelihood.Slots).Take(likelihood.Slots).Select(value => (double)value)];
}
