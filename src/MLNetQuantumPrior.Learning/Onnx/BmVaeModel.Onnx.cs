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
    /// Where latents are Gaussian, "Means" and "LogVariances" <c>[N, LatentSize]</c> instead. A row with an infinite feature, or NaN where
    /// the model knows no value for missing ones, has NaN in every output.
    /// </summary>
    /// <param name="path">The file. Written beside and renamed: an existing one is replaced, or kept if anything fails.</param>
    /// <param name="precision">How weights are stored.</param>
    /// <exception cref="ArgumentOutOfRangeException">The precision is none that there is for this file.</exception>
    /// <exception cref="InvalidOperationException">The file would be longer than the 2 GB that ONNX allows.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void SaveEncoderOnnx(string path, OnnxPrecision precision = OnnxPrecision.Single) =>
        WholeFile.Write(path, stream => SaveEncoderOnnx(stream, precision));

    /// <inheritdoc cref="SaveEncoderOnnx(string, OnnxPrecision)"/>
    /// <param name="stream">Receives the file.</param>
    /// <param name="precision">How weights are stored.</param>
    public void SaveEncoderOnnx(Stream stream, OnnxPrecision precision = OnnxPrecision.Single)
    {
        ArgumentNullException.ThrowIfNull(stream);
        OnnxFile.Write(OnnxExport.Encoder(this, OnnxExport.NotInteger(precision)), stream);
    }

    /// <summary>
    /// Writes encoder, decoder and scores as one ONNX file: "Features" <c>[N, InputSize]</c>, in the units of the training data, ->
    /// "Logits" and "Bits" as the encoder's, "Energy" <c>[N, 1]</c> of the bits under the prior, "Reconstruction" <c>[N, InputSize]</c>,
    /// expected features of the bits, and "ReconstructionLoss" <c>[N, 1]</c>, -log p of the row given them, in nats. Where the model is
    /// calibrated, see <see cref="OutlierCalibration"/>, "OutlierScore" <c>[N, 1]</c> as well, and where rows were held out "PValue"
    /// <c>[N, 1]</c>. Where latents are Gaussian, "Means" and "LogVariances" take the place of "Logits", "Bits" and "Energy". A row with
    /// an infinite feature, or NaN where the model knows no value for missing ones, has NaN in every output.
    /// </summary>
    /// <param name="path">The file. Written beside and renamed: an existing one is replaced, or kept if anything fails.</param>
    /// <param name="measure">
    /// By what "OutlierScore" and "PValue" call a row strange. Null: <see cref="OutlierMeasure.Combined"/>, or with a Gaussian prior
    /// <see cref="OutlierMeasure.FreeEnergy"/>.
    /// </param>
    /// <param name="precision">How weights of the networks are stored.</param>
    /// <exception cref="ArgumentOutOfRangeException">The measure or the precision is none that there is for this file.</exception>
    /// <exception cref="InvalidOperationException">
    /// A measure is asked for, and the model is not calibrated for it. Or the file would be longer than the 2 GB that ONNX allows.
    /// </exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void SaveAutoencoderOnnx(string path, OutlierMeasure? measure = null, OnnxPrecision precision = OnnxPrecision.Single) =>
        WholeFile.Write(path, stream => SaveAutoencoderOnnx(stream, measure, precision));

    /// <inheritdoc cref="SaveAutoencoderOnnx(string, OutlierMeasure?, OnnxPrecision)"/>
    /// <param name="stream">Receives the file.</param>
    /// <param name="measure">As for a path.</param>
    /// <param name="precision">How weights of the networks are stored.</param>
    public void SaveAutoencoderOnnx(Stream stream, OutlierMeasure? measure = null, OnnxPrecision precision = OnnxPrecision.Single)
    {
        ArgumentNullException.ThrowIfNull(stream);
        OnnxFile.Write(
            OnnxExport.Autoencoder(this, Check.Known(measure, nameof(measure)), OnnxExport.NotInteger(precision)), stream);
    }

    /// <summary>
    /// Writes the decoder as an ONNX file: "Bits" <c>[N, LatentSize]</c>, 0 or 1 each, -> "Features" <c>[N, InputSize]</c>, expected
    /// values in the units of the training data; of categories, their probabilities. Where latents are Gaussian, the input is "Latents"
    /// <c>[N, LatentSize]</c>, any finite numbers. Nothing is checked: what comes of NaN is up to the runtime, NaN in ONNX Runtime.
    /// </summary>
    /// <param name="path">The file. Written beside and renamed: an existing one is replaced, or kept if anything fails.</param>
    /// <param name="precision">How weights are stored.</param>
    /// <exception cref="ArgumentOutOfRangeException">The precision is none that there is for this file.</exception>
    /// <exception cref="NotSupportedException">
    /// The precision is <see cref="OnnxPrecision.Int8"/>, and a layer is no dense one, activation or normalisation.
    /// </exception>
    /// <exception cref="InvalidOperationException">The file would be longer than the 2 GB that ONNX allows.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void SaveDecoderOnnx(string path, OnnxPrecision precision = OnnxPrecision.Single) =>
        WholeFile.Write(path, stream => SaveDecoderOnnx(stream, precision));

    /// <inheritdoc cref="SaveDecoderOnnx(string, OnnxPrecision)"/>
    /// <param name="stream">Receives the file.</param>
    /// <param name="precision">How weights are stored.</param>
    public void SaveDecoderOnnx(Stream stream, OnnxPrecision precision = OnnxPrecision.Single)
    {
        ArgumentNullException.ThrowIfNull(stream);
        OnnxFile.Write(OnnxExport.Decoder(this, Check.Known(precision, nameof(precision))), stream);
    }

    /// <summary>
    /// Writes a generator as an ONNX file, which samples inside: "Id", "Seed" and "Sweeps" (64-bit integers), "Beta" and, in conditional
    /// mode, "Class", the index of the row's class in <see cref="ClassNames"/> (single precision), <c>[N, 1]</c> each, -> "Bits"
    /// <c>[N, LatentSize]</c>, "Features" <c>[N, InputSize]</c> in the units of the training data, and "Energy" <c>[N, 1]</c> under the
    /// shared prior. What the inputs mean is said of <see cref="PortableRow"/>.
    /// </summary>
    /// <remarks>
    /// A row depends on its own inputs alone. Bits and energies are those of <see cref="PortableGenerator"/>, bit for bit, on every runtime
    /// that computes in single precision and 64-bit integers, as those for processors do; features are the decoder's, up to rounding. A row
    /// whose class is not the index of one, whose sweeps are below 0 or above <see cref="PortableGenerator.MaxSweeps"/>, or whose inverse
    /// temperature is below 0 or not finite, has NaN in every output. Where there are classes, the metadata has "class_names", a JSON
    /// array.
    /// </remarks>
    /// <param name="path">The file. Written beside and renamed: an existing one is replaced, or kept if anything fails.</param>
    /// <param name="options">
    /// How to draw; null for the defaults. Seed and inverse temperature are those of the stored draws that rows start from.
    /// </param>
    /// <param name="precision">How weights and couplings are stored.</param>
    /// <exception cref="ArgumentException">As for <see cref="PortableGenerator"/>.</exception>
    /// <exception cref="InvalidOperationException">
    /// The latents are no spins: then the decoder with standard normal latents is the generator. Or the file would be longer than 2 GB.
    /// </exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void SaveGeneratorOnnx(
        string path, GenerationOptions? options = null, OnnxPrecision precision = OnnxPrecision.Single) =>
        new PortableGenerator(this, options, precision).SaveOnnx(path);

    /// <summary>
    /// Writes what <see cref="SaveGeneratorOnnx(string, GenerationOptions?, OnnxPrecision)"/> writes to a stream.
    /// </summary>
    /// <param name="stream">Receives the file.</param>
    /// <param name="options">How to draw; null for the defaults.</param>
    /// <param name="precision">How weights and couplings are stored.</param>
    /// <exception cref="ArgumentException">As for a path.</exception>
    /// <exception cref="InvalidOperationException">As for a path.</exception>
    public void SaveGeneratorOnnx(
        Stream stream, GenerationOptions? options = null, OnnxPrecision precision = OnnxPrecision.Single)
    {
        ArgumentNullException.ThrowIfNull(stream);
        new PortableGenerator(this, options, precision).SaveOnnx(stream);
    }

    /// <summary>
    /// Writes an editor as an ONNX file, which does inside what <see cref="Editor"/> does: "Features" <c>[N, InputSize]</c> in the units of
    /// the training data, for each attribute an input "Set_" and its name, the index of the value to set in the attribute's
    /// <see cref="BoltzmannAttribute.Values"/>, or -1 to keep the one that the row has (single precision), "Id" and "Seed" (64-bit
    /// integers), <c>[N, 1]</c> each, -> "Edited" <c>[N, InputSize]</c>, "Bits" <c>[N, LatentSize]</c> of the edited code, and
    /// "Reached", "Kept" and "ChangedBits" <c>[N, 1]</c> as <see cref="EditedRows"/> has them.
    /// </summary>
    /// <remarks>
    /// A row depends on its own inputs alone, and each row may set other attributes; where it sets none, it is encoded and decoded.
    /// Random numbers are others than those of <see cref="Editor"/>: edits are as good, and not the same. Chains are computed in double
    /// precision, so that runtimes agree but for rows in which the rounding of the encoder decides. A row with an infinite feature, or NaN
    /// where the model knows no value for missing ones, or with an input that is no index of a value and not -1, has NaN in every output.
    /// The metadata has "attributes", a JSON array of objects with "name" and "values".
    /// </remarks>
    /// <param name="path">The file. Written beside and renamed: an existing one is replaced, or kept if anything fails.</param>
    /// <param name="options">How to edit; null for the defaults. Seed and threads are not used: the seed is an input.</param>
    /// <param name="precision">How weights and couplings are stored.</param>
    /// <exception cref="ArgumentException">The model's latents are Gaussian, or it has no attributes.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The precision is none that there is for this file.</exception>
    /// <exception cref="InvalidOperationException">The file would be longer than the 2 GB that ONNX allows.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void SaveEditorOnnx(string path, EditorOptions? options = null, OnnxPrecision precision = OnnxPrecision.Single) =>
        WholeFile.Write(path, stream => SaveEditorOnnx(stream, options, precision));

    /// <summary>Writes what <see cref="SaveEditorOnnx(string, EditorOptions?, OnnxPrecision)"/> writes to a stream.</summary>
    /// <param name="stream">Receives the file.</param>
    /// <param name="options">How to edit; null for the defaults.</param>
    /// <param name="precision">How weights and couplings are stored.</param>
    /// <exception cref="ArgumentException">As for a path.</exception>
    /// <exception cref="ArgumentOutOfRangeException">As for a path.</exception>
    /// <exception cref="InvalidOperationException">As for a path.</exception>
    public void SaveEditorOnnx(Stream stream, EditorOptions? options = null, OnnxPrecision precision = OnnxPrecision.Single)
    {
        ArgumentNullException.ThrowIfNull(stream);
        Editor.CheckModel(this);
        OnnxFile.Write(OnnxExport.Editor(this, options ?? new(), OnnxExport.NotInteger(precision)), stream);
    }
}
