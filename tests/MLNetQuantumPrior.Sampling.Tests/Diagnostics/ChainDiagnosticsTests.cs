namespace MLNetQuantumPrior.Sampling.Tests;

[TestClass]
public sealed class ChainDiagnosticsTests
{
    // x_t = phi x_(t-1) + noise has rho_t = phi^t and the autocorrelation time (1 + phi) / (1 - phi). Over many seeds the mean estimate
    // may be off by its own bias, which falls with the length.
    [TestMethod]
    [DataRow(0.0)]
    [DataRow(0.5)]
    [DataRow(0.9)]
    [DataRow(-0.4)]
    public void AutoregressionHasItsAutocorrelationTime(double phi)
    {
        const int runs = 40;
        var time = new SampleMean();
        for (int seed = 0; seed < runs; seed++)
        {
            ChainDiagnostics result = ChainDiagnostics.Of(Autoregression(chains: 8, draws: 2000, phi, seed));
            Assert.IsLessThan(1.02, result.RHat);
            Assert.AreEqual(16_000 / result.AutocorrelationTime, result.EffectiveSampleSize, 1e-6);
            time.Add(result.AutocorrelationTime);
        }

        double expected = (1 + phi) / (1 - phi);
        Assert.AreEqual(expected, time.Value, (4 * time.StandardError) + (0.02 * expected));
    }

    [TestMethod]
    public void StandardErrorsCoverTheMean()
    {
        const int runs = 300;
        double[] z = [.. Enumerable.Range(0, runs).Select(seed =>
        {
            ChainDiagnostics result = ChainDiagnostics.Of(Autoregression(chains: 4, draws: 1000, phi: 0.7, seed));
            return result.Mean / result.StandardError;
        })];

        Assert.AreEqual(0, z.Average(), 4 / Math.Sqrt(runs));
        Assert.AreEqual(1, z.Average(x => x * x), 4 * Math.Sqrt(2.0 / runs));
    }

    // Half of the chains around +100, half around -100. Their normalised ranks are the two halves of a normal distribution: variance 1 in
    // all and 1 - 2 / pi within. No number of draws knows the mean better than one draw a chain.
    [TestMethod]
    public void ChainsStuckInDifferentModesAreFound()
    {
        ChainTrace noise = Autoregression(chains: 10, draws: 400, phi: 0, seed: 1);
        ChainTrace stuck = Map(noise, (chain, draw, x) => x + (chain % 2 == 0 ? 100 : -100));

        ChainDiagnostics result = ChainDiagnostics.Of(stuck);

        Assert.AreEqual(Math.Sqrt(1 / (1 - (2 / Math.PI))), result.RHat, 0.06);
        Assert.IsLessThan(20, result.EffectiveSampleSize);
        Assert.IsGreaterThan(20, result.StandardError);
        Assert.IsLessThan(1.01, ChainDiagnostics.Of(noise).RHat);
    }

    // Same mean, another temperature: only the folded ranks see it.
    [TestMethod]
    public void ChainsOfDifferentSpreadAreFound()
    {
        ChainTrace noise = Autoregression(chains: 10, draws: 400, phi: 0, seed: 2);

        Assert.IsGreaterThan(1.1, ChainDiagnostics.Of(Map(noise, (chain, draw, x) => chain < 5 ? x : 5 * x)).RHat);
    }

    [TestMethod]
    public void ACommonDriftIsFound()
    {
        ChainTrace noise = Autoregression(chains: 10, draws: 401, phi: 0, seed: 3);

        Assert.IsGreaterThan(1.1, ChainDiagnostics.Of(Map(noise, (chain, draw, x) => x + (draw / 200.0))).RHat);
    }

    [TestMethod]
    public void RHatDoesNotDependOnScaleOrOutliers()
    {
        ChainTrace noise = Autoregression(chains: 6, draws: 300, phi: 0.5, seed: 4);
        double expected = ChainDiagnostics.Of(noise).RHat;

        ChainTrace heavy = Map(noise, (chain, draw, x) => x > 2 ? 1e9 * x : x);
        Assert.AreEqual(expected, ChainDiagnostics.Of(heavy).RHat, 0.02);
        Assert.AreEqual(expected, ChainDiagnostics.Of(Map(noise, (chain, draw, x) => (1e-3 * x) + 7)).RHat, 1e-9);
    }

    [TestMethod]
    public void SeriesThatNeverMoveTellNothing()
    {
        ChainDiagnostics same = ChainDiagnostics.Of(Map(new(3), 10, (chain, draw) => -5));
        Assert.AreEqual(-5, same.Mean);
        Assert.IsTrue(double.IsNaN(same.RHat) && double.IsNaN(same.EffectiveSampleSize) && double.IsNaN(same.AutocorrelationTime));

        ChainDiagnostics apart = ChainDiagnostics.Of(Map(new(3), 10, (chain, draw) => chain));
        Assert.AreEqual(double.PositiveInfinity, apart.RHat);
        Assert.IsLessThanOrEqualTo(6, apart.EffectiveSampleSize);
    }

