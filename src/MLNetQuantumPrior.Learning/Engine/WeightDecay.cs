using MLNetQuantumPrior.Learning.Kernels;

namespace MLNetQuantumPrior.Learning;

/// <summary>
/// Decoupled weight decay (Loshchilov and Hutter 2019): w -= rate * decay * w, beside the optimiser's step. It takes the weights of dense
/// layers and convolutions; biases, and what normalisation has, stay.
/// </summary>
internal sealed class WeightDecay(VaeArchitecture architecture, double decay, int threads)
{
    private const int WeightsPerPart = 16384;

    private readonly ImmutableArray<ParameterBlock> _weights = [.. architecture.Parameters.Where(block => block.Shape.Length > 1)];

    public unsafe void Step(Span<float> parameters, double learningRate)
    {
        float factor = (float)(1 - (learningRate * decay));
        foreach (ParameterBlock block in _weights)
        {
            fixed (float* w = parameters[block.Offset..block.End])
            {
                Elements.Run(new Scaling(factor, w), block.Length, WeightsPerPart, threads);
            }
        }
    }
}
