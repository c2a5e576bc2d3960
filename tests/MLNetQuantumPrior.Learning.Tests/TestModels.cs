using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning.Tests;

/// <summary>Models without a training: given weights, a prior of zeros.</summary>
internal static class TestModels
{
    public static BmVaeModel Of(VaeArchitecture architecture, float[] parameters, SlotScaling? scaling = null, params string[] slotNames)
    {
        SpinGraph graph = SpinGraph.Complete(architecture.LatentSize);
        return new(architecture, parameters, new(graph, new float[graph.SpinCount], new float[graph.Edges.Length]))
        {
            Scaling = scaling ?? SlotScaling.Identity(architecture.Likelihood),
            SlotNames = [.. slotNames],
        };
    }
}
