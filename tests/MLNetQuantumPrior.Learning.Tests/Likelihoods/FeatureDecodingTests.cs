namespace MLNetQuantumPrior.Learning.Tests;

/// <summary>Expected and drawn features of a model with every likelihood, in the units of its training data.</summary>
[TestClass]
public sealed class FeatureDecodingTests
{
    private static readonly Likelihood Mixed = new(
        new GaussianSlots(1), new CategoricalSlots(3), new GaussianSlots(1) { Variance = .25 }, new BernoulliSlots(2));

    private static readonly BmVaeModel Model = Make();

    [TestMethod]
    public void ExpectedFeaturesAreThoseOfTheOutputsInTheUnitsOfTheData()
    {
        float[] bits = [0, 0, 1, 0, 0, 1, 1, 1], features = new float[4 * 7], outputs = new float[4 * 7];
        Model.DecodeOutputs(bits, outputs);

        Model.Decode(bits, features);

        foreach ((float[] output, float[] row) in outputs.Chunk(7).Zip(features.Chunk(7)))
        {
            double[] expected = PlainLikelihood.Expected(Mixed, [.. output.Select(value => (double)value)]);
            for (int slot = 0; slot < 7; slot++)
            {
                Assert.AreEqual(Model.Scaling.Offset[slot] + (Model.Scaling.Unit[slot] * expected[slot]), row[slot], 1e-5);
            }

            Assert.AreEqual(1, row[1] + row[2] + row[3], 1e-6);
        }
    }

    [TestMethod]
    public void DrawsHaveTheMomentsOfTheLikelihood()
    {
        const int Rows = 40_000;
        float[] bits = [.. Enumerable.Repeat(new float[] { 1, 0 }, Rows).SelectMany(row => row)];
        float[] expected = new float[7], drawn = new float[Rows * 7];
        Model.Decode([1, 0], expected);

        Model.Sample(bits, Ids(0, Rows), seed: 3, drawn);

        float[][] rows = [.. drawn.Chunk(7)];
        Assert.IsTrue(rows.All(row => row[1..4].Order().SequenceEqual([0, 0, 1])), "one-hot");
        Assert.IsTrue(rows.All(row => row[5] is 2 or 5 && row[6] is 0 or 1), "smallest or largest");
        double[] variances = new double[7];
        (variances[0], variances[4]) = (4 * (1e-4 + Math.Exp(-.5)), 9 * .25); // units of 2 and 3, squared
        foreach (int slot in new[] { 1, 2, 3, 6 })
        {
            variances[slot] = expected[slot] * (1 - expected[slot]);
        }

        double share = (expected[5] - 2) / 3;
        variances[5] = 9 * share * (1 - share);
        for (int slot = 0; slot < 7; slot++)
        {
            double mean = rows.Average(row => (double)row[slot]), variance = rows.Average(row => Math.Pow(row[slot] - mean, 2));
            Assert.AreEqual(expected[slot], mean, 4 * Math.Sqrt(variances[slot] / Rows), $"mean of slot {slot}");
            if (slot is 0 or 4)
            {
                Assert.AreEqual(variances[slot], variance, 4 * variances[slot] * Math.Sqrt(2.0 / Rows), $"variance of slot {slot}");
            }
        }

        // independent given the latents
        double covariance = rows.Average(row => (row[0] - expected[0]) * (double)(row[4] - expected[4]));
        Assert.AreEqual(0, covariance, 4 * Math.Sqrt(variances[0] * variances[4] / Rows));
    }

    [TestMethod]
    public void ADrawDependsOnSeedAndIdAlone()
    {
        float[] bits = [1, 0, 1, 0, 1, 0], together = new float[21], alone = new float[7], other = new float[7];
        Model.Sample(bits, [7, 8, 9], seed: 1, together);
        Model.Sample(bits.AsSpan(0, 2), [9], seed: 1, alone);
        Model.Sample(bits.AsSpan(0, 2), [9], seed: 2, other);

        CollectionAssert.AreEqual(together[14..], alone);
        CollectionAssert.AreNotEqual(together[..7], alone);
        CollectionAssert.AreNotEqual(other, alone);
        var error = Assert.ThrowsExactly<ArgumentException>(() => Model.Sample(bits, [1], 1, together));
        StringAssert.Contains(error.Message, "Ids: expected 3, one per row, got 1");
    }

    private static ulong[] Ids(int first, int count) => [.. Enumerable.Range(first, count).Select(id => (ulong)id)];

    private static BmVaeModel Make()
    {
        VaeArchitecture architecture = new VaeArchitecture([new Dense(7, 2)], [new Dense(2, 7)]) with { Likelihood = Mixed };
        float[] parameters = PlainGemm.Random(architecture.ParameterCount, seed: 1);
        parameters[^1] = -.5f;
        return TestModels.Of(architecture, parameters, new([10, 0, 0, 0, -4, 2, 0], [2, 1, 1, 1, 3, 3, 1], Mixed));
    }
}
