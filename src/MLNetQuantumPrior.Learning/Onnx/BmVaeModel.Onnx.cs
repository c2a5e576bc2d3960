using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning;

/// <content>
/// ONNX files: operator set 17, any number of rows at once (dimension "N"), producer and version, metadata "latent_size" and, where the
/// features have names, "slot_names" (a JSON array). They need no code of this project.
/// </content>
public sealed partial class BmVaeModel
{
    /// <summary>
    /// Writes the encoder as an ONNX file: "Features" <c>[N, InputSize]</c>, in the units of the training data, -> "Logits"
    /// <c>[N, LatentSize]</c>, the log-odds of each bit being 1, and "Bits" <c>[N, LatentSize]</c>, 1 where the logit is above 0, else 0.
    /// Where latents are Gaussian, "Means" and "LogVariances" <c>[N, LatentSize]</c> instead.
    /// </summary>
    /// <param name="path">The file. Written beside and renamed: an existing one is replaced, or kept if anything fails.</param>
    /// <exception cref="InvalidOperationException">The file would be longer than the 2 GB that ONNX allows.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void SaveEncoderOnnx(string path) => WholeFile.Write(path, SaveEncoderOnnx);

    /// <inheritdoc cref="SaveEncoderOnnx(string)"/>
    /// <param name="stream">Receives the file.</param>
    public void SaveEncoderOnnx(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ExportedModel.Encoder(this).WriteTo(stream);
    }

    /// <summary>
    /// Writes the decoder as an ONNX file: "Bits" <c>[N, LatentSize]</c>, 0 or 1 each, -> "Features" <c>[N, InputSize]</c>, expected
    /// values in the units of the training data; of categories, their probabilities. Where latents are Gaussian, the input is "Latents"
    /// <c>[N, LatentSize]</c>, any finite numbers.
    /// </summary>
    /// <param name="path">The file. Written beside and renamed: an existing one is replaced, or kept if anything fails.</param>
    /// <exception cref="InvalidOperationException">The file would be longer than the 2 GB that ONNX allows.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void SaveDecoderOnnx(string path) => WholeFile.Write(path, SaveDecoderOnnx);

    /// <inheritdoc cref="SaveDecoderOnnx(string)"/>
    /// <param name="stream">Receives the file.</param>
    public void SaveDecoderOnnx(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ExportedModel.Decoder(this).WriteTo(stream);
    }
}
