using System.Text.Json.Serialization;

namespace MLNetQuantumPrior.Learning;

/// <summary>A layer in the manifest of a model file.</summary>
/// <param name="Kind">"dense", "activation", "conv2d", "convTranspose2d", "batchNorm", "residual", "reshape", "flatten", or
/// "foreign", a <see cref="CustomNetwork"/>.</param>
/// <param name="Inputs">Of a dense layer or custom network; channels of a convolution or a normalisation.</param>
/// <param name="Outputs">Of a dense layer or custom network; channels of a convolution.</param>
/// <param name="Gain">Of a dense layer.</param>
/// <param name="Function">Of an activation.</param>
/// <param name="Window">Of a convolution.</param>
/// <param name="Image">Of a reshape.</param>
/// <param name="Inner">Layers of a residual block.</param>
/// <param name="Shortcut">Layers of a residual block's shortcut.</param>
internal sealed record LayerEntry(
    string Kind,
    int? Inputs = null,
    int? Outputs = null,
    double? Gain = null,
    ActivationFunction? Function = null,
    WindowEntry? Window = null,
    ImageEntry? Image = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] LayerEntry[]? Inner = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] LayerEntry[]? Shortcut = null)
{
    public static LayerEntry Of(Layer layer) => layer switch
    {
        Dense dense => new("dense", dense.Inputs, dense.Outputs, dense.Gain),
        Activation activation => new("activation", Function: activation.Function),
        Conv2d conv => new("conv2d", conv.InChannels, conv.OutChannels, Window: new(conv.Kernel, conv.Stride, conv.Padding)),
        ConvTranspose2d conv => new(
            "convTranspose2d",
            conv.InChannels,
            conv.OutChannels,
            Window: new(conv.Kernel, conv.Stride, conv.Padding, conv.OutputPaddingHeight, conv.OutputPaddingWidth)),
        BatchNorm norm => new("batchNorm", norm.Channels),
        Residual block => new("residual", Inner: [.. block.Inner.Select(Of)], Shortcut: [.. block.Shortcut.Select(Of)]),
        Reshape reshape => new("reshape", Image: new(reshape.Channels, reshape.Height, reshape.Width)),
        Flatten => new("flatten"),
        CustomNetwork network => new("foreign", network.Inputs, network.Outputs),
        _ => throw new NotSupportedException($"Layer {layer}: expected one that a model file can hold."),
    };

    /// <param name="custom">Makes a custom network of so many inputs and outputs, or null where nobody can.</param>
    /// <exception cref="InvalidDataException">It is no layer that this version knows, or one that nobody can make here.</exception>
    public Layer ToLayer(Func<int, int, Layer>? custom = null) => this switch
    {
        { Kind: "foreign", Inputs: { } inputs, Outputs: { } outputs } => custom?.Invoke(inputs, outputs)
            ?? throw new InvalidDataException(
                "manifest.json: expected networks made of layers, got one that is code. Load the model with the engine that trained it."),
        { Kind: "dense", Inputs: { } inputs, Outputs: { } outputs, Gain: { } gain } => new Dense(inputs, outputs) { Gain = gain },
        { Kind: "activation", Function: { } function } => new Activation(function),
        { Kind: "conv2d", Inputs: { } inputs, Outputs: { } outputs, Window: { } window } =>
            new Conv2d(inputs, outputs, window.Kernel, window.Stride, window.Padding),
        { Kind: "convTranspose2d", Inputs: { } inputs, Outputs: { } outputs, Window: { } window } => new ConvTranspose2d(
            inputs, outputs, window.Kernel, window.Stride, window.Padding, window.OutputPaddingHeight, window.OutputPaddingWidth),
        { Kind: "batchNorm", Inputs: { } channels } => new BatchNorm(channels),
        { Kind: "residual", Inner: { } inner, Shortcut: { } shortcut } when !inner.Contains(null!) && !shortcut.Contains(null!) =>
            new Residual([.. inner.Select(layer => layer.ToLayer())], [.. shortcut.Select(layer => layer.ToLayer())]),
        { Kind: "reshape", Image: { } image } => new Reshape(image.Channels, image.Height, image.Width),
        { Kind: "flatten" } => new Flatten(),
        _ => throw new InvalidDataException($"manifest.json: expected a layer that this version knows, got {this}."),
    };
}

/// <summary>The window of a convolution.</summary>
internal sealed record WindowEntry(int Kernel, int Stride, int Padding, int OutputPaddingHeight = 0, int OutputPaddingWidth = 0);

/// <summary>The shape of an image.</summary>
internal sealed record ImageEntry(int Channels, int Height, int Width);
