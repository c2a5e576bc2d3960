using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning.Tests;

/// <summary>A small model of which all codes can be counted, and a row of it with holes.</summary>
internal sealed class SmallFillings
{
    public const int Latents = 7;

    private static readonly Likelihood Mixed = new(new BernoulliSlots(4), new GaussianSlots(2), new CategoricalSlots(3));
    private readonly double[] _outputs, _logKnown; // [codes, slots], [codes]

    /// <param name="known">Which of the slots are known: four of bits, two numbers and a category of three.</param>
    public SmallFillings(bool[] known)
    {
        Known = known;
        VaeArchitecture architecture = VaeArchitecture.Mlp(Mixed.Slots, [6], Latents) with { Likelihood = Mixed };
        SpinGraph graph = SpinGraph.Complete(Latents);
        float[] parameters = new float[architecture.ParameterCount], h = new float[Latents], j = new float[graph.Edges.Length];
        new UniformStream(3, 3).FillNormal(parameters, 0.6f);
        foreach (ref float weight in parameters.AsSpan(0, (Mixed.Slots * 6) + 6 + (6 * Latents) + Latents))
        {
            weight *= 0.4f; // of the encoder: it knows little, but excludes nothing
        }

        new UniformStream(3, 4).FillNormal(h, 0.4f);
        new UniformStream(3, 5).FillNormal(j, 0.3f);
        Model = new(architecture, parameters, new(graph, h, j))
        {
            Scaling = new(
                [0, 0, 0, 0, 10, -3, 0, 0, 0], [1, 1, 1, 1, 2, 0.5f, 1, 1, 1], Mixed),
        };

        int codes = 1 << Latents;
        float[] outputs = new float[codes * Mixed.Slots];
        Model.DecodeOutputs(LatentBits.Of(AllCodes()), outputs);
        _outputs = [.. outputs];
        float[] scaled = new float[Row.Length];
        Model.Scaling.Scale(Row, scaled);
        _logKnown = [.. Enumerable.Range(0, codes).Select(code => -Model.Prior.Energy(AllCodes()[code]) + LogKnown(code, scaled))];
        LogEvidence = Log(_logKnown) - Log([.. Enumerable.Range(0, codes).Select(code => -Model.Prior.Energy(AllCodes()[code]))]);
    }

    public BmVaeModel Model { get; }

    public bool[] Known { get; }

    /// <summary>In the units of the model; the numbers are 0.35 and -0.8 once they are scaled.</summary>
    public float[] Row { get; } = [1, 0, 0.3f, 1, 10.7f, -3.4f, 0, 1, 0];

    /// <summary>log p(x_known).</summary>
    public double LogEvidence { get; }

    /// <summary>p(z | x_known) of each code, whose bits are those of its number.</summary>
    public double[] Posterior => [.. _logKnown.Select(log => Math.Exp(log - Log(_logKnown)))];

    /// <summary>E(x | x_known) of a slot that is not known, scaled.</summary>
    public double Expected(int slot) => Posterior.Select((p, code) => p * PlainLikelihood.Expected(Mixed, Outputs(code))[slot]).Sum();

    /// <summary>Number of the code of spins.</summary>
    public static int CodeOf(ReadOnlySpan<sbyte> spins)
    {
        int code = 0;
        for (int i = 0; i < spins.Length; i++)
        {
            code |= spins[i] > 0 ? 1 << i : 0;
        }

        return code;
    }

    private static SpinMatrix AllCodes() => new(1 << Latents, Latents,
    [
        .. from code in Enumerable.Range(0, 1 << Latents)
            from i in Enumerable.Range(0, Latents)
            select (sbyte)((((code >> i) & 1) * 2) - 1),
    ]);

    private static double Log(double[] logs) => logs.Max() + Math.Log(logs.Sum(log => Math.Exp(log - logs.Max())));

    private double[] Outputs(int code) => _outputs[(code * Mixed.Slots)..((code + 1) * Mixed.Slots)];

    /// <summary>By the formulas of the likelihood, a group at a time.</summary>
    private double LogKnown(int code, float[] scaled)
    {
        double log = 0;
        double[] outputs = Outputs(code), learned = [.. Model.LikelihoodParameters.ToArray()];
        for (int slot = 0; slot < 6; slot++)
        {
            Likelihood own = slot < 4 ? Likelihood.Bernoulli(1) : Likelihood.Gaussian(1);
            double[] variance = slot < 4 ? [] : [learned[slot - 4]];
            log -= Known[slot] ? PlainLikelihood.Nats(own, [outputs[slot]], [scaled[slot]], variance) : 0;
        }

        double[] category = [.. scaled[6..].Select(x => (double)x)];
        return log - (Known[6] ? PlainLikelihood.Nats(new(new CategoricalSlots(3)), outputs[6..], category, []) : 0);
    }
}
