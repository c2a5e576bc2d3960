using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior;

/// <summary>Scales rows of a view as their likelihood needs them.</summary>
/// <param name="column">The column of features.</param>
/// <param name="likelihood">Which values each slot may have.</param>
/// <param name="scaling">What was learned of each slot's range.</param>
/// <param name="clips">Whether what lies beyond [0, 1] in Bernoulli slots is clipped; else it is an error.</param>
internal sealed class FeaturePreparation(FeatureColumn column, Likelihood likelihood, SlotScaling scaling, bool clips)
{
    private readonly bool[] _isBernoulli = [.. likelihood.Ranges.SelectMany(range =>
        Enumerable.Repeat(range.Kind == SlotKind.Bernoulli, range.Count))];

    /// <summary>Scales rows in place.</summary>
    /// <param name="position">Number of the first of them in the view.</param>
    /// <param name="rows">Whole rows.</param>
    public void Run(long position, Span<float> rows)
    {
        if (!clips)
        {
            CheckRange(position, rows);
        }

        scaling.Scale(rows, rows);
    }

    private void CheckRange(long position, ReadOnlySpan<float> rows)
    {
        for (int i = 0; i < rows.Length; i++)
        {
            if (rows[i] is < 0 or > 1 && _isBernoulli[i % column.Size])
            {
                throw new ArgumentException(FormattableString.Invariant(
                    $"Input column '{column.Column.Name}', row {position + (i / column.Size)}, slot {i % column.Size}: ") +
                    "expected a number within [0, 1], since the slot is Bernoulli " +
                    $"and '{nameof(BmVaeEstimator.Options.Scaling)}' is {nameof(FeatureScaling.None)}, " +
                    FormattableString.Invariant($"got {rows[i]}."));
            }
        }
    }
}
