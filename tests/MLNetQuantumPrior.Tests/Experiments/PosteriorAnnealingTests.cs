using MLNetQuantumPrior.Experiments;
using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Tests.Experiments;

[TestClass]
public sealed class PosteriorAnnealingTests
{
    private const int Latents = 6, Features = 9, Rows = 8;

    private static readonly BmVaeModel Model = Random();

    private static readonly FeatureMatrix Data = RandomRows();

    [TestMethod]
    public void ManyStepsGiveTheLikelihoodWhereTheEncoderIsFarFromThePosterior()
    {
        double exact = Enumerable.Range(0, Rows).Average(row => LogJoint(Data.Slice(row, row + 1)));
        double elbo = new PosteriorAnnealing(Chains: 1, Temperatures: 1).Measure(Model, Data, seed: 1); // a draw of q each

        Assert.AreEqual(exact, new PosteriorAnnealing(Chains: 64, Temperatures: 1000).Measure(Model, Data, seed: 1), 0.1);
        Assert.IsLessThan(exact - 2, elbo, "Or the test would not need the annealing.");
    }

    /// <summary>log of the sum over all codes of exp(-E(z)) p(x|z).</summary>
    private static double LogJoint(ReadOnlySpan<float> row)
    {
        double sum = 0;
        float[] outputs = new float[Features];
        for (int code = 0; code < 1 << Latents; code++)
        {
            float[] bits = [.. Enumerable.Range(0, Latents).Select(i => (float)((code >> i) & 1))];
            Model.DecodeOutputs(bits, outputs);
            double log = -Energy(bits);
            for (int i = 0; i < Features; i++)
            {
                log -= Math.Log(1 + Math.Exp(row[i] == 1 ? -outputs[i] : outputs[i]));
            }

            sum += Math.Exp(log);
        }

        return Math.Log(sum);
    }

    private static double Energy(float[] bits)
    {
        double energy = 0;
        for (int i = 0; i < Latents; i++)
        {
            energy += Model.Prior.Fields[i] * ((2 * bits[i]) - 1);
        }

        foreach ((SpinEdge edge, float coupling) in Model.Prior.Graph.Edges.Zip(Model.Prior.Couplings))
        {
            energy += coupling * ((2 * bits[edge.I]) - 1) * ((2 * bits[edge.J]) - 1);
        }

        return energy;
    }

    private static BmVaeModel Random()
    {
        VaeArchitecture architecture = VaeArchitecture.Mlp(Features, [], Latents);
        float[] parameters = new float[architecture.ParameterCount], h = new float[Latents], j = new float[Latents * (Latents - 1) / 2];
        int encoder = (Features * Latents) + Latents;
        new UniformStream(3, 3).FillNormal(parameters.AsSpan(0, encoder), 0.7f); // or bits that it is sure of would hardly ever change
        new UniformStream(3, 6).FillNormal(parameters.AsSpan(encoder), 3);
        new UniformStream(3, 4).FillNormal(h, 0.3f);
        new UniformStream(3, 5).FillNormal(j, 0.3f);
        return new(architecture, parameters, new(SpinGraph.Complete(Latents), h, j));
    }

    private static FeatureMatrix RandomRows()
    {
        float[] values = new float[Rows * Features];
        new UniformStream(1, 6).Fill(values);
        return new(Features, Array.ConvertAll(values, value => value < 0.5f ? 0f : 1f));
    }
}
