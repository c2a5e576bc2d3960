namespace MLNetQuantumPrior.Learning;

/// <content>
/// ONNX files: operator set 17, any number of rows at once (dimension "N"), producer and version, metadata "latent_size" and, where names
/// of the features are given, "slot_names" (a JSON array). They need no code of this project.
/// </content>
public sealed partial class BmVaeModel
{
    /// <summary>
    /// Writes the encoder as an ONNX file: "Features" <c>[N, InputSize]</c> -> "Logits" <c>[N, LatentSize]</c>, the log-odds of each bit
    /// being 1, and "Bits" <c>[N, LatentSize]</c>, 1 where the logit is above 0, else 0.
    /// </summary>
    /// <param name="path">The file. Written beside and renamed: an existing one is replaced, or kept if anything fails.</param>
    /// <param name="slotNames">Names of the features, kept as metadata; InputSize names or none.</param>
    /// <exception cref="ArgumentException">There are names, but not one a feature.</exception>
    /// <exception cref="InvalidOperationException">The file would be longer than the 2 GB that ONNX allows.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void SaveEncoderOnnx(string path, ReadOnlySpan<string> slotNames = default) =>
        WholeFile.Write(path, ExportedModel.Encoder(Architecture, Parameters, slotNames).WriteTo);

    /// <inheritdoc cref="SaveEncoderOnnx(string, ReadOnlySpan{string})"/>
    /// <param name="stream">Receives the file.</param>
    /// <param name="slotNames">Names of the features, kept as metadata; InputSize names or none.</param>
    public void SaveEncoderOnnx(Stream stream, ReadOnlySpan<string> slotNames = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ExportedModel.Encoder(Architecture, Parameters, slotNames).WriteTo(stream);
    }

    /// <summary>
    /// Writes the decoder as an ONNX file: "Bits" <c>[N, LatentSize]</c>, 0 or 1 each, -> "Probabilities" <c>[N, InputSize]</c>, of each
    /// feature being 1.
    /// </summary>
    /// <param name="path">The file. Written beside and renamed: an existing one is replaced, or kept if anything fails.</param>
    /// <param name="slotNames">Names of the features, kept as metadata; InputSize names or none.</param>
    /// <exception cref="ArgumentException">There are names, but not one a feature.</exception>
    /// <exception cref="InvalidOperationException">The file would be longer than the 2 GB that ONNX allows.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void SaveDecoderOnnx(string path, ReadOnlySpan<string> slotNames = default) =>
        WholeFile.Write(path, ExportedModel.Decoder(Architecture, Parameters, slotNames).WriteTo);

    /// <inheritdoc cref="SaveDecoderOnnx(string, ReadOnlySpan{string})"/>
    /// <param name="stream">Receives the file.</param>
    /// <param name="slotNames">Names of the features, kept as metadata; InputSize names or none.</param>
    public void SaveDecoderOnnx(Stream stream, ReadOnlySpan<string> slotNames = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ExportedModel.Decoder(Architecture, Parameters, slotNames).WriteTo(stream);
    }
}
