namespace MLNetQuantumPrior.Learning;

/// <summary>
/// How many of a number of rows each class gets, and which row is of which class: exact counts by the largest remainder (Hamilton's rule),
/// spread evenly. A row's class depends on the proportions, the number of rows and its own number alone. Immutable.
/// </summary>
public sealed class LabelQuotas
{
    private readonly long[] _ends; // of the first classes together
    private readonly long _step;   // in order of classes, from one row to the next; no divisor in common with the number of rows

    /// <summary>Divides rows among classes.</summary>
    /// <param name="proportions">
    /// One per class, finite and at least 0, not all 0; their sum does not matter. Of two equal remainders the class with the lower number
    /// wins.
    /// </param>
    /// <param name="rows">Number of rows, at least 0.</param>
    /// <exception cref="ArgumentException">A proportion is out of range, or all are 0.</exception>
    public LabelQuotas(ImmutableArray<double> proportions, long rows)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        Counts = Divide(Checked(proportions), rows);
        _ends = new long[Counts.Length];
        long end = 0;
        for (int label = 0; label < _ends.Length; label++)
        {
            _ends[label] = end += Counts[label];
        }

        _step = Step(rows);
    }

    /// <summary>Rows of each class.</summary>
    public ImmutableArray<long> Counts { get; }

    /// <summary>Number of rows.</summary>
    public long Rows => _ends[^1];

    /// <summary>The class of a row.</summary>
    /// <param name="row">From 0 to before <see cref="Rows"/>.</param>
    public int this[long row]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(row);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, Rows);
            long place = (long)((Int128)row * _step % Rows);
            int label = 0;
            while (place >= _ends[label])
            {
                label++;
            }

            return label;
        }
    }

    private static double[] Checked(ImmutableArray<double> proportions)
    {
        if (proportions.IsDefaultOrEmpty)
        {
            throw new ArgumentException("Proportions: expected one per class, at least one, got none.", nameof(proportions));
        }

        for (int label = 0; label < proportions.Length; label++)
        {
            if (!(double.IsFinite(proportions[label]) && proportions[label] >= 0))
            {
                throw new ArgumentException(FormattableString.Invariant(
                    $"Proportion of class {label}: expected a finite number of at least 0, got {proportions[label]}."),
                    nameof(proportions));
            }
        }

        double largest = proportions.Max();
        return largest > 0
            ? [.. proportions.Select(proportion => proportion / largest)] // so that no sum overflows
            : throw new ArgumentException("Proportions: expected one above 0, got only zeros.", nameof(proportions));
    }

    private static ImmutableArray<long> Divide(double[] proportions, long rows)
    {
        double sum = proportions.Sum();
        double[] exact = [.. proportions.Select(proportion => rows * (proportion / sum))];
        long[] counts = [.. exact.Select(count => (long)Math.Floor(count))];
        long left = rows - counts.Sum();
        foreach (int label in Enumerable.Range(0, counts.Length).OrderByDescending(label => exact[label] - counts[label]).Take((int)left))
        {
            counts[label]++;
        }

        return [.. counts];
    }

    /// <summary>
    /// The largest number up to the golden section of rows that has no divisor in common with it, so that classes alternate.
    /// </summary>
    private static long Step(long rows)
    {
        const double golden = 0.618033988749895;
        long step = Math.Max(1, (long)(rows * golden));
        while (Divisor(rows, step) != 1)
        {
            step--;
        }

        return step;
    }

    private static long Divisor(long a, long b)
    {
        while (b != 0)
        {
            (a, b) = (b, a % b);
        }

        return a;
    }
}
