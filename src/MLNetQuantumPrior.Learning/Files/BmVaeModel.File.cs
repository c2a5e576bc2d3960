using System.IO.Compression;
using MLNetQuantumPrior.Learning.Onnx;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning;

/// <content>
/// The model file, by custom ".bmvae": a zip of manifest.json, encoder.onnx, decoder.onnx, prior.bin and classes.bin. The two networks
/// are ordinary ONNX files. A Gaussian prior has no prior.bin. There is an outliers.bin where the model knows what ordinary rows look
/// like, a quantiles.bin where features are scaled by quantiles, and an attributes.bin where attributes were learned.
/// </content>
public sealed partial class BmVaeModel
{
    /// <summary>Writes everything to one file.</summary>
    /// <param name="path">The file. Written beside and renamed: an existing one is replaced, or kept if anything fails.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="InvalidOperationException">
    /// There are so many features, with names so long, that no reader would take the file: millions, or names of hundreds of characters.
    /// </exception>
    public void Save(string path) => WholeFile.Write(path, Save);

    /// <summary>Writes everything to one file.</summary>
    /// <param name="stream">Receives the file.</param>
    /// <exception cref="IOException">The stream cannot be written.</exception>
    public void Save(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var parts = ModelParts.Of(
            this,
            new(ModelEntry.Encoder, OnnxFile.ToArray(OnnxExport.EncoderOrWeights(this))),
            new(ModelEntry.Decoder, OnnxFile.ToArray(OnnxExport.DecoderOrWeights(this))));
        using var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        foreach (ModelEntry part in parts.Entries.Prepend(new(ModelEntry.Manifest, parts.Manifest.Write())))
        {
            bool mayShrink = part.Content.Length <= ModelEntry.SizeOfAnyRatio(part.Name); // a reader refuses long entries that did
            ZipArchiveEntry entry = zip.CreateEntry(part.Name, mayShrink ? CompressionLevel.Fastest : CompressionLevel.NoCompression);

            // Zip knows no date before 1980. The same model makes the same file.
            entry.LastWriteTime = DateTimeOffset.UnixEpoch.AddYears(20);
            using Stream target = entry.Open();
            target.Write(part.Content);
        }
    }

    /// <summary>Reads a file that <see cref="Save(string)"/> wrote.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">
    /// It is damaged, or not a model file of a version that this release knows; the message says what is wrong.
    /// </exception>
    public static BmVaeModel Load(string path) => Load(path, custom: null);

    /// <summary>Reads a file that <see cref="Save(string)"/> wrote.</summary>
    /// <param name="stream">The whole file; must be seekable.</param>
    /// <exception cref="InvalidDataException">
    /// It is damaged, or not a model file of a version that this release knows; the message says what is wrong.
    /// </exception>
    public static BmVaeModel Load(Stream stream) => Load(stream, custom: null);

    /// <param name="path">The file.</param>
    /// <param name="custom">Makes "encoder" or "decoder" with so many inputs and outputs where it is code; null where nobody can.</param>
    internal static BmVaeModel Load(string path, Func<string, int, int, Layer>? custom)
    {
        using FileStream file = File.OpenRead(path);
        try
        {
            return Load(file, custom);
        }
        catch (InvalidDataException error)
        {
            throw new InvalidDataException($"Model file '{path}': {error.Message}", error);
        }
    }

    private static BmVaeModel Load(Stream stream, Func<string, int, int, Layer>? custom)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var zip = new CheckedZip(stream, "a .bmvae file");
        ModelManifest manifest = ModelManifest.Read(Read(ModelEntry.Manifest));
        return ModelParts.Join(manifest, [.. Weights(ModelEntry.Encoder), .. Weights(ModelEntry.Decoder)], Read, custom);

        byte[] Read(string name) => zip.Read(name, ModelEntry.SizeOfAnyRatio(name), ModelEntry.LargestSize(name));

        IEnumerable<TensorProto> Weights(string name) =>
            OnnxFile.Read(ModelParts.Checked(manifest, name, Read)).Graph.Initializer;
    }
}
