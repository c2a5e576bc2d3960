using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior;

/// <summary>All that was learned of a table.</summary>
/// <param name="Layout">Its columns.</param>
/// <param name="Columns">What is known of each column inside.</param>
/// <param name="Coding">Which slots of the model are which column.</param>
/// <param name="Vae">Bits, their prior, and what the decoder makes of them.</param>
/// <param name="Cells">Where cells come from.</param>
/// <param name="Rules">What holds in every row.</param>
/// <param name="Rows">Rows of the training table.</param>
/// <param name="Seed">Seed of the fit.</param>
internal sealed record SynthesizerModel(
    TableLayout Layout,
    ImmutableArray<ColumnProfile> Columns,
    TableCoding Coding,
    BmVaeModel Vae,
    ICellSource Cells,
    TableRules Rules,
    long Rows,
    ulong Seed);
