using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior;

/// <summary>All that was learned of a table.</summary>
/// <param name="Layout">Its columns.</param>
/// <param name="Columns">What is known of each column inside.</param>
/// <param name="Coding">Which slots of the model are which column.</param>
/// <param name="Vae">Bits, their prior, and what the decoder makes of them.</param>
/// <param name="Mixture">
/// Machines of parts of the rows, as those of one class, which bits are drawn from; none where the model's own prior will do.
/// </param>
/// <param name="Cells">Where cells come from.</param>
/// <param name="Conditionals">For each column where its cells come from given all others; null of computed ones.</param>
/// <param name="Holes">Finds bits of rows of which only some cells are known; null where latents are no bits.</param>
/// <param name="Rules">What holds in every row.</param>
/// <param name="Rows">Rows of the training table.</param>
/// <param name="Seed">Seed of the fit.</param>
internal sealed record SynthesizerModel(
    TableLayout Layout,
    ImmutableArray<ColumnProfile> Columns,
    TableCoding Coding,
    BmVaeModel Vae,
    BoltzmannClasses Mixture,
    ICellSource Cells,
    ImmutableArray<ICellSource?> Conditionals,
    HoleEncoder? Holes,
    TableRules Rules,
    long Rows,
    ulong Seed)
{
    /// <summary>What the class of <see cref="Mixture"/> is called.</summary>
    public const string AllRows = "rows";

    /// <summary>
    /// Fresh draws that rows start from. However many rows there are, what they have on average varies like an average of so many.
    /// </summary>
    private const int Starts = 4096;

    /// <summary>Draws bits of rows from the prior, by their ids.</summary>
    /// <param name="seed">Seed of the rows.</param>
    /// <param name="threads">Most threads of the first draw; each later one works on its own.</param>
    public DrawLatents PriorDraws(ulong seed, int threads)
    {
        bool isMixture = !Mixture.Items.IsEmpty;
        var options = new GenerationOptions
        {
            Mode = isMixture ? GenerationMode.Conditional : GenerationMode.Unconditional,
            Seed = seed, PoolSize = Starts, MaxDegreeOfParallelism = threads,
        };
        ILatentSource latents = Vae.Kind == PriorKind.Gaussian
            ? new GaussianSource(new(Vae, options))
            : SpinSource.Of(Vae.Prior, Mixture, BoltzmannAttributes.None, options);
        return ids =>
        {
            int[] labels = new int[ids.Length];
            labels.AsSpan().Fill(isMixture ? 0 : -1);
            float[] bits = latents.Draw(labels, values: [], ids).Values, decoded = new float[ids.Length * Vae.Architecture.InputSize];
            Vae.DecodeScaled(bits, decoded);
            return new(bits, decoded);
        };
    }

    /// <summary>Names of the categories, for words.</summary>
    public string Category(int cell, int code) => Layout.Owner(cell).Categories[code];
}
