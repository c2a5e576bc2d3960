namespace MLNetQuantumPrior.Learning;

/// <summary>What is seen of each slot in rows of finite values and, left out, NaN; one row after the other.</summary>
/// <param name="slots">Number of slots.</param>
internal sealed class SlotStatistics(int slots)
{
    private const int FewestOfImage = 64; // 8 x 8, the smallest images that anybody learns from

    private readonly float[] _minimum = Filled(slots, float.PositiveInfinity), _maximum = Filled(slots, float.NegativeInfinity);
    private readonly double[] _mean = new double[slots], _squares = new double[slots];
    private readonly long[] _counts = new long[slots];
    private readonly bool[] _hasFraction = new bool[slots], _isBroken = new bool[slots];

    public long Rows { get; private set; }

    /// <summary>Values of a slot that are not NaN.</summary>
    public long Count(int slot) => _counts[slot];

    public float Minimum(int slot) => _minimum[slot];

    public float Maximum(int slot) => _maximum[slot];

    public double Mean(int slot) => _mean[slot];

    /// <summary>Mean squared deviation from the mean; exactly 0 for a constant.</summary>
    public double Variance(int slot) => _minimum[slot] == _maximum[slot] ? 0 : _squares[slot] / _counts[slot];

    /// <summary>Whether all values are 0 or 1.</summary>
    public bool IsBinary(int slot) => IsWithinUnit(slot) && !_hasFraction[slot];

    /// <summary>Whether all values are whole numbers.</summary>
    public bool IsWhole(int slot) => !_isBroken[slot];

    /// <summary>Whether all values lie within [0, 1].</summary>
    public bool IsWithinUnit(int slot) => _minimum[slot] >= 0 && _maximum[slot] <= 1;

    /// <summary>
    /// Whether slots may be shares between 0 and 1, such as pixels: none has a value outside, and they reach the upper half. Where all
    /// slots of their kind are as many as small images have, one that does is enough for all, since images have dark borders; of fewer,
    /// each must, unless it is constant: small rates lie within [0, 1] as well.
    /// </summary>
    /// <param name="slots">Some slots.</param>
    /// <param name="all">All of their kind, these among them.</param>
    public bool AreShares(IEnumerable<int> slots, IEnumerable<int> all) =>
        slots.All(IsWithinUnit)
        && (all.Count() < FewestOfImage ? slots.All(slot => IsConstant(slot) || IsHigh(slot)) : all.Any(IsHigh));

    private bool IsConstant(int slot) => _minimum[slot] == _maximum[slot];

    private bool IsHigh(int slot) => _maximum[slot] >= 0.5;

    /// <summary>Adds a row. Mean and squares as Welford has them (1962): no digits are lost however far from 0 the values are.</summary>
    public void Add(ReadOnlySpan<float> row)
    {
        Rows++;
        for (int slot = 0; slot < row.Length; slot++)
        {
            float value = row[slot];
            if (float.IsNaN(value))
            {
                continue;
            }

            _minimum[slot] = Math.Min(_minimum[slot], value);
            _maximum[slot] = Math.Max(_maximum[slot], value);
            _hasFraction[slot] |= value is not (0 or 1);
            _isBroken[slot] |= value != MathF.Floor(value);
            double difference = value - _mean[slot];
            _mean[slot] += difference / ++_counts[slot];
            _squares[slot] += difference * (value - _mean[slot]);
        }
    }

    private static float[] Filled(int count, float value)
    {
        float[] values = new float[count];
        values.AsSpan().Fill(value);
        return values;
    }
}
