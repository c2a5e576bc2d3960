namespace MLNetQuantumPrior.Sampling.Tests;

[TestClass]
public sealed class GenealogyTests
{
    private const int Population = 97;

    // What the copies do to a population of founders is the second implementation of the book-keeping.
    [TestMethod]
    public void CopiesGiveEachReplicaAndEachFamilyItsExpectedNumberRoundedUpOrDown()
    {
        var random = new Random(1);
        var genealogy = new Genealogy(Population);
        int[] founders = [.. Enumerable.Range(0, Population)];
        for (int step = 0; step < 30; step++)
        {
            double[] weights = [.. founders.Select(_ => Math.Exp(2 * random.NextDouble()))];
            double mean = weights.Average();
            int[] offspring = [.. Enumerable.Repeat(1, Population)];
            int[] before = [.. founders];
            var copies = genealogy.Resample([.. weights.Select(w => Math.Log(w))], Math.Log(mean), random.NextDouble());
            foreach ((int from, int to) in copies)
            {
                offspring[from]++;
                offspring[to] = 0;
                founders[to] = founders[from];
            }

            Assert.AreEqual(copies.Count, copies.Select(c => c.To).Distinct().Count(), "replicas replaced once");
            Assert.IsEmpty(copies.Select(c => c.From).Intersect(copies.Select(c => c.To)));
            for (int r = 0; r < Population; r++)
            {
                Assert.AreEqual(weights[r] / mean, offspring[r], 1, $"offspring of replica {r}");
                double expected = Enumerable.Range(0, Population).Where(q => before[q] == r).Sum(q => weights[q] / mean);
                Assert.AreEqual(expected, founders.Count(f => f == r), 1, $"size of family {r}");
            }

            Assert.AreEqual(founders.CountBy(f => f).Average(f => f.Value * (double)f.Value) * founders.Distinct().Count() / Population,
                genealogy.MeanSquareFamilySize, 1e-12);
        }

        Assert.IsGreaterThan(2, genealogy.MeanSquareFamilySize);
    }

    [TestMethod]
    public void OffspringAveragedOverTheRandomNumberIsTheWeight()
    {
        var random = new Random(2);
        double[] weights = [.. Enumerable.Range(0, Population).Select(_ => Math.Exp(3 * random.NextDouble()))];
        double mean = weights.Average();
        double[] logWeights = [.. weights.Select(w => Math.Log(w))];
        double[] offspring = new double[Population];
        const int grid = 2000;
        for (int k = 0; k < grid; k++)
        {
            int[] born = [.. Enumerable.Repeat(1, Population)];
            foreach ((int from, int to) in new Genealogy(Population).Resample(logWeights, Math.Log(mean), (k + 0.5) / grid))
            {
                born[from]++;
                born[to]--;
            }

            for (int r = 0; r < Population; r++)
            {
                offspring[r] += (double)born[r] / grid;
            }
        }

        for (int r = 0; r < Population; r++)
        {
            Assert.AreEqual(weights[r] / mean, offspring[r], 2.0 / grid, $"replica {r}"); // at most one grid point off at either end
        }
    }

    [TestMethod]
    [DataRow(0.0)]
    [DataRow(0.5)]
    [DataRow(0.99999999999)]
    public void EvenWeightsChangeNothingAndHaveNoVariance(double uniform)
    {
        var genealogy = new Genealogy(Population);
        for (int step = 0; step < 5; step++)
        {
            Assert.IsEmpty(genealogy.Resample(new double[Population], 0, uniform));
        }

        Assert.AreEqual(1, genealogy.MeanSquareFamilySize);
        Assert.AreEqual(0, genealogy.RelativeVariance);
    }

    [TestMethod]
    public void OneHeavyReplicaTakesOverThePopulation()
    {
        double[] logWeights = new double[Population];
        Array.Fill(logWeights, -1000);
        logWeights[5] = 0;
        var genealogy = new Genealogy(Population);

        var copies = genealogy.Resample(logWeights, Math.Log(1.0 / Population), 0.3);

        Assert.HasCount(Population - 1, copies);
        Assert.IsTrue(copies.All(c => c.From == 5));
        Assert.AreEqual(Population, genealogy.MeanSquareFamilySize, 1e-12);
        Assert.AreEqual(1 - (1.0 / Population), genealogy.RelativeVariance, 1e-12);
    }

    // After a single step nothing but the variance of independent weights is there.
    [TestMethod]
    public void VarianceOfOneStepIsThatOfIndependentWeights()
    {
        var random = new Random(3);
        double[] weights = [.. Enumerable.Range(0, Population).Select(_ => 0.1 + random.NextDouble())];
        double mean = weights.Average();
        var genealogy = new Genealogy(Population);

        genealogy.Resample([.. weights.Select(w => Math.Log(w))], Math.Log(mean), 0.7);

        double variance = weights.Average(w => (w - mean) * (w - mean)) / (mean * mean) / Population;
        Assert.AreEqual(variance, genealogy.RelativeVariance, 1e-14);
    }
}