    // A third has no exact sum, so that the mean of equal numbers is another number by rounding.
    [TestMethod]
    public void FrozenEnergiesTellNothingWhateverTheirDigits()
    {
        ChainDiagnostics same = ChainDiagnostics.Of(Map(new(8), 100, (chain, draw) => -1 / 3.0));
        Assert.AreEqual(-1 / 3.0, same.Mean, 1e-12);
        foreach (double number in new[] { same.StandardError, same.RHat, same.EffectiveSampleSize, same.AutocorrelationTime })
        {
            Assert.IsTrue(double.IsNaN(number));
        }

        ChainDiagnostics apart = ChainDiagnostics.Of(Map(new(2), 100, (chain, draw) => -0.1 - (chain / 7.0)));
        Assert.AreEqual(double.PositiveInfinity, apart.RHat);
    }

    // Two spins and one sweep a draw: a chain of four states, whose autocorrelations follow from its transition matrix.
    [TestMethod]
    public void EnergiesOfContinuedChainsHaveTheAutocorrelationOfTheTransitionMatrix()
    {
        IsingModel pair = new(SpinGraph.Complete(2), [0.3f, -0.8f], [-1]);
        var sampler = new BlockGibbsSampler { Sweeps = 1 };
        SampleSet last = new BlockGibbsSampler { Sweeps = 200 }.Sample(pair, new(Reads: 64, Seed: 999));
        var trace = new ChainTrace(64);
        for (ulong seed = 0; seed < 2000; seed++)
        {
            last = sampler.Sample(pair, new(Reads: 64, seed) { Continue = last.State });
            trace.Add(last);
        }

        ChainDiagnostics result = ChainDiagnostics.Of(trace);

        Assert.AreEqual(2000, trace.Draws);
        Assert.AreEqual(last.Energies[5], trace[5, 1999]);
        Assert.IsLessThan(1.01, result.RHat);
        Assert.AreEqual(new ExactEnumeration(pair).MeanEnergy, result.Mean, 4 * result.StandardError);
        Assert.AreEqual(ExactTime(pair), result.AutocorrelationTime, 0.05 * ExactTime(pair));
    }

    // In deep separate modes single chains look settled, and only their comparison tells.
    [TestMethod]
    public void GibbsChainsThatStayInTheirValleysAreFoundByRHatAndNotByTheTemperature()
    {
        IsingModel model = TestModels.Frustrated(TestModels.Torus(4, 4), seed: 1);
        var sampler = new BlockGibbsSampler { Sweeps = 10 };
        SampleSet last = new BlockGibbsSampler { Sweeps = 1000 }.Sample(model, new(Reads: 64, Seed: 1000));
        var trace = new ChainTrace(64);
        for (ulong seed = 0; seed < 100; seed++)
        {
            last = sampler.Sample(model, new(Reads: 64, seed) { Continue = last.State });
            trace.Add(last);
        }

        Assert.IsGreaterThan(1.5, ChainDiagnostics.Of(trace).RHat);
        SpinMatrix reads = (sampler with { Sweeps = 1000 }).Sample(model, new(Reads: 5000, Seed: 1)).Spins;
        EffectiveTemperature fit = EffectiveTemperature.Of(model, reads);
        Assert.AreEqual(1, fit.Beta, 4 * fit.StandardError);
        Assert.IsGreaterThan(0.2, TotalVariation.Of(new(model), reads));
    }

