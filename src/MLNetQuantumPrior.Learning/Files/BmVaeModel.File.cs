using System.Collections.Immutable;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning;

/// <content>
/// The model file, by custom ".bmvae": a zip of manifest.json, encoder.onnx, decoder.onnx, prior.bin and classes.bin. The two networks are ordinary ONNX files.
/// A Gaussian prior has no prior.bin. There is an outliers.bin where the model knows what ordinary rows look like.
/// </content>
public sealed partial class BmVaeModel
{
    private const string ManifestEntry = "manifest.json", EncoderEntry = "encoder.onnx", DecoderEntry = "decoder.onnx", PriorEntry = "prior.bin",
        ClassesEntry = "classes.bin", OutliersEntry = "outliers.bin";

    /// <summary>Writes everything to one file.</summary>
    /// <param name="path">The file. Written beside and renamed: an existing one is replaced, or kept if anything fails.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Save(string path) => WholeFile.Write(path, Save);

    /// <inheritdoc cref="Save(string)"/>
    /// <param name="stream">Receives the file.</param>
    public void Save(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        (string Name, byte[] Content)[] entries =
        [
            (EncoderEntry, ExportedModel.Encoder(this).ToArray()),
            (DecoderEntry, ExportedModel.Decoder(this).ToArray()),
            .. _prior is null ? [] : new[] { (PriorEntry, PriorFile.Write(_prior)) },
            .. Outliers is null ? [] : new[] { (OutliersEntry, OutlierFile.Write(Outliers)) },
            (ClassesEntry, _prior is null ? GaussianClassFile.Write(Architecture.LatentSize, GaussianClasses) : ClassFile.Write(Classes)),
        ];
        var manifest = new ModelManifest(
            ModelManifest.FormatName,
            ModelManifest.NewestVersion,
            [.. Architecture.Encoder.Select(LayerEntry.Of)],
            [.. Architecture.Decoder.Select(LayerEntry.Of)],
            Scaling.Offset,
            Scaling.Unit,
            SlotNames,
            _prior?.Graph.Name ?? "",
            ClassNames,
            Training,
            entries.ToImmutableSortedDictionary(entry => entry.Name, entry => Convert.ToHexStringLower(SHA256.HashData(entry.Content))),
            [.. Architecture.Likelihood.Groups.Select(SlotGroupEntry.Of)],
            [.. LikelihoodParameters],
            Kind);
        using var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        foreach ((string name, byte[] content) in entries.Prepend((ManifestEntry, manifest.Write())))
        {
            ZipArchiveEntry entry = zip.CreateEntry(name, CompressionLevel.Fastest);
            entry.LastWriteTime = DateTimeOffset.UnixEpoch.AddYears(20); // zip knows no earlier date than 1980; the same model makes the same file
            using Stream target = entry.Open();
            target.Write(content);
        }
    }

    /// <summary>Reads a file that <see cref="Save(string)"/> wrote.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is damaged, or not a model file of a version that this release knows; the message says what is wrong.</exception>
    public static BmVaeModel Load(string path)
    {
        using FileStream file = File.OpenRead(path);
        try
        {
            return Load(file);
        }
        catch (InvalidDataException error)
        {
            throw new InvalidDataException($"Model file '{path}': {error.Message}", error);
        }
    }

