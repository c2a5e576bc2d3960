namespace MLNetQuantumPrior.Learning;

/// <summary>A layer in the manifest of a model file.</summary>
/// <param name="Kind">"dense" or "activation".</param>
/// <param name="Inputs">Of a dense layer.</param>
/// <param name="Outputs">Of a dense layer.</param>
/// <param name="Gain">Of a dense layer.</param>
/// <param name="Function">Of an activation.</param>
internal sealed record LayerEntry(string Kind, int? Inputs = null, int? Outputs = null, double? Gain = null, ActivationFunction? Function = null)
{
    public static LayerEntry Of(Layer layer) => layer switch
    {
        Dense dense => new("dense", dense.Inputs, dense.Outputs, dense.Gain),
        Activation activation => new("activation", Function: activation.Function),
        _ => throw new NotSupportedException($"Layer {layer}: expected one that a model file can hold."),
    };

    /// <exception cref="InvalidDataException">It is no layer that this version knows.</exception>
    public Layer ToLayer() => this switch
    {
        { Kind: "dense", Inputs: { } inputs, Outputs: { } outputs, Gain: { } gain } => new Dense(inputs, outputs) { Gain = gain },
        { Kind: "activation", Function: { } function } => new Activation(function),
        _ => throw new InvalidDataException($"manifest.json: expected a layer that this version knows, got {this}."),
    };
}
