namespace MLNetQuantumPrior.Learning;

/// <summary>One layer of a network, as data: engines and the ONNX writer interpret it.</summary>
/// <remarks>
/// Rows are vectors of values. Between a <see cref="Reshape"/> and a <see cref="Flatten"/> they are images; flattened, an image is channel
/// after channel, each row by row ("channels first", as in ONNX and PyTorch), whatever an engine does inside.
/// </remarks>
public abstract record Layer
{
    private protected Layer()
    {
    }

    /// <summary>The layer's parameters, in the order in which they lie in the flat vector of all parameters.</summary>
    internal virtual ImmutableArray<LayerTensor> Tensors => [];

    internal int ParameterCount => (int)Tensors.Sum(tensor => tensor.Length);

    /// <summary>What a row is after this layer when it was <paramref name="input"/> before.</summary>
    /// <exception cref="ArgumentException">The layer cannot take such rows.</exception>
    internal abstract RowShape OutputShape(RowShape input);

    /// <summary>Number of values a row has after this layer when it had <paramref name="inputs"/>, not an image, before.</summary>
    /// <exception cref="ArgumentException">The layer cannot take rows of that size.</exception>
    internal int OutputSize(int inputs) => OutputShape(RowShape.Flat(inputs)).Size;

    private protected ArgumentException Expected(string expected, object got) => new($"Layer {this}: expected {expected}, got {got}.");
}
