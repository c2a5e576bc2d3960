namespace MLNetQuantumPrior.Learning;

/// <summary>A fully connected layer, y = x W + b. <c>[batch, Inputs] -> [batch, Outputs]</c></summary>
/// <remarks>
/// Parameters, in this order: W of shape [Inputs, Outputs], row-major, then b of shape [Outputs].
/// Both start uniform in (-a, a) with a = 1 / sqrt(Inputs); W is then multiplied by <see cref="Gain"/>.
/// </remarks>
/// <param name="Inputs">Values of a row before the layer, at least 1.</param>
/// <param name="Outputs">Values of a row after the layer, at least 1.</param>
public sealed record Dense(int Inputs, int Outputs) : Layer
{
    /// <summary>Factor on the initial weights, above 0. Default 1.</summary>
    public double Gain { get; init; } = 1;

    internal override ImmutableArray<LayerTensor> Tensors
    {
        get
        {
            double bound = 1 / Math.Sqrt(Inputs);
            return [new("weight", [Inputs, Outputs]) { Bound = Gain * bound }, new("bias", [Outputs]) { Bound = bound }];
        }
    }

    internal override RowShape OutputShape(RowShape input)
    {
        if (Inputs < 1 || Outputs < 1)
        {
            throw Expected("positive sizes", $"{Inputs} and {Outputs}");
        }

        return input.IsImage || input.Size != Inputs
            ? throw Expected($"rows of {Inputs} values", input)
            : RowShape.Flat(Outputs);
    }
}
