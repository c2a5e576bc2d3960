using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning.Tests;

[TestClass]
public sealed class ReconstructionTests
{
    private const int Pixels = 4, Latents = 3;

    [TestMethod]
    public void NatsEqualTheExpectationOverAllCodes()
    {
        BmVaeModel model = Model();
        var rows = new FeatureMatrix(Pixels, [0, 1, 1, 0, 1, 1, 0, 0, 0, 0, 0, 1]); // binary, so binarisation changes nothing
        (double mean, double variance) = Exact(model, rows);
        const int Seeds = 4000;

        double measured = Enumerable.Range(0, Seeds).Average(seed => Reconstruction.Measure(model, rows, (ulong)seed).Nats);

        Assert.AreEqual(mean, measured, 4 * Math.Sqrt(variance / rows.Rows / Seeds));
    }

    [TestMethod]
    public void SquaredErrorIsThatOfTheMostLikelyBits()
    {
        BmVaeModel model = Model();
        float[] x = [0.2f, 0.9f, 0.4f, 0], logits = new float[Latents], y = new float[Pixels];
        model.Encode(x, logits);
        model.Decode([.. logits.Select(l => l > 0 ? 1f : 0f)], y);

        Reconstruction measured = Reconstruction.Measure(model, new(Pixels, x), 1);

        Assert.AreEqual(x.Zip(y, (a, b) => (a - b) * (a - b)).Average(), measured.MeanSquaredError, 1e-7);
    }

    [TestMethod]
    public void RowsFarIntoTheDataCountLikeTheFirst()
    {
        // Row r has its own random numbers, so the figure of 600 rows is the mean of what its parts give one by one only if no batch is lost or counted twice.
        BmVaeModel model = Model();
        float[] values = [.. Enumerable.Range(0, 600 * Pixels).Select(i => i / Pixels < 300 ? 1f : 0f)];

        double whole = Reconstruction.Measure(model, new(Pixels, values), 3).MeanSquaredError;
        double first = Reconstruction.Measure(model, new(Pixels, values[..(300 * Pixels)]), 3).MeanSquaredError;
        double second = Reconstruction.Measure(model, new(Pixels, values[(300 * Pixels)..]), 3).MeanSquaredError;

        Assert.AreNotEqual(first, second, 1e-6);
        Assert.AreEqual((first + second) / 2, whole, 1e-9);
    }

    private static BmVaeModel Model()
    {
        VaeArchitecture architecture = VaeArchitecture.Mlp(Pixels, [5], Latents);
        float[] parameters = new float[architecture.ParameterCount];
        new UniformStream(3, 3).FillNormal(parameters, 0.8f);
        return new(architecture, parameters, new IsingModel(SpinGraph.Complete(Latents), new float[Latents], new float[3]), new(1, new("none", default)));
    }

    /// <summary>Mean over rows of E_q[-log p(x|z)], and the mean variance of one sample of it.</summary>
    private static (double Mean, double Variance) Exact(BmVaeModel model, FeatureMatrix rows)
    {
        double mean = 0, variance = 0;
        for (int row = 0; row < rows.Rows; row++)
        {
            float[] logits = new float[Latents], y = new float[Pixels];
            model.Encode(rows[row], logits);
            double first = 0, second = 0;
            foreach (sbyte[] s in Enumeration.States(Latents))
            {
                model.Decode([.. s.Select(spin => (spin + 1) / 2f)], y);
                double q = Enumeration.Probability(s, [.. logits.Select(l => (double)l)]);
                double nats = 0;
                for (int i = 0; i < Pixels; i++)
                {
                    nats -= Math.Log(rows[row][i] == 1 ? y[i] : 1 - y[i]);
                }

                first += q * nats;
                second += q * nats * nats;
            }

            mean += first / rows.Rows;
            variance += (second - (first * first)) / rows.Rows;
        }

        return (mean, variance);
    }
}
