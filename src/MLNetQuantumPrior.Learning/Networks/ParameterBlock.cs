namespace MLNetQuantumPrior.Learning;

/// <summary>One tensor in the flat vector of all parameters.</summary>
/// <param name="Name">Such as "encoder.0.weight": the network, the layer's index, the tensor; or "likelihood.logVariance".</param>
/// <param name="Shape">Its dimensions; row-major.</param>
/// <param name="Offset">Where it begins.</param>
public sealed record ParameterBlock(string Name, ImmutableArray<int> Shape, int Offset)
{
    /// <summary>Whether the optimiser changes it; not so the running statistics of <see cref="BatchNorm"/>.</summary>
    public bool IsTrained { get; init; } = true;

    /// <summary>Whether it is the running variance of <see cref="BatchNorm"/>, which is never negative.</summary>
    internal bool IsVariance => !IsTrained && Name.EndsWith(".variance", StringComparison.Ordinal);

    /// <summary>Number of values.</summary>
    public int Length => Shape.Aggregate(1, (product, size) => product * size);

    /// <summary>Where the next block begins.</summary>
    public int End => Offset + Length;

    internal static ImmutableArray<ParameterBlock> Of(VaeArchitecture architecture)
    {
        int variances = architecture.Likelihood.LearnedVariances;
        var layers = architecture.Encoder.Concat(architecture.Decoder);
        double count = variances + layers.SelectMany(layer => layer.Tensors).Sum(tensor => tensor.Length);
        if (count > Array.MaxLength)
        {
            throw new ArgumentException($"Architecture: expected at most {Array.MaxLength} parameters, got {count:F0}.");
        }

        var blocks = ImmutableArray.CreateBuilder<ParameterBlock>();
        Add("encoder", architecture.Encoder);
        Add("decoder", architecture.Decoder);
        if (variances > 0)
        {
            blocks.Add(new("likelihood.logVariance", [variances], blocks.Count == 0 ? 0 : blocks[^1].End));
        }

        return blocks.ToImmutable();

        void Add(string network, ImmutableArray<Layer> layers)
        {
            for (int k = 0; k < layers.Length; k++)
            {
                foreach (LayerTensor tensor in layers[k].Tensors)
                {
                    int offset = blocks.Count == 0 ? 0 : blocks[^1].End;
                    blocks.Add(new($"{network}.{k}.{tensor.Name}", tensor.Shape, offset) { IsTrained = tensor.IsTrained });
                }
            }
        }
    }
}
