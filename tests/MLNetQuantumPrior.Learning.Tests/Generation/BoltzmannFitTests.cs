using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning.Tests;

[TestClass]
public sealed class BoltzmannFitTests
{
    private static readonly ClassFitOptions Options = new() { Steps = 3000, LearningRate = 0.01 };

    public static IEnumerable<object[]> Graphs => [[SpinGraph.Complete(8)], [SpinGraph.Bipartite(4, 5)], [SpinGraph.Zephyr(1, 1)]];

    [TestMethod]
    [DynamicData(nameof(Graphs))]
    public void FindsTheMachineThatTheDataComeFrom(SpinGraph graph)
    {
        IsingModel truth = SmallMachines.Random(graph, 0.5f, seed: 1);
        IsingModel fitted = Fit(truth.Graph, SmallMachines.Moments(truth), Options);

        Assert.IsLessThan(0.001, SmallMachines.Divergence(truth, fitted));
        for (int i = 0; i < graph.SpinCount; i++)
        {
            Assert.AreEqual(truth.Fields[i], fitted.Fields[i], 0.03);
        }

        for (int e = 0; e < graph.Edges.Length; e++)
        {
            Assert.AreEqual(truth.Couplings[e], fitted.Couplings[e], 0.03);
        }
    }

    // Two valleys that a chain does not leave once they are deep, so that plain chains keep whatever shares they fell into. Couplings
    // within a deep valley hardly matter, so it is the likelihood that is compared.
    [TestMethod]
    [DataRow(0.5f)]
    [DataRow(0.7f)]
    public void FindsMachinesOfTwoDeepValleysWherePlainPersistentChainsFail(float depth)
    {
        IsingModel truth = SmallMachines.Valleys(spins: 10, depth, tilt: 0.08f);

        Assert.IsLessThan(0.005, SmallMachines.Divergence(truth, Fit(truth.Graph, SmallMachines.Moments(truth), Options)));
        Assert.IsGreaterThan(0.5, SmallMachines.Divergence(truth, FitWithPlainChains(truth)));
    }

    // The start has one valley of the truth's two, so deep that chains do not leave it.
    [TestMethod]
    public void FindsAValleyThatNoChainOfTheStartIsIn()
    {
        IsingModel truth = SmallMachines.Valleys(spins: 10, depth: 0.7f, tilt: 0.02f);
        IsingModel start = SmallMachines.Valleys(spins: 10, depth: 0.7f, tilt: 1);
        IsingModel fitted = Fit(start, SmallMachines.Moments(truth), fieldsOnly: false, Options, seed: 2).Model;

        Assert.IsGreaterThan(0.5, SmallMachines.Divergence(truth, start));
        Assert.IsLessThan(0.01, SmallMachines.Divergence(truth, fitted));
    }

    // Where no machine of the graph is the truth, the best one has the truth's moments.
    [TestMethod]
    public void MomentsOfTheFitAreTheDatas()
    {
        IsingModel truth = SmallMachines.Random(SpinGraph.Complete(7), 0.8f, seed: 2);
        SpinGraph ring = SpinGraph.FromEdges(7, Enumerable.Range(0, 7).Select(i => new SpinEdge(i, (i + 1) % 7)));
        TargetMoments all = SmallMachines.Moments(truth);
        var target = new TargetMoments(
            all.Rows, [.. all.Values[..7], .. ring.Edges.Select(edge => all.Values[7 + truth.Graph.Edges.IndexOf(edge)])]);

        TargetMoments fitted = SmallMachines.Moments(Fit(ring, target, Options));
        for (int k = 0; k < target.Values.Length; k++)
        {
            Assert.AreEqual(target.Values[k], fitted.Values[k], 0.01);
        }
    }

    [TestMethod]
    public void FieldsAloneMatchTheMeansAndLeaveTheCouplings()
    {
        IsingModel shared = SmallMachines.Random(SpinGraph.Complete(9), 0.6f, seed: 3);
        IsingModel other = SmallMachines.Random(SpinGraph.Complete(9), 0.6f, seed: 4);
        TargetMoments target = SmallMachines.Moments(other);
        IsingModel fitted = Fit(shared, target, fieldsOnly: true, Options, seed: 2).Model;

        CollectionAssert.AreEqual(shared.Couplings, fitted.Couplings);
        var law = new ExactEnumeration(fitted);
        for (int i = 0; i < 9; i++)
        {
            Assert.AreEqual(target.Values[i], law.MeanSpins[i], 0.01);
        }
    }

    [TestMethod]
    public void MomentErrorIsTheDistanceFromTheDatasMoments()
    {
        IsingModel start = SmallMachines.Random(SpinGraph.Complete(6), 0.3f, seed: 5);
        TargetMoments target = SmallMachines.Moments(SmallMachines.Random(SpinGraph.Complete(6), 0.9f, seed: 6));
        float[] own = SmallMachines.Moments(start).Values;
        double exact = Math.Sqrt(own.Zip(target.Values, (a, b) => Math.Pow(a - b, 2)).Average());

        // The start hardly moves, and 100 steps of 640 chains leave a noise of about .005 in each moment.
        var still = new ClassFitOptions { Steps = 400, LearningRate = 1e-9, Sweeps = 5 };
        Assert.AreEqual(exact, Fit(start, target, fieldsOnly: false, still, seed: 1).Error, 0.01);
        Assert.IsLessThan(exact / 50, Fit(start, target, fieldsOnly: false, Options, seed: 1).Error);
    }

