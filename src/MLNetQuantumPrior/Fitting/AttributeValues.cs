using System.Globalization;
using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior;

/// <summary>The values of one attribute, found as rows are read: categories, or numbers and ranges of them.</summary>
internal sealed class AttributeValues
{
    /// <summary>A number with more different values is cut into ranges.</summary>
    private const int MostNumbers = 16;

    private const int Ranges = 8;

    /// <summary>Numbers that quantiles are taken of: all of them up to here, a random sample beyond.</summary>
    private const int MostSampled = 1 << 17;

    private readonly LabelColumn _column;
    private readonly bool _isNumber;
    private readonly ClassCounts? _counts;
    private readonly Dictionary<string, int> _codes = [];
    private readonly SortedSet<double> _numbers = []; // different ones, as long as they are few
    private readonly List<double> _sample = [];
    private readonly Lazy<BoltzmannAttribute> _attribute;
    private SplitMix64 _random;
    private double _least = double.PositiveInfinity, _most = double.NegativeInfinity;
    private long _seen;
    private int[]? _valueOfCode;

    /// <param name="column">The column.</param>
    /// <param name="isNumber">Whether it has numbers; else categories.</param>
    /// <param name="seed">Seed of the training.</param>
    /// <param name="index">Number of the attribute.</param>
    public AttributeValues(LabelColumn column, bool isNumber, ulong seed, int index)
    {
        (_column, _isNumber) = (column, isNumber);
        _counts = isNumber ? null : new(column, "Attribute");
        _random = new(RandomUse.AttributeNumbers(seed, index));
        _attribute = new(Find);
    }

    /// <summary>The attribute, after all rows.</summary>
    public BoltzmannAttribute Attribute => _attribute.Value;

    /// <summary>Adds a value. Returns it as a number: a code of a category; NaN where it is missing.</summary>
    public double Add(string? name)
    {
        if (name is null)
        {
            return double.NaN;
        }

        if (_isNumber)
        {
            double number = double.Parse(name, CultureInfo.InvariantCulture);
            return double.IsFinite(number) ? Add(number) : throw new ArgumentException(
                $"Attribute column '{_column.Column.Name}': expected finite numbers, or NaN where they are missing, got {name}.");
        }

        _counts!.Add(name);
        if (!_codes.TryGetValue(name, out int code))
        {
            _codes.Add(name, code = _codes.Count);
        }

        return code;
    }

    /// <summary>A value that was added, as <see cref="Add(string)"/> returned it.</summary>
    public double CellOf(string? name) => name is null ? double.NaN
        : _isNumber ? double.Parse(name, CultureInfo.InvariantCulture)
        : _codes[name];

    /// <summary>The number of the value of a cell, -1 for none.</summary>
    public int ValueOf(double cell)
    {
        if (double.IsNaN(cell))
        {
            return -1;
        }

        if (_isNumber)
        {
            return AttributeWeights.IndexOf(Attribute, cell);
        }

        _valueOfCode ??= [.. _codes.OrderBy(entry => entry.Value).Select(entry => _counts!.Names.IndexOf(entry.Key))];
        return _valueOfCode[(int)cell];
    }

    private double Add(double number)
    {
        (_least, _most) = (Math.Min(_least, number), Math.Max(_most, number));
        if (_numbers.Count <= MostNumbers)
        {
            _numbers.Add(number);
        }

        _seen++;
        if (_sample.Count < MostSampled)
        {
            _sample.Add(number);
        }
        else if ((long)(((UInt128)_random.Next() * (UInt128)_seen) >> 64) is var place && place < MostSampled)
        {
            _sample[(int)place] = number;
        }

        return number;
    }

    private BoltzmannAttribute Find()
    {
        ImmutableArray<AttributeValue> values = !_isNumber ? [.. _counts!.Names.Select(name => new AttributeValue(name))]
            : _numbers.Count <= MostNumbers
                ? [.. _numbers.Select(number => new AttributeValue(Text(number)) { Range = new(number, number) })]
            : Cut();
        return values.IsEmpty
            ? throw new ArgumentException(
                $"Attribute column '{_column.Column.Name}': expected a value in at least one row, got only missing ones.")
            : new(_column.Column.Name, values) { Column = _column.ToModel([.. values.Select(_ => 1L)]) };
    }

    /// <summary>
    /// Ranges of about as many rows each; a number that is so frequent that it fills one, such as the 0 of amounts, is a value of its own.
    /// </summary>
    private ImmutableArray<AttributeValue> Cut()
    {
        double[] sorted = [.. _sample.Order()];
        (double End, bool IsValue)[] ends =
        [
            .. Enumerable.Range(1, Ranges - 1).Select(k => sorted[(int)((long)k * sorted.Length / Ranges)])
                .Prepend(_least).Append(_most).GroupBy(end => end).Select(same => (same.Key, same.Count() > 1)),
        ];
        var values = ImmutableArray.CreateBuilder<AttributeValue>();
        for (int k = 0; k < ends.Length; k++)
        {
            (double end, bool isValue) = ends[k];
            (double start, bool startIsValue) = k == 0 ? (end, true) : ends[k - 1];
            bool hasOwnEnd = !isValue || (k == 1 && !startIsValue); // or else what is between the two alone
            if (k > 0 && (hasOwnEnd || sorted.Any(number => number > start && number < end)))
            {
                values.Add(new($"{Text(start)} to {Text(end)}") { Range = new(start, end) });
            }

            if (isValue)
            {
                values.Add(new(Text(end)) { Range = new(end, end) });
            }
        }

        return values.ToImmutable();
    }

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);
}
