using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning.Tests;

/// <summary>
/// The figures of a model with every likelihood against sums over all its codes, with p(x|z) by the formulas of its documentation.
/// </summary>
[TestClass]
public sealed class LikelihoodEvaluationTests
{
    private const int Latents = 4, Samples = 100_000;

    private static readonly Likelihood Mixed = new(
        new GaussianSlots(2), new CategoricalSlots(3), new BernoulliSlots(1), new GaussianSlots(1) { Variance = .3 });

    private static readonly BmVaeModel Model = Random();

    private static readonly float[][] Rows = [[-.5f, 1, 0, 1, 0, 1, .2f], [2, .1f, 0, 0, 0, 0, -1]]; // the second's category is not known

    private static readonly FeatureMatrix Data = new(Mixed, [.. Rows.SelectMany(row => row)]);

    [TestMethod]
    public void ReconstructionIsTheExpectationOverAllCodes()
    {
        double mean = 0, variance = 0;
        foreach (float[] row in Rows)
        {
            double[] nats = [.. Enumeration.States(Latents).Select(s => -LogLikelihood(row, s))];
            double[] q = [.. Enumeration.States(Latents).Select(s => Enumeration.Probability(s, Logits(row)))];
            double first = nats.Zip(q).Sum(pair => pair.First * pair.Second);
            double second = nats.Zip(q).Sum(pair => pair.First * pair.First * pair.Second);
            (mean, variance) = (mean + (first / 2), variance + ((second - (first * first)) / 4));
        }

        BmVaeMetrics metrics = ModelEvaluation.Measure(Model, Data, new() { ImportanceSamples = Samples });

        Assert.AreEqual(mean, metrics.Reconstruction, 4 * Math.Sqrt(variance / Samples));
    }

    [TestMethod]
    public void ImportanceWeightedBoundOfManySamplesIsTheLikelihood()
    {
        double[] h = [.. Model.Prior.Fields.Select(value => (double)value)], j = [.. Model.Prior.Couplings.Select(value => (double)value)];
        (int, int)[] edges = [.. Model.Prior.Graph.Edges.Select(edge => (edge.I, edge.J))];
        double logZ = Enumeration.LogZ(h, edges, j), exact = 0, variance = 0;
        foreach (float[] row in Rows)
        {
            double[] joint =
            [
                .. Enumeration.States(Latents).Select(s => Math.Exp(LogLikelihood(row, s) - Enumeration.Energy(s, h, edges, j) - logZ)),
            ];
            double[] q = [.. Enumeration.States(Latents).Select(s => Enumeration.Probability(s, Logits(row)))];
            exact += Math.Log(joint.Sum()) / 2;

            // of the logarithm of a mean of weights joint / q: relative variance of the weights over their number
            variance += ((joint.Zip(q).Sum(pair => pair.First * pair.First / pair.Second) / Math.Pow(joint.Sum(), 2)) - 1) / Samples / 4;
        }

        BmVaeMetrics metrics = ModelEvaluation.Measure(Model, Data, new() { ImportanceSamples = Samples });

        Assert.AreEqual(exact, metrics.ImportanceWeightedBound, (4 * Math.Sqrt(variance)) + 1e-5);
    }

    [TestMethod]
    public void SquaredErrorIsThatOfExpectedScaledFeatures()
    {
        double expected = Rows.Average(row =>
        {
            sbyte[] likely = [.. Logits(row).Select(l => (sbyte)(l > 0 ? 1 : -1))];
            return PlainLikelihood.Expected(Mixed, Outputs(likely)).Zip(row, (y, x) => (x - y) * (x - y)).Average();
        });

        Assert.AreEqual(expected, ModelEvaluation.Measure(Model, Data, new()).MeanSquaredError, 1e-6);
    }

    private static BmVaeModel Random()
    {
        VaeArchitecture architecture = VaeArchitecture.Mlp(7, [6], Latents) with { Likelihood = Mixed };
        float[] parameters = new float[architecture.ParameterCount], h = new float[Latents], j = new float[Latents * (Latents - 1) / 2];
        new UniformStream(3, 3).FillNormal(parameters, 0.5f);
        new UniformStream(3, 4).FillNormal(h, 0.5f);
        new UniformStream(3, 5).FillNormal(j, 0.5f);
        return new(architecture, parameters, new(SpinGraph.Complete(Latents), h, j));
    }

    private static double[] Logits(float[] row)
    {
        float[] logits = new float[Latents];
        Model.Encode(row, logits);
        return [.. logits.Select(l => (double)l)];
    }

    private static double[] Outputs(sbyte[] s)
    {
        float[] outputs = new float[Mixed.Slots];
        Model.DecodeOutputs([.. s.Select(spin => (spin + 1) / 2f)], outputs);
        return [.. outputs.Select(o => (double)o)];
    }

    private static double LogLikelihood(float[] row, sbyte[] s)
    {
        IEnumerable<double> learned = Model.Parameters[^2..].ToArray().Select(w => (double)w);
        return -PlainLikelihood.Nats(Mixed, Outputs(s), [.. row.Select(x => (double)x)], learned);
    }
}
