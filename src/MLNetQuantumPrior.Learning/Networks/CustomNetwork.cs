namespace MLNetQuantumPrior.Learning;

/// <summary>
/// A whole network that an engine brought as code, so that no layers tell what it computes. It is trained, saved and used like any other
/// where that engine is at hand; other engines and ONNX cannot take it. <c>[batch, Inputs] -> [batch, Outputs]</c>
/// </summary>
internal abstract record CustomNetwork : Layer
{
    protected CustomNetwork(int inputs, int outputs, string because) => (Inputs, Outputs, Because) = (inputs, outputs, because);

    /// <summary>Values of a row before the network.</summary>
    public int Inputs { get; }

    /// <summary>Values of a row after the network.</summary>
    public int Outputs { get; }

    /// <summary>What in it is no <see cref="Layer"/>: the first thing found, such as "encoder.2 (MyBlock)".</summary>
    public string Because { get; }

    /// <summary>Computes rows outside of training. Safe for concurrent calls.</summary>
    /// <param name="parameters">The network's part of the flat vector of all parameters.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="input">[rows, Inputs]</param>
    /// <param name="output">Receives [rows, Outputs].</param>
    public abstract void Forward(ReadOnlySpan<float> parameters, int rows, ReadOnlySpan<float> input, Span<float> output);

    internal sealed override RowShape OutputShape(RowShape input) => input.IsImage || input.Size != Inputs
        ? throw Expected($"rows of {Inputs} values", input)
        : RowShape.Flat(Outputs);
}
