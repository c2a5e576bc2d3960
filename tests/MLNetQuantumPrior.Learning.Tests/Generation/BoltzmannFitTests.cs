using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning.Tests;

[TestClass]
public sealed class BoltzmannFitTests
{
    private static readonly BoltzmannFitOptions Options = new() { Steps = 3000, LearningRate = 0.01 };

    [TestMethod]
    public void FindsTheMachineThatTheDataComeFrom()
    {
        IsingModel truth = SmallMachines.Random(SpinGraph.Complete(8), 0.5f, seed: 1);
        IsingModel fitted = Fit(truth, fieldsOnly: false, out double momentError);
        Console.WriteLine($"{SmallMachines.Divergence(truth, fitted)} {momentError}");
        Assert.IsLessThan(0.001, SmallMachines.Divergence(truth, fitted));
    }

    [TestMethod]
    public void FindsAMachineOfTwoDeepValleys()
    {
        foreach (float depth in new[] {.3f, .5f, .7f})
        {
        IsingModel truth = SmallMachines.Valleys(10, depth, .08f);
        IsingModel fitted = Fit(truth, fieldsOnly: false, out double momentError);
        IsingModel plain = Plain(truth);
        Console.WriteLine($"{depth} {SmallMachines.Divergence(truth, fitted)} {momentError} plain {SmallMachines.Divergence(truth, plain)}; {new ExactEnumeration(truth).MeanSpins[0]} {new ExactEnumeration(fitted).MeanSpins[0]} {new ExactEnumeration(plain).MeanSpins[0]} {truth.Couplings.Zip(fitted.Couplings, (a,b)=>Math.Abs(a-b)).Max()} {truth.Fields.Zip(fitted.Fields, (a,b)=>Math.Abs(a-b)).Max()}");
        }
        Assert.Fail();
    }

    private static IsingModel Fit(IsingModel truth, bool fieldsOnly, out double momentError)
    {
        var start = new IsingModel(truth.Graph, new float[truth.SpinCount], new float[truth.Graph.Edges.Length]);
        var chains = new WeightedPopulation(start, new ExactSampler().Sample(start, new(Options.Chains, Seed: 1)).Spins, 0);
        var fit = new BoltzmannFit(start, SmallMachines.Moments(truth), fieldsOnly, Options);
        IsingModel fitted = fit.Run(chains, seed: 2, default);
        momentError = fit.MomentError;
        return fitted;
    }

    private static IsingModel Plain(IsingModel truth)
    {
        var prior = new BoltzmannPrior(truth.Graph, 1, threads: 1);
        prior.J.Clear();
        float[] target = SmallMachines.Moments(truth).Values, gradient = new float[target.Length];
        double[] sums = new double[target.Length];
        var optimizer = new AdamOptimizer(target.Length, 1);
        float[] parameters = new float[target.Length];
        var negative = new SpinMoments(prior.Pairs);
        var sampler = new BlockGibbsSampler { Sweeps = 1 };
        SamplerState? state = null;
        for (int step = 0; step < Options.Steps; step++)
        {
            var model = new IsingModel(truth.Graph, parameters.AsSpan(0, truth.SpinCount), parameters.AsSpan(truth.SpinCount));
            SampleSet set = sampler.Sample(model, new(Options.Chains, (ulong)step) { Continue = state });
            state = set.State;
            negative.Set(set.Spins);
            negative.SubtractFrom(target, gradient);
            if (step >= Options.Steps * 3 / 4) for (int k = 0; k < sums.Length; k++) sums[k] += parameters[k] / (Options.Steps / 4);
            optimizer.Step(parameters, gradient, Options.LearningRate);
        }
        float[] mean = [.. sums.Select(s => (float)s)];
        return new(truth.Graph, mean.AsSpan(0, truth.SpinCount), mean.AsSpan(truth.SpinCount));
    }
}
