using System.Collections.Immutable;

namespace MLNetQuantumPrior.Learning;

/// <summary>One tensor in the flat vector of all parameters.</summary>
/// <param name="Name">Such as "encoder.0.weight": the network, the layer's index, the tensor.</param>
/// <param name="Shape">Its dimensions; row-major.</param>
/// <param name="Offset">Where it begins.</param>
public sealed record ParameterBlock(string Name, ImmutableArray<int> Shape, int Offset)
{
    /// <summary>Number of values.</summary>
    public int Length => Shape.Aggregate(1, (product, size) => product * size);

    /// <summary>Where the next block begins.</summary>
    public int End => Offset + Length;

    internal static ImmutableArray<ParameterBlock> Of(VaeArchitecture architecture)
    {
        var blocks = ImmutableArray.CreateBuilder<ParameterBlock>();
        Add("encoder", architecture.Encoder);
        Add("decoder", architecture.Decoder);
        return blocks.ToImmutable();

        void Add(string network, ImmutableArray<Layer> layers)
        {
            for (int k = 0; k < layers.Length; k++)
            {
                if (layers[k] is Dense dense)
                {
                    AddBlock($"{network}.{k}.weight", [dense.Inputs, dense.Outputs]);
                    AddBlock($"{network}.{k}.bias", [dense.Outputs]);
                }
            }
        }

        void AddBlock(string name, ImmutableArray<int> shape) => blocks.Add(new(name, shape, blocks.Count == 0 ? 0 : blocks[^1].End));
    }
}
