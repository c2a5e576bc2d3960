namespace MLNetQuantumPrior.Learning.Tests;

[TestClass]
public sealed class LikelihoodTests
{
    [TestMethod]
    public void NeighboursOfTheSameLawAreOneGroupAndCategoriesStayApart()
    {
        var likelihood = new Likelihood(
            new BernoulliSlots(2), new BernoulliSlots(1), new CategoricalSlots(3), new CategoricalSlots(3), new GaussianSlots(1),
            new GaussianSlots(2), new GaussianSlots(1) { Variance = .5 }, new GaussianSlots(4) { Variance = .5 }, new BernoulliSlots(1));

        Assert.AreEqual(
            "Bernoulli(3) + Categorical(3) + Categorical(3) + Gaussian(3) + Gaussian of variance 0.5(5) + Bernoulli(1)",
            likelihood.ToString());
        CollectionAssert.AreEqual(new[] { 0, 3, 6, 9, 12, 17 }, likelihood.Ranges.Select(range => range.First).ToArray());
        Assert.AreEqual((18, 3), (likelihood.Slots, likelihood.LearnedVariances));
        Assert.IsFalse(likelihood.IsBernoulli);
        Assert.IsTrue(Likelihood.Bernoulli(4).IsBernoulli);
    }

    [TestMethod]
    public void EqualGroupsMakeEqualLikelihoods()
    {
        Assert.AreEqual(Likelihood.Gaussian(3), new Likelihood(new GaussianSlots(1), new GaussianSlots(2)));
        Assert.AreNotEqual(Likelihood.Gaussian(3), Likelihood.Bernoulli(3));
        Assert.AreNotEqual(Likelihood.Gaussian(3), new Likelihood(new GaussianSlots(3) { Variance = 1 }));
        Assert.AreNotEqual(new Likelihood(new CategoricalSlots(4)), new Likelihood(new CategoricalSlots(2), new CategoricalSlots(2)));
    }

    [TestMethod]
    public void VariancesAreFixedOrTheFloorAndAnExponential()
    {
        var likelihood = new Likelihood(
            new GaussianSlots(1), new BernoulliSlots(1), new GaussianSlots(1) { Variance = .25 }, new GaussianSlots(2));
        float[] variances = new float[5];

        likelihood.Variances([0, 1, -100], variances);

        CollectionAssert.AreEqual(new[] { 1.0001f, 0, .25f, (float)(1e-4 + Math.E), 1e-4f }, variances);
    }

    [TestMethod]
    public void LearnedVariancesAreTheLastParameters()
    {
        VaeArchitecture plain = VaeArchitecture.Mlp(5, [4], 2);
        VaeArchitecture mixed = plain with { Likelihood = new(new GaussianSlots(1), new CategoricalSlots(2), new GaussianSlots(2)) };

        CollectionAssert.AreEqual(
            plain.Parameters.Select(block => (block.Name, block.Offset)).Append(("likelihood.logVariance", plain.ParameterCount)).ToArray(),
            mixed.Parameters.Select(block => (block.Name, block.Offset)).ToArray());
        Assert.AreEqual(plain.ParameterCount + 3, mixed.ParameterCount);
        Assert.AreNotEqual(plain, mixed);
        Assert.AreEqual(plain, mixed with { Likelihood = Likelihood.Bernoulli(5) });
        Assert.AreEqual(plain.ParameterCount, (mixed with { Likelihood = plain.Likelihood }).ParameterCount);
    }

    [TestMethod]
    public void OnlyBernoulliFeaturesAreBinarised()
    {
        const int Rows = 4000;
        var likelihood = new Likelihood(new GaussianSlots(1), new BernoulliSlots(3), new CategoricalSlots(2), new BernoulliSlots(1));
        float[] rows = [.. Enumerable.Repeat(new[] { .4f, .3f, 0, 1, 0, 1, .9f }, Rows).SelectMany(row => row)];

        likelihood.Binarize(new UniformStream(1, 1), rows);

        Assert.IsTrue(rows.Chunk(7).All(row => (row[0], row[2], row[3], row[4], row[5]) == (.4f, 0, 1, 0, 1)), "0, 1 and others stay");
        double[] means = [.. Enumerable.Range(0, 7).Select(slot => rows.Chunk(7).Average(row => (double)row[slot]))];
        Assert.AreEqual(.3, means[1], 4 * Math.Sqrt(.3 * .7 / Rows));
        Assert.AreEqual(.9, means[6], 4 * Math.Sqrt(.9 * .1 / Rows));
        Assert.IsTrue(rows.Where((_, i) => i % 7 is 1 or 6).All(value => value is 0 or 1));
    }

    [TestMethod]
    public void NonsenseIsRefused()
    {
        Assert.ThrowsExactly<ArgumentException>(() => new Likelihood());
        Assert.ThrowsExactly<ArgumentException>(() => new Likelihood(new GaussianSlots(int.MaxValue), new GaussianSlots(1)));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new CategoricalSlots(0));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new GaussianSlots(1) { Variance = 0 });
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new GaussianSlots(1) { Variance = double.PositiveInfinity });
        VaeArchitecture five = VaeArchitecture.Mlp(5, [4], 2);
        var error = Assert.ThrowsExactly<ArgumentException>(() => five with { Likelihood = Likelihood.Gaussian(4) });
        StringAssert.Contains(error.Message, "Likelihood Gaussian(4): expected 5 features, one an input, got 4");
    }
}
