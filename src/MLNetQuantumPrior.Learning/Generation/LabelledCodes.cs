namespace MLNetQuantumPrior.Learning;

/// <summary>The encoder's logits of labelled rows, in memory.</summary>
public sealed class LabelledCodes
{
    private readonly float[] _logits;
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
        ArgumentNullException.ThrowIfNull(logits);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentOutOfRangeException.ThrowIfLessThan(spins, 1);
        if (names.IsDefaultOrEmpty || names.Distinct().Count() != names.Length)
        {
            string got = names.IsDefaultOrEmpty ? "none" : string.Join(", ", names);
            throw new ArgumentException($"Names of classes: expected at least one and none twice, got {got}.", nameof(names));
        }

        (Names, Spins, _logits, _labels) = (names, spins, logits, labels);
        CheckLogits();
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
    internal ReadOnlySpan<float> this[int row] => _logits.AsSpan(row * Spins, Spins);

    /// <summary>Logits of rows <paramref name="start"/> to before <paramref name="end"/>.</summary>
    internal ReadOnlySpan<float> Slice(int start, int end) => _logits.AsSpan(start * Spins, (end - start) * Spins);

    private void CheckLogits()
    {
        if (_logits.Length != (long)Rows * Spins)
        {
            throw new ArgumentException(
                $"Logits: expected {(long)Rows * Spins} values, {Rows} rows of {Spins} spins, got {_logits.Length}.", "logits");
        }

        for (int k = 0; k < _logits.Length; k++)
        {
            if (!float.IsFinite(_logits[k]))
            {
                throw new ArgumentException(
                    $"Logit {k % Spins} of row {k / Spins}: expected a finite number, got {_logits[k]}.", "logits");
            }
        }
    }
}
