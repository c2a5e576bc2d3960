using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning.Tests;

/// <summary>Models without a training.</summary>
internal static class TestModels
{
    /// <summary>Given weights, a prior of zeros.</summary>
    public static BmVaeModel Of(VaeArchitecture architecture, float[] parameters, SlotScaling? scaling = null, params string[] slotNames)
    {
        SpinGraph graph = SpinGraph.Complete(architecture.LatentSize);
        return new(architecture, parameters, new(graph, new float[graph.SpinCount], new float[graph.Edges.Length]))
        {
            Scaling = scaling ?? SlotScaling.Identity(architecture.Likelihood),
            SlotNames = [.. slotNames],
        };
    }

    /// <summary>Networks with one hidden layer and a complete prior, all numbers random and of moderate size.</summary>
    public static BmVaeModel Random(int pixels, int latents)
    {
        VaeArchitecture architecture = VaeArchitecture.Mlp(pixels, [6], latents);
        SpinGraph graph = SpinGraph.Complete(latents);
        float[] parameters = new float[architecture.ParameterCount], h = new float[latents], j = new float[graph.Edges.Length];
        new UniformStream(3, 3).FillNormal(parameters, 0.7f);
        new UniformStream(3, 4).FillNormal(h, 0.5f);
        new UniformStream(3, 5).FillNormal(j, 0.5f);
        return new(architecture, parameters, new(graph, h, j));
    }
}
