namespace MLNetQuantumPrior.Learning;

/// <summary>The encoder's logits of labelled rows, in memory.</summary>
public sealed class LabelledCodes
{
    private readonly CodeLogits _logits;
    private readonly int[] _labels;

    /// <summary>Wraps arrays without copying them; do not change them afterwards.</summary>
    /// <param name="names">Names of the classes, in the order of their numbers; at least one, none twice.</param>
    /// <param name="spins">Logits of a row, at least 1.</param>
    /// <param name="logits">The encoder's logits. <c>[rows, spins]</c></param>
    /// <param name="labels">The number of each row's class, or -1 for a row to leave out. <c>[rows]</c></param>
    /// <exception cref="ArgumentException">
    /// A length is wrong, a label is no class, a class has no row, a logit is not finite, or there is no name, or one comes twice.
    /// </exception>
    public LabelledCodes(ImmutableArray<string> names, int spins, float[] logits, int[] labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        if (names.IsDefaultOrEmpty || names.Distinct().Count() != names.Length)
        {
            string got = names.IsDefaultOrEmpty ? "none" : string.Join(", ", names);
            throw new ArgumentException($"Names of classes: expected at least one and none twice, got {got}.", nameof(names));
        }

        (Names, Spins, _labels) = (names, spins, labels);
        _logits = new(logits, labels.Length, spins);
        RowsOfClasses = [.. RowsByClass.Of(names, labels)];
    }

    /// <summary>Names of the classes.</summary>
    public ImmutableArray<string> Names { get; }

    /// <summary>Logits of a row.</summary>
    public int Spins { get; }

    /// <summary>Number of rows, those without a class among them.</summary>
    public int Rows => _labels.Length;

    /// <summary>The number of each row's class, or -1.</summary>
    internal ReadOnlySpan<int> Labels => _labels;

    /// <summary>The rows of each class, ascending.</summary>
    internal ImmutableArray<int[]> RowsOfClasses { get; }

    /// <summary>Logits of one row.</summary>
    internal ReadOnlySpan<float> this[int row] => _logits.Slice(row, row + 1);

    /// <summary>Logits of rows <paramref name="start"/> to before <paramref name="end"/>.</summary>
    internal ReadOnlySpan<float> Slice(int start, int end) => _logits.Slice(start, end);
}