    [TestMethod]
    public void RefusesShortTracesAndDrawsThatDoNotFit()
    {
        var error = Assert.ThrowsExactly<ArgumentException>(() => ChainDiagnostics.Of(Map(new(2), 3, (chain, draw) => draw)));
        Assert.StartsWith("Trace: expected at least 4 draws of each chain, got 3.", error.Message);
        error = Assert.ThrowsExactly<ArgumentException>(() => new ChainTrace(2).Add([1.0]));
        Assert.StartsWith("Draw: expected one number for each of 2 chains, got 1.", error.Message);
        error = Assert.ThrowsExactly<ArgumentException>(() => new ChainTrace(2).Add([1.0, double.NaN]));
        Assert.StartsWith("Draw of chain 1: expected a finite number, got NaN.", error.Message);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new ChainTrace(0));
    }

    // Geyer's sum as its paper has it, on series so short that its pairs rise and fall by chance.
    [TestMethod]
    public void AutocorrelationsAreSummedByTheInitialMonotoneSequence()
    {
        for (int seed = 0; seed < 20; seed++)
        {
            double[][] halves = Autoregression(chains: 3, draws: 60, phi: 0.6, seed).SplitChains();
            double[] means = [.. halves.Select(x => x.Average())];
            double within = halves.Zip(means, (x, m) => x.Sum(y => (y - m) * (y - m)) / 29).Average();
            double total = (within * 29 / 30) + (means.Sum(m => Math.Pow(m - means.Average(), 2)) / 5);
            double[] rho = [1, .. Enumerable.Range(1, 29).Select(t => 1 - ((within - halves.Zip(
                means, (x, m) => Enumerable.Range(t, 30 - t).Sum(k => (x[k] - m) * (x[k - t] - m)) / 29).Average()) / total))];
            double[] pairs = [.. Enumerable.Range(0, 15).Select(k => rho[2 * k] + rho[(2 * k) + 1]).TakeWhile(pair => pair > 0)];
            double time = -1 + (2 * pairs.Select((_, k) => pairs[..(k + 1)].Min()).Sum());

            Assert.AreEqual(total, SeriesVariance.Of(halves).Total, 1e-10);
            Assert.AreEqual(time, SummedAutocorrelation.Of(halves, SeriesVariance.Of(halves)), 1e-10, $"seed {seed}");
        }
    }

    [TestMethod]
    public void RanksAreCountedOverAllSeriesAndTiesShareTheirMean()
    {
        double[][] scores = NormalizedRanks.Of([[3, 1], [1, 2]]);

        Assert.AreEqual(NormalQuantile.Of((4 - 0.375) / 4.25), scores[0][0]);
        Assert.AreEqual(NormalQuantile.Of((1.5 - 0.375) / 4.25), scores[0][1]);
        Assert.AreEqual(scores[0][1], scores[1][0]);
        Assert.AreEqual(NormalQuantile.Of((3 - 0.375) / 4.25), scores[1][1]);
    }

    // Quantiles of the standard normal distribution, to the published six digits.
    [TestMethod]
    [DataRow(0.5, 0.0)]
    [DataRow(0.25, -0.6744898)]
    [DataRow(0.975, 1.9599640)]
    [DataRow(0.001, -3.0902323)]
    [DataRow(1e-9, -5.9978070)]
    [DataRow(1e-15, -7.9413454)]
    public void NormalQuantilesAreThoseOfTheTables(double probability, double expected) =>
        Assert.AreEqual(expected, NormalQuantile.Of(probability), 1e-6);

    /// <summary>1 + 2 sum_t rho_t of the energy, with one sweep over spin 0, then spin 1, as the step.</summary>
    private static double ExactTime(IsingModel pair)
    {
        sbyte[][] states = [.. TestModels.AllStates(2)];
        double[] energy = [.. states.Select(s => pair.Energy(s))];
        double[] p = [.. states.Select(s => Math.Exp(new ExactEnumeration(pair).LogProbability(s)))];
        double mean = p.Zip(energy, (w, e) => w * e).Sum();
        double[] expected = [.. energy.Select(e => e - mean)]; // E[energy after t sweeps | start] - mean
        double variance = Covariance(), time = 1;
        for (int t = 1; t < 200; t++)
        {
            double[] next = expected;
            expected = [.. states.Select(start =>
                states.Select((end, k) => Draw(0, end[0], start[1]) * Draw(1, end[1], end[0]) * next[k]).Sum())];
            time += 2 * Covariance() / variance;
        }

        return time;

        double Covariance() => Enumerable.Range(0, 4).Sum(k => p[k] * (energy[k] - mean) * expected[k]);

        double Draw(int spin, int value, int other) =>
            1 / (1 + Math.Exp(2 * value * (pair.Fields[spin] + (pair.Couplings[0] * other))));
    }

    private static ChainTrace Autoregression(int chains, int draws, double phi, int seed)
    {
        var random = new Random(seed);
        double[] last = [.. Enumerable.Range(0, chains).Select(_ => Normal() / Math.Sqrt(1 - (phi * phi)))];
        return Map(new(chains), draws, (chain, draw) => last[chain] = (phi * last[chain]) + Normal());

        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
    }

    private static ChainTrace Map(ChainTrace trace, Func<int, int, double, double> change) =>
        Map(new(trace.Chains), trace.Draws, (chain, draw) => change(chain, draw, trace[chain, draw]));

    private static ChainTrace Map(ChainTrace trace, int draws, Func<int, int, double> value)
    {
        for (int draw = 0; draw < draws; draw++)
        {
            trace.Add([.. Enumerable.Range(0, trace.Chains).Select(chain => value(chain, draw))]);
        }

        return trace;
    }
}
