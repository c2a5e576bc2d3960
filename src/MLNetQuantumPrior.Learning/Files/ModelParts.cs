using System.Runtime.InteropServices;
using MLNetQuantumPrior.Learning.Onnx;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning;

/// <summary>A model taken apart, as files hold it.</summary>
/// <param name="Manifest">What all the parts are, with their checksums.</param>
/// <param name="Entries">The parts, each under its name.</param>
internal sealed record ModelParts(ModelManifest Manifest, ImmutableArray<ModelEntry> Entries)
{
    /// <summary>Takes a model apart.</summary>
    /// <param name="model">The model.</param>
    /// <param name="networks">Its weights, in whatever form the file has them.</param>
    public static ModelParts Of(BmVaeModel model, params ImmutableArray<ModelEntry> networks)
    {
        bool isGaussian = model.Kind == PriorKind.Gaussian;
        ImmutableArray<ModelEntry> latents = isGaussian
            ? [new(ModelEntry.Classes, GaussianClassFile.Write(model.Architecture.LatentSize, model.GaussianClasses))]
            : [new(ModelEntry.Prior, PriorFile.Write(model.Prior)), new(ModelEntry.Classes, ClassFile.Write(model.Classes))];
        ImmutableArray<ModelEntry> outliers = model.Outliers is null ? [] : [new(ModelEntry.Outliers, OutlierFile.Write(model.Outliers))];
        bool hasQuantiles = !model.Scaling.Quantiles.IsEmpty;
        ImmutableArray<ModelEntry> quantiles = hasQuantiles ? [new(ModelEntry.Quantiles, QuantileFile.Write(model.Scaling.Quantiles))] : [];
        ImmutableArray<ModelEntry> attributes =
            model.Attributes.Items.IsEmpty ? [] : [new(ModelEntry.Attributes, AttributesFile.Write(model.Attributes))];
        ImmutableArray<ModelEntry> entries = [.. networks, .. latents, .. attributes, .. outliers, .. quantiles];
        return new(
            new(
                ModelManifest.FormatName,
                model.Scaling.OutputRange is not null ? ModelManifest.OutputRangeVersion
                    : hasQuantiles ? ModelManifest.QuantilesVersion : ModelManifest.ClassesVersion,
                [.. model.Architecture.Encoder.Select(LayerEntry.Of)],
                [.. model.Architecture.Decoder.Select(LayerEntry.Of)],
                model.Scaling.Offset,
                model.Scaling.Unit,
                model.SlotNames,
                isGaussian ? "" : model.Prior.Graph.Name,
                model.ClassNames,
                model.Training,
                entries.ToImmutableSortedDictionary(entry => entry.Name, entry => entry.Sum()),
                [.. model.Architecture.Likelihood.Groups.Select(SlotGroupEntry.Of)],
                [.. model.LikelihoodParameters],
                model.Kind,
                model.Scaling.Missing.IsEmpty ? null : model.Scaling.Missing,
                model.Label,
                model.Scaling.OutputRange),
            entries);
    }