    [TestMethod]
    [DataRow(4)]
    [DataRow(10)]
    [DataRow(16)]
    public void TheDefaultsFindALatentThatTheClassFixes(int spins)
    {
        SpinGraph graph = SpinGraph.Complete(spins);
        var target = new TargetMoments(1000, [0.999f, .. new float[spins - 1 + graph.Edges.Length]]);
        Assert.IsGreaterThan(0.97, new ExactEnumeration(Fit(graph, target, new())).MeanSpins[0]);
    }

    [TestMethod]
    public void TheSeedDecidesTheFit()
    {
        IsingModel start = SmallMachines.Random(SpinGraph.Complete(6), 0.3f, seed: 7);
        TargetMoments target = SmallMachines.Moments(SmallMachines.Random(SpinGraph.Complete(6), 0.5f, seed: 8));
        var brief = new ClassFitOptions { Steps = 50, Chains = 100 };
        IsingModel first = Fit(start, target, fieldsOnly: false, brief, seed: 1).Model;

        CollectionAssert.AreEqual(first.Couplings, Fit(start, target, fieldsOnly: false, brief, seed: 1).Model.Couplings);
        CollectionAssert.AreNotEqual(first.Couplings, Fit(start, target, fieldsOnly: false, brief, seed: 2).Model.Couplings);
    }

    [TestMethod]
    public void AClassifierOfCodesMovesNoImages() => StringAssert.StartsWith(
        Assert.ThrowsExactly<ArgumentException>(() => new ClassFitOptions { Classifier = new() { Augmentation = new(28, 28) } }).Message,
        "Option 'Classifier': expected no 'Augmentation', got one of 28 x 28 pixels. The classifier reads codes, not images.");

    [TestMethod]
    public void OptionsOutOfRangeAreRefused()
    {
        foreach ((string name, Func<object> make) in new (string, Func<object>)[]
        {
            ("Steps", () => new ClassFitOptions { Steps = 3 }),
            ("Chains", () => new ClassFitOptions { Chains = 1 }),
            ("Sweeps", () => new ClassFitOptions { Sweeps = 0 }),
            ("LearningRate", () => new ClassFitOptions { LearningRate = 0 }),
            ("LearningRate", () => new ClassFitOptions { LearningRate = double.NaN }),
            ("MachinesPerClass", () => new ClassFitOptions { MachinesPerClass = 0 }),
            ("MaxDegreeOfParallelism", () => new ClassFitOptions { MaxDegreeOfParallelism = 0 }),
        })
        {
            Assert.AreEqual(name, Assert.ThrowsExactly<ArgumentOutOfRangeException>(make).ParamName);
        }
    }

    private static IsingModel Fit(SpinGraph graph, TargetMoments target, ClassFitOptions options) =>
        Fit(SmallMachines.Flat(graph), target, fieldsOnly: false, options, seed: 2).Model;

    private static (IsingModel Model, double Error) Fit(
        IsingModel start, TargetMoments target, bool fieldsOnly, ClassFitOptions options, ulong seed)
    {
        var fit = new BoltzmannFit(start, target, fieldsOnly, new ExactSampler(), options);
        return (fit.Run(seed, default), fit.MomentError);
    }

    /// <summary>The same descent, but with persistent chains that count alike (Tieleman 2008).</summary>
    private static IsingModel FitWithPlainChains(IsingModel truth)
    {
        int n = truth.SpinCount;
        float[] target = SmallMachines.Moments(truth).Values;
        float[] parameters = new float[target.Length], gradient = new float[target.Length], sums = new float[target.Length];
        var optimizer = new AdamOptimizer(parameters.Length, threads: 1);
        var negative = new SpinMoments(PairSums.For(truth.Graph, threads: 1));
        SamplerState? chains = null;
        for (int step = 0; step < Options.Steps; step++)
        {
            var model = new IsingModel(truth.Graph, parameters.AsSpan(0, n), parameters.AsSpan(n));
            SampleSet samples = new BlockGibbsSampler { Sweeps = 1 }.Sample(model, new(Options.Chains, (ulong)step) { Continue = chains });
            chains = samples.State;
            negative.Set(samples.Spins.AsSpan());
            negative.SubtractFrom(target, gradient);
            for (int k = 0; step >= 3 * Options.Steps / 4 && k < sums.Length; k++)
            {
                sums[k] += parameters[k];
            }

            optimizer.Step(parameters, gradient, 0.01);
        }

        float[] mean = [.. sums.Select(sum => 4 * sum / Options.Steps)];
        return new(truth.Graph, mean.AsSpan(0, n), mean.AsSpan(n));
    }
}
