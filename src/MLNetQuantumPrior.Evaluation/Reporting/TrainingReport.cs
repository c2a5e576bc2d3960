using System.Text.Json;
using System.Text.Json.Serialization;
using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Evaluation;

/// <summary>What a training did and what came of it, as JSON and as one page of HTML that needs nothing else.</summary>
/// <remarks>Make one with <see cref="Of"/>; what the figures mean is in docs/training.md.</remarks>
/// <param name="Run">Options, and what each epoch showed.</param>
/// <param name="Prior">What the latents are.</param>
/// <param name="Latents">Which latents say anything about the rows.</param>
public sealed record TrainingReport(TrainingRun Run, PriorKind Prior, LatentUsage Latents)
{
    private const string JsonName = "training.json", HtmlName = "training.html";
    private const int Rows = 1000, Images = 64, Bins = 40, ImportanceSamples = 10;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>
    /// Bounds on the rows, with 10 importance samples a row, and log Z from both sides. They flatter the model where the rows are those
    /// that it was trained on. Null in reports that <see cref="Of"/> did not make.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public BmVaeMetrics? Metrics { get; init; }

    /// <summary>Energies of the rows' codes; null where the latents are no spins.</summary>
    public Histogram? CodeEnergies { get; init; }

    /// <summary>Energies of draws from the prior: the same histogram where the prior fits the codes.</summary>
    public Histogram? SampleEnergies { get; init; }

    /// <summary>Decoded draws from the prior; empty where it has none to show. Not part of the JSON.</summary>
    [JsonIgnore]
    public ReadOnlyMemory<float> Samples { get; init; }

    /// <summary>What is black and what is white in <see cref="Samples"/>.</summary>
    internal FeatureRange Shades { get; private init; } = new(0, 1);

    /// <summary>Values of a sample.</summary>
    internal int SampleSize => Samples.Length / Images;

    /// <summary>Looks at a trained model with some rows.</summary>
    /// <param name="model">A model that knows its training.</param>
    /// <param name="data">Rows scaled by the model's own scaling, at least one; the first 1,000 count.</param>
    /// <param name="seed">Seed of all randomness.</param>
    /// <param name="cancel">Ends the call with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ArgumentException">The model does not know its training, or the data do not fit it.</exception>
    public static TrainingReport Of(BmVaeModel model, FeatureMatrix data, ulong seed = 0, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        TrainingRun run = model.Training ?? throw new ArgumentException(
            "Model: expected one that knows its training, got one without.", nameof(model));
        data.CheckFits(model.Architecture.Likelihood, nameof(data));
        if (data.Rows == 0)
        {
            throw new ArgumentException("Report: expected at least one row, got none.", nameof(data));
        }

        int rows = Math.Min(Rows, data.Rows);
        float[] code = new float[rows * model.Architecture.CodeSize];
        model.EncodeScaled(data.Slice(0, rows), code);
        var report = new TrainingReport(run, model.Kind, LatentUsage.OfCodes(code, model.Architecture.LatentSize, model.Kind))
        {
            Metrics = ModelEvaluation.Measure(
                model,
                new(model.Architecture.Likelihood, data.Slice(0, rows).ToArray()),
                new() { ImportanceSamples = ImportanceSamples, Seed = seed },
                cancel),
        };
        if (model.Kind == PriorKind.Gaussian)
        {
            return report;
        }

        SampleSet samples = new PopulationAnnealingSampler().Sample(model.Prior, new(Rows, seed), cancel);
        double[] codes = [.. model.Prior.Energies(Codes(code, rows, model.Prior.SpinCount, seed))];
        (Histogram codeEnergies, Histogram sampleEnergies) = Histogram.Of(codes, [.. samples.Energies], Bins);
        float[] features = model.Decode(samples.Spins);
        return report with
        {
            CodeEnergies = codeEnergies,
            SampleEnergies = sampleEnergies,
            Samples = features.AsMemory(0, Images * model.Architecture.InputSize),
            Shades = ShadesOf(data.Slice(0, rows), model.Scaling),
        };
    }

    /// <summary>Writes training.json and training.html.</summary>
    /// <param name="folder">Made if there is none.</param>
    /// <param name="imageHeight">
    /// Height of the features as an image, to show samples; 0 where they are no image. Three times as many features as it has pixels are
    /// red, green and blue, one after the other.
    /// </param>
    /// <param name="imageWidth">Width of the image; 0 likewise.</param>
    /// <exception cref="ArgumentException">The samples are not images of this size.</exception>
    public void Save(string folder, int imageHeight = 0, int imageWidth = 0)
    {
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(this, Json);
        string html = ReportPage.Html(this, imageHeight, imageWidth);
        Directory.CreateDirectory(folder);
        WholeFile.Write(Path.Combine(folder, JsonName), stream => stream.Write(json));
        WholeFile.Write(Path.Combine(folder, HtmlName), stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(html)));
    }

    /// <summary>0 to 1 or 0 to 255 where that holds the rows' own values, else the smallest and the largest of them.</summary>
    private static FeatureRange ShadesOf(ReadOnlySpan<float> scaled, SlotScaling scaling)
    {
        float[] values = scaled.ToArray();
        scaling.Invert(values);
        float lowest = values.Min(), highest = values.Max();
        return lowest < 0 ? new(lowest, highest)
            : highest <= 1 ? new(0, 1)
            : new(0, Math.Max(byte.MaxValue, highest));
    }

    /// <summary>A code of each row, drawn from q.</summary>
    private static SpinMatrix Codes(float[] logits, int rows, int spins, ulong seed)
    {
        float[] uniforms = new float[logits.Length];
        new UniformStream(seed, RandomUse.ReportCodes).Fill(uniforms);
        sbyte[] codes = new sbyte[logits.Length];
        for (int i = 0; i < codes.Length; i++)
        {
            codes[i] = (sbyte)(uniforms[i] < 1 / (1 + Math.Exp(-logits[i])) ? 1 : -1);
        }

        return new(rows, spins, codes);
    }
}