    /// <summary>Puts a model together.</summary>
    /// <param name="manifest">What the parts are.</param>
    /// <param name="weights">Weights by name, in any order; others beside them do no harm.</param>
    /// <param name="read">Content of an entry.</param>
    /// <param name="custom">Makes "encoder" or "decoder" with so many inputs and outputs where it is code; null where nobody can.</param>
    /// <exception cref="InvalidDataException">Something is missing, damaged, or contradicts another part.</exception>
    public static BmVaeModel Join(
        ModelManifest manifest, IEnumerable<TensorProto> weights, Func<string, byte[]> read, Func<string, int, int, Layer>? custom = null)
    {
        try
        {
            CheckNames(manifest);
            VaeArchitecture architecture = Architecture(manifest, custom);
            float[] parameters = Parameters(architecture, manifest.LearnedVariances ?? [], weights);
            BmVaeModel model = manifest.Prior == PriorKind.Gaussian ? JoinGaussian() : JoinSpins();
            var scaling = new SlotScaling(manifest.ScalingMinimum, manifest.ScalingRange, architecture.Likelihood)
            {
                Missing = manifest.Missing ?? [],
                OutputRange = manifest.OutputRange,
                Quantiles = manifest.Sha256.ContainsKey(ModelEntry.Quantiles)
                    ? Parsed(ModelEntry.Quantiles, content => QuantileFile.Read(content, architecture.InputSize))
                    : [],
            };
            model = model.With(scaling, manifest.SlotNames);
            model = manifest.Label is { } label ? model.With(label) : model;
            model = manifest.Sha256.ContainsKey(ModelEntry.Outliers)
                ? model.With(Parsed(ModelEntry.Outliers, OutlierFile.Read))
                : model;
            model = manifest.Sha256.ContainsKey(ModelEntry.Attributes) && manifest.Prior != PriorKind.Gaussian
                ? model.With(Parsed(ModelEntry.Attributes, content => AttributesOf(content, model)))
                : model;
            return manifest.Training is { } training ? model.With(training) : model;

            BmVaeModel JoinGaussian() => BmVaeModel.Gaussian(architecture, parameters).With(
                Parsed(ModelEntry.Classes, content => GaussianClassFile.Read(content, architecture.LatentSize, manifest.Classes)));

            BmVaeModel JoinSpins()
            {
                bool hasClassesInPrior = manifest.FormatVersion < ModelManifest.ClassesVersion;
                (IsingModel prior, BoltzmannClasses classes) = Parsed(
                    ModelEntry.Prior, content => PriorFile.Read(content, manifest.Graph, hasClassesInPrior ? manifest.Classes : []));
                (int spins, int edges) = (prior.SpinCount, prior.Graph.Edges.Length);
                Expect(spins == architecture.LatentSize, $"a prior of {architecture.LatentSize} spins, one a latent", $"{spins}");
                long rbmEdges = (spins / 2) * (spins - (spins / 2L)); // as many as the graph that the kind will be compared with
                bool canBeOfKind = manifest.Prior != PriorKind.Rbm || edges == rbmEdges;
                Expect(canBeOfKind, $"{rbmEdges} edges of a Rbm prior on {spins} spins", $"{edges}");
                return new(architecture, parameters, prior, manifest.Prior)
                {
                    Classes = hasClassesInPrior
                        ? classes
                        : Parsed(ModelEntry.Classes, content => ClassFile.Read(content, prior.Graph, manifest.Classes)),
                };
            }

            T Parsed<T>(string name, Func<byte[], T> parse)
            {
                byte[] content = Checked(manifest, name, read);
                try
                {
                    return parse(content);
                }
                catch (Exception error) when (error is ArgumentException or InvalidDataException && !IsNamed(error))
                {
                    throw new InvalidDataException($"{name}: {error.Message}", error);
                }

                bool IsNamed(Exception error) => error.Message.StartsWith(name, StringComparison.Ordinal);
            }
        }
        catch (ArgumentException error)
        {
            throw new InvalidDataException(error.Message, error); // layers, sizes or numbers that contradict each other
        }
    }

    private static BoltzmannAttributes AttributesOf(byte[] content, BmVaeModel model)
    {
        BoltzmannAttributes attributes = AttributesFile.Read(content, model.Prior.SpinCount);
        if (!model.Classes.Items.IsEmpty)
        {
            AttributeFit.Check(attributes, model.Classes);
        }

        return attributes;
    }

    /// <summary>Content of an entry whose checksum is the manifest's.</summary>
    public static byte[] Checked(ModelManifest manifest, string name, Func<string, byte[]> read)
    {
        var entry = new ModelEntry(name, read(name));
        string sum = entry.Sum(), expected = manifest.Sha256.GetValueOrDefault(name, "none");
        Expect(sum == expected, $"entry '{name}' with SHA-256 {expected}", sum);
        return entry.Content;
    }

    private static void CheckNames(ModelManifest manifest)
    {
        Expect(!manifest.Classes.Contains(null!), "names of classes", "null");
        string? twice = manifest.Classes.GroupBy(name => name).FirstOrDefault(same => same.Count() > 1)?.Key;
        Expect(twice is null, "different names of classes", $"'{twice}' twice");
        Expect(!manifest.SlotNames.Contains(null!), "slot names", "null");
        Expect(manifest.Training?.Epochs.Contains(null!) != true, "reports of epochs", "null");
    }

