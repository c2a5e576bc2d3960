using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Sampling;
using Kinds = MLNetQuantumPrior.LatentKind;

namespace MLNetQuantumPrior;

/// <summary>
/// What <see cref="BmVaeTransformer"/> adds to a row: the column of latents, and others by name. Only what a consumer reads is computed.
/// </summary>
/// <example>
/// <code>
/// var options = new BmVaeEstimator.Options
/// {
///     LatentSize = 8, Training = new() { Epochs = 30 }, Seed = 1,
///     Columns = new() { OutlierScore = "Score", PValue = "PValue" },
/// };
/// using BmVaeTransformer vae = ml.Transforms.BmVae(options).Fit(train);
/// </code>
/// </example>
public sealed record BmVaeColumns
{
    /// <summary>
    /// What the column of latents holds. Null: <see cref="LatentKind.Bits"/>, or <see cref="LatentKind.Means"/> where the prior is
    /// Gaussian. Default null.
    /// </summary>
    public LatentKind? LatentKind { get; init; }

    /// <summary>
    /// Name of a column of expected features given the row's likeliest latents: a vector as the input's, with its slot names and in its
    /// units; of categories, their probabilities. Null for none. Default null.
    /// </summary>
    public string? Reconstruction { get; init; }

    /// <summary>
    /// Name of a column of the prior's energy E(s) of the row's likelier spins s, low for codes that the prior expects: a Single.
    /// Not with a Gaussian prior. Null for none. Default null.
    /// </summary>
    public string? Energy { get; init; }

    /// <summary>
    /// Name of a column of -log p(x|z) at the row's likeliest latents z, in nats of the scaled features: a Single. Null for none.
    /// Default null.
    /// </summary>
    public string? ReconstructionLoss { get; init; }

    /// <summary>
    /// Name of a column of how strange the row is by <see cref="OutlierMeasure"/>, the higher the stranger: a Single. Null for none.
    /// Default null.
    /// </summary>
    public string? OutlierScore { get; init; }

    /// <summary>
    /// Name of a column of the share of ordinary rows that are at least as strange by <see cref="OutlierMeasure"/>, a conformal p-value
    /// within (0, 1]: a Single. For rows like the training data it is below any a with a probability of at most a. Compares with
    /// rows held out of the training, see <see cref="BmVaeEstimator.Options.Columns"/>. Null for none. Default null.
    /// </summary>
    public string? PValue { get; init; }

    /// <summary>
    /// By what <see cref="OutlierScore"/> and <see cref="PValue"/> call a row strange. Null:
    /// <see cref="OutlierMeasure.Combined"/>, or with a Gaussian prior <see cref="OutlierMeasure.FreeEnergy"/>. Default null.
    /// </summary>
    public OutlierMeasure? OutlierMeasure { get; init => field = Check.Known(value); }

    /// <summary>The measure with a prior.</summary>
    internal OutlierMeasure MeasureOf(PriorKind prior) => OutlierMeasure ?? prior.DefaultMeasure();

    /// <summary>Whether a column compares with ordinary rows.</summary>
    internal bool NeedOutliers(PriorKind prior) => PValue is not null || (OutlierScore is not null
        && MeasureOf(prior) is Learning.OutlierMeasure.Combined or Learning.OutlierMeasure.CombinedEnergy
        or Learning.OutlierMeasure.CombinedMahalanobis or Learning.OutlierMeasure.Mahalanobis);

    /// <summary>All columns in order, by name.</summary>
    /// <param name="latentName">Name of the column of latents.</param>
    /// <param name="prior">The prior of the model.</param>
    /// <exception cref="ArgumentException">Two columns have one name, or the prior cannot give a column.</exception>
    internal ImmutableArray<(string Name, RowOutput Output)> Outputs(string latentName, PriorKind prior)
    {
        bool isGaussian = prior == PriorKind.Gaussian;
        LatentKind kind = LatentKind ?? (isGaussian ? Kinds.Means : Kinds.Bits);
        if (!Enum.IsDefined(kind) || isGaussian != (kind == Kinds.Means))
        {
            string expected = isGaussian ? $"{Kinds.Means}" : $"{Kinds.Bits}, {Kinds.Probabilities} or {Kinds.Spins}";
            throw new ArgumentException($"Option '{nameof(LatentKind)}' with a {prior} prior: expected {expected}, got {kind}.");
        }

        (string? Name, RowOutput Output)[] all =
        [
            (latentName, Enum.Parse<RowOutput>($"{kind}")),
            (Reconstruction, RowOutput.Reconstruction),
            (Energy, RowOutput.Energy),
            (ReconstructionLoss, RowOutput.ReconstructionLoss),
            (OutlierScore, RowOutput.OutlierScore),
            (PValue, RowOutput.PValue),
        ];
        var outputs = ImmutableArray.CreateBuilder<(string Name, RowOutput Output)>();
        foreach ((string? name, RowOutput output) in all)
        {
            if (name is null)
            {
                continue;
            }

            CheckName(name, output, prior);
            int same = IndexOf(name);
            outputs.Add(same < 0 ? (name, output) : throw new ArgumentException(
                $"Columns: expected different names, got '{name}' for both {outputs[same].Output} and {output}."));
        }

        return outputs.ToImmutable();

        int IndexOf(string name)
        {
            int index = outputs.Count - 1;
            while (index >= 0 && outputs[index].Name != name)
            {
                index--;
            }

            return index;
        }
    }

    /// <summary>A column as it is added to a schema.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="output">What it holds.</param>
    /// <param name="latents">Number of latents.</param>
    /// <param name="features">Number of features.</param>
    /// <param name="featureNames">Their names, or none.</param>
    internal static AddedColumn Column(string name, RowOutput output, int latents, int features, ImmutableArray<string> featureNames)
    {
        return output switch
        {
            RowOutput.Bits => Latents("Bit"),
            RowOutput.Probabilities => Latents("Probability"),
            RowOutput.Spins => Latents("Spin"),
            RowOutput.Means => Latents("Mean"),
            RowOutput.Reconstruction => new(name, features, featureNames),
            _ => AddedColumn.Number(name),
        };

        AddedColumn Latents(string slot) => new(name, latents, [.. Enumerable.Range(0, latents).Select(i => $"{slot}{i}")]);
    }

    private void CheckName(string name, RowOutput output, PriorKind prior)
    {
        if (name.Length == 0)
        {
            throw new ArgumentException($"Column {output}: expected a name, or null for none, got an empty one.");
        }

        if (output == RowOutput.Energy && prior == PriorKind.Gaussian)
        {
            throw new ArgumentException(
                $"Column '{name}' ({output}): expected a prior of spins, whose energy it takes, got a {prior} one. " +
                $"Leave the column out, or train with another '{nameof(BmVaeEstimator.Options.Prior)}'.");
        }
    }
}