    /// <inheritdoc cref="Load(string)"/>
    /// <param name="stream">The whole file; must be seekable.</param>
    public static BmVaeModel Load(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        try
        {
            using ZipArchive zip = Open(stream);
            ModelManifest manifest = ModelManifest.Read(Entry(zip, ManifestEntry));
            var architecture = new VaeArchitecture(
                [.. manifest.Encoder.Select(layer => layer.ToLayer())], [.. manifest.Decoder.Select(layer => layer.ToLayer())]);
            if (manifest.Likelihood is { } groups)
            {
                Expect(!groups.Contains(null!), "groups of features", "null");
                architecture = architecture with { Likelihood = new([.. groups.Select(group => group.ToGroup())]) };
            }

            float[] parameters = new float[architecture.ParameterCount];
            OnnxTensor[] tensors = [.. Weights(EncoderEntry), .. Weights(DecoderEntry)];
            ImmutableArray<float> variances = manifest.LearnedVariances ?? [];
            int learned = architecture.Likelihood.LearnedVariances, weights = parameters.Length - learned;
            Expect(
                variances.Length == learned && variances.All(float.IsFinite), $"{learned} learned variances, finite", $"{variances.Length}");
            variances.CopyTo(parameters.AsSpan(weights));
            foreach (ParameterBlock block in architecture.Parameters.TakeWhile(block => block.Offset < weights))
            {
                CopyWeights(block, tensors, parameters);
            }

            BmVaeModel model = manifest.Prior == PriorKind.Gaussian
                ? Gaussian(architecture, parameters).With(GaussianClassFile.Read(Checked(ClassesEntry), architecture.LatentSize, manifest.Classes))
                : ReadSpins(architecture, parameters, manifest, Checked);
            var scaling = new SlotScaling(manifest.ScalingMinimum, manifest.ScalingRange, architecture.Likelihood);
            Expect(
                manifest.SlotNames.Length == 0 || manifest.SlotNames.Length == architecture.InputSize,
                $"{architecture.InputSize} slot names or none", $"{manifest.SlotNames.Length}");
            return new(model)
            {
                Scaling = scaling,
                SlotNames = manifest.SlotNames,
                Training = manifest.Training,
                Outliers = manifest.Sha256.ContainsKey(OutliersEntry) ? OutlierFile.Read(Checked(OutliersEntry)) : null,
            };

            byte[] Checked(string name)
            {
                byte[] content = Entry(zip, name);
                string sum = Convert.ToHexStringLower(SHA256.HashData(content)), expected = manifest.Sha256.GetValueOrDefault(name, "none");
                Expect(sum == expected, $"entry '{name}' with SHA-256 {expected}", sum);
                return content;
            }

            ImmutableArray<OnnxTensor> Weights(string name) => OnnxModel.Read(Checked(name)).Graph.Constants;
        }
        catch (ArgumentException error)
        {
            throw new InvalidDataException(error.Message, error); // layers, sizes or numbers that contradict each other
        }
    }

    private static BmVaeModel ReadSpins(VaeArchitecture architecture, float[] parameters, ModelManifest manifest, Func<string, byte[]> entry)
    {
        bool hasClassesInPrior = manifest.FormatVersion < ModelManifest.ClassesVersion;
        (IsingModel prior, LatentClasses classes) = PriorFile.Read(entry(PriorEntry), manifest.Graph, hasClassesInPrior ? manifest.Classes : []);
        Expect(prior.SpinCount == architecture.LatentSize, $"a prior of {architecture.LatentSize} spins, one a latent", $"{prior.SpinCount}");
        return new(architecture, parameters, prior, manifest.Prior)
        {
            Classes = hasClassesInPrior ? classes : ClassFile.Read(entry(ClassesEntry), prior.Graph, manifest.Classes),
        };
    }

    private static ZipArchive Open(Stream stream)
    {
        try
        {
            return new(stream, ZipArchiveMode.Read, leaveOpen: true);
        }
        catch (InvalidDataException error)
        {
            throw new InvalidDataException($"expected a .bmvae file, which is a zip, got something else or a part of one: {error.Message}", error);
        }
    }

    private static byte[] Entry(ZipArchive zip, string name)
    {
        ZipArchiveEntry entry = zip.GetEntry(name) ?? throw new InvalidDataException($"expected an entry '{name}', got none.");
        using Stream source = entry.Open();
        using var content = new MemoryStream();
        source.CopyTo(content);
        return content.ToArray();
    }

    private static void CopyWeights(ParameterBlock block, OnnxTensor[] tensors, float[] parameters)
    {
        OnnxTensor? tensor = tensors.FirstOrDefault(tensor => tensor.Name == block.Name);
        Expect(
            tensor is not null && tensor.Shape.SequenceEqual(block.Shape.Select(size => (long)size)) && tensor.Bytes.Length == sizeof(float) * block.Length,
            $"weights '{block.Name}' of shape [{string.Join(", ", block.Shape)}]",
            tensor is null ? "none" : $"[{string.Join(", ", tensor.Shape)}]");
        MemoryMarshal.Cast<byte, float>(tensor!.Bytes.Span).CopyTo(parameters.AsSpan(block.Offset));
    }

    private static void Expect(bool holds, string expected, string got)
    {
        if (!holds)
        {
            throw new InvalidDataException($"expected {expected}, got {got}.");
        }
    }
}