    /// <summary>The networks and the likelihood. Numbers of the manifest's own length vouch for the number of features.</summary>
    private static VaeArchitecture Architecture(ModelManifest manifest, Func<string, int, int, Layer>? custom)
    {
        Expect(!manifest.Encoder.Contains(null!) && !manifest.Decoder.Contains(null!), "layers", "null");
        var architecture = new VaeArchitecture(
            [.. manifest.Encoder.Select(layer => layer.ToLayer(Named("encoder")))],
            [.. manifest.Decoder.Select(layer => layer.ToLayer(Named("decoder")))]);
        Expect(
            manifest.ScalingMinimum.Length == architecture.InputSize,
            $"a minimum and a range for each of {architecture.InputSize} features", $"{manifest.ScalingMinimum.Length}");
        Expect(
            manifest.SlotNames.Length == 0 || manifest.SlotNames.Length == architecture.InputSize,
            $"{architecture.InputSize} slot names or none", $"{manifest.SlotNames.Length}");
        if (manifest.Likelihood is not { } groups)
        {
            return architecture;
        }

        Expect(!groups.Contains(null!), "groups of features", "null");
        return architecture with { Likelihood = new([.. groups.Select(group => group.ToGroup())]) };

        Func<int, int, Layer>? Named(string network) => custom is null ? null : (inputs, outputs) => custom(network, inputs, outputs);
    }

    private static float[] Parameters(VaeArchitecture architecture, ImmutableArray<float> variances, IEnumerable<TensorProto> weights)
    {
        int learned = architecture.Likelihood.LearnedVariances;
        bool areFinite = variances.All(float.IsFinite) && !variances.Any(logarithm => float.IsInfinity(MathF.Exp(logarithm)));
        Expect(variances.Length == learned && areFinite, $"{learned} learned variances, finite", $"{variances.Length}");

        // All weights are found before there is memory for them.
        int end = architecture.ParameterCount - learned;
        ILookup<string, TensorProto> named = weights.ToLookup(tensor => tensor.Name);
        IEnumerable<ParameterBlock> blocks = architecture.Parameters.TakeWhile(block => block.Offset < end);
        TensorProto[] found = [.. blocks.Select(block => Weights(block, named[block.Name].FirstOrDefault()))];

        float[] parameters = new float[architecture.ParameterCount];
        foreach ((ParameterBlock block, TensorProto tensor) in architecture.Parameters.Zip(found))
        {
            Span<float> values = parameters.AsSpan(block.Offset, block.Length);
            MemoryMarshal.Cast<byte, float>(tensor.RawData.Span).CopyTo(values);
            CheckFinite(block, values);
        }

        variances.CopyTo(parameters.AsSpan(end));
        return parameters;
    }

    private static TensorProto Weights(ParameterBlock block, TensorProto? tensor)
    {
        bool fits = tensor is { DataType: TensorProto.Types.DataType.Float }
            && tensor.Dims.SequenceEqual(block.Shape.Select(size => (long)size));
        Expect(
            fits,
            $"weights '{block.Name}' of shape [{string.Join(", ", block.Shape)}]",
            tensor is null ? "none" : $"[{string.Join(", ", tensor.Dims)}]");
        return tensor!;
    }

    private static void CheckFinite(ParameterBlock block, ReadOnlySpan<float> weights)
    {
        float lowest = block.IsVariance ? 0 : float.MinValue;
        foreach (float weight in weights)
        {
            if (!(weight >= lowest && weight <= float.MaxValue))
            {
                throw new InvalidDataException(FormattableString.Invariant(
                    $"expected finite weights '{block.Name}'{(block.IsVariance ? " of at least 0" : "")}, got {weight}."));
            }
        }
    }

    private static void Expect(bool holds, string expected, string got)
    {
        if (!holds)
        {
            throw new InvalidDataException($"expected {expected}, got {got}.");
        }
    }
}
