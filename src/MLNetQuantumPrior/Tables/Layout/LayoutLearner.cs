using System.Globalization;
using System.Numerics;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior;

/// <summary>Finds out what the columns of a table are, and what their cells are inside.</summary>
/// <param name="wanted">What the user says of columns.</param>
internal sealed class LayoutLearner(IReadOnlyDictionary<string, SynthesizerColumn> wanted)
{
    /// <summary>Fewer rows do not tell whether texts with hardly one twice, or numbers that count the rows, are identifiers.</summary>
    private const int RowsToTellIdentifiers = 50;

    /// <summary>New numbers that a type must have left, to say that numbers of it are identifiers.</summary>
    private const int NewIdentifiers = 10_000;

    private long _dateOrigin, _dateUnit = 1;

    /// <summary>Reads a table once.</summary>
    /// <exception cref="ArgumentException">A column is of another type, a number is infinite, or there are no rows.</exception>
    public (TableLayout Layout, TableCells Cells) Learn(IDataView table, CancellationToken cancel)
    {
        string? unsaid = wanted.FirstOrDefault(own => own.Value is null).Key;
        if (unsaid is not null)
        {
            throw new ArgumentException($"Option '{nameof(SynthesizerOptions.Columns)}': expected what column '{unsaid}' is, got null.");
        }

        DataViewSchema.Column[] columns = [.. table.Schema.Where(column => !column.IsHidden && KindOf(column) != ColumnKind.Ignored)];
        string? unknown = wanted.Keys.FirstOrDefault(name => table.Schema.GetColumnOrNull(name) is null);
        if (unknown is not null)
        {
            throw new ArgumentException(
                $"Option '{nameof(SynthesizerOptions.Columns)}': expected names of columns, got '{unknown}'. " +
                $"The table has {string.Join(", ", table.Schema.Select(column => column.Name))}.");
        }

        foreach (DataViewSchema.Column column in columns)
        {
            StatedKind.Check(column, wanted.GetValueOrDefault(column.Name) ?? new());
        }

        using DataViewRowCursor cursor = table.GetRowCursor(columns);
        RawColumn[] raw = [.. columns.Select(column => Raw(cursor, column))];
        int rows = 0;
        for (; cursor.MoveNext(); rows++)
        {
            cancel.ThrowIfCancellationRequested();
            foreach (RawColumn column in raw)
            {
                column.Add();
            }
        }

        if (rows < 2 || columns.Length == 0)
        {
            throw new ArgumentException($"Table: expected at least two rows and a column, got {rows} rows and {columns.Length} columns.");
        }

        Scale(raw.OfType<RawColumn<DateTime>>());
        var layout = ImmutableArray.CreateBuilder<LayoutColumn>();
        var cells = ImmutableArray.CreateBuilder<double[]>();
        foreach (RawColumn column in raw)
        {
            (LayoutColumn learned, IEnumerable<double[]> own) = Learn(column);
            layout.Add(learned with { Annotations = column.Column.Annotations });
            cells.AddRange(own);
        }

        return (new(layout.ToImmutable()), new(rows, cells.ToImmutable()));
    }

    private ColumnKind KindOf(DataViewSchema.Column column) =>
        wanted.TryGetValue(column.Name, out SynthesizerColumn? own) ? own.Kind : ColumnKind.Automatic;

    private static RawColumn Raw(DataViewRow row, DataViewSchema.Column column) => column.Type switch
    {
        VectorDataViewType { IsKnownSize: true, ItemType: NumberDataViewType { RawType: var item } } vector when item == typeof(float) =>
            new RawVectors(row, column, vector.Size),
        TextDataViewType => new RawTexts(row, column),
        BooleanDataViewType => new RawColumn<bool>(row, column),
        DateTimeDataViewType => new RawColumn<DateTime>(row, column),
        KeyDataViewType or NumberDataViewType => System.Type.GetTypeCode(column.Type.RawType) switch
        {
            TypeCode.SByte => new RawColumn<sbyte>(row, column),
            TypeCode.Byte => new RawColumn<byte>(row, column),
            TypeCode.Int16 => new RawColumn<short>(row, column),
            TypeCode.UInt16 => new RawColumn<ushort>(row, column),
            TypeCode.Int32 => new RawColumn<int>(row, column),
            TypeCode.UInt32 => new RawColumn<uint>(row, column),
            TypeCode.Int64 => new RawColumn<long>(row, column),
            TypeCode.UInt64 => new RawColumn<ulong>(row, column),
            TypeCode.Single => new RawColumn<float>(row, column),
            _ => new RawColumn<double>(row, column),
        },
        _ => throw new ArgumentException(
            $"Column '{column.Name}': expected numbers, text, a key, Booleans, dates, or a vector of Single of known size, " +
            $"got {column.Type}. Leave it out: '{nameof(SynthesizerOptions.Columns)}' with " +
            $"'{nameof(ColumnKind)}.{nameof(ColumnKind.Ignored)}'."),
    };

    private (LayoutColumn Column, IEnumerable<double[]> Cells) Learn(RawColumn raw) => raw switch
    {
        RawVectors vectors => Vectors(vectors),
        RawTexts texts => Texts(texts),
        RawColumn<bool> flags => Categories(flags, TypeCode.Boolean, flag => flag ? "True" : "False", key: null),
        RawColumn<DateTime> dates => Dates(dates),
        RawColumn<sbyte> numbers => Numbers(numbers),
        RawColumn<byte> numbers => Numbers(numbers),
        RawColumn<short> numbers => Numbers(numbers),
        RawColumn<ushort> numbers => Numbers(numbers),
        RawColumn<int> numbers => Numbers(numbers),
        RawColumn<uint> numbers => Numbers(numbers),
        RawColumn<long> numbers => Numbers(numbers),
        RawColumn<ulong> numbers => Numbers(numbers),
        RawColumn<float> numbers => Numbers(numbers),
        _ => Numbers((RawColumn<double>)raw),
    };

    private (LayoutColumn Column, IEnumerable<double[]> Cells) Numbers<T>(RawColumn<T> raw)
        where T : struct, INumber<T>
    {
        DataViewSchema.Column column = raw.Column;
        TypeCode type = System.Type.GetTypeCode(typeof(T));
        ColumnKind kind = KindOf(column);
        if (column.Type is KeyDataViewType key)
        {
            return Categories(
                raw,
                type,
                number => T.IsZero(number) ? null : number.ToString(null, CultureInfo.InvariantCulture),
                KeyNames.ToModel(column, key));
        }

        if (kind == ColumnKind.Category)
        {
            return Categories(
                raw, type, number => T.IsNaN(number) ? null : number.ToString(null, CultureInfo.InvariantCulture), key: null);
        }

        int infinite = raw.Values.FindIndex(T.IsInfinity);
        if (infinite >= 0)
        {
            throw new ArgumentException($"Column '{column.Name}', row {infinite}: expected a finite number, got {raw.Values[infinite]}.");
        }

        bool areWhole = T.IsInteger(T.One / (T.One + T.One));
        if (areWhole && (kind == ColumnKind.Identifier || (kind == ColumnKind.Automatic && AreCounted(raw.Values))))
        {
            long next = long.CreateSaturating(Int128.CreateChecked(raw.Values.Max()) + 1);
            return (new(column.Name, LayoutKind.Identifier, type) { NextIdentifier = next }, []);
        }

        // Only whole numbers that a Double cannot hold are shifted: others are compared with those of other columns.
        bool areExact = raw.Values.TrueForAll(number => T.IsNaN(number) || Math.Abs(double.CreateSaturating(number)) < 1L << 53);
        long origin = areExact || type is not (TypeCode.Int64 or TypeCode.UInt64) ? 0 : long.CreateTruncating(raw.Values.Min());
        var layout = new LayoutColumn(column.Name, LayoutKind.Number, type) { Origin = origin };
        double[] cells = [.. raw.Values.Select(number => T.IsNaN(number) ? double.NaN : ShiftedNumber.Cell(number, layout.Shift))];
        double[] present = [.. cells.Where(cell => !double.IsNaN(cell))];
        return present.Length > 0 && double.IsInfinity(present.Max() - present.Min())
            ? throw new ArgumentException(FormattableString.Invariant(
                $"Column '{column.Name}': expected a range that a Double can hold, got {present.Min()} to {present.Max()}."))
            : (layout, [cells]);
    }

    /// <summary>
    /// Whether whole numbers are all different and leave hardly a gap, as numbers of the rows do, and there are new ones behind them.
    /// </summary>
    private static bool AreCounted<T>(List<T> values)
        where T : struct, INumber<T>
    {
        if (values.Count < RowsToTellIdentifiers || new HashSet<T>(values).Count < values.Count)
        {
            return false;
        }

        Int128 least = Int128.CreateChecked(values.Min()), most = Int128.CreateChecked(values.Max()), last = most + NewIdentifiers;
        return most - least < 2L * values.Count && last <= long.MaxValue && Int128.CreateChecked(T.CreateSaturating(last)) == last;
    }

    private (LayoutColumn Column, IEnumerable<double[]> Cells) Texts(RawTexts raw)
    {
        ColumnKind kind = KindOf(raw.Column);
        int present = raw.Codes.Count(code => code >= 0);
        bool isIdentifier = kind == ColumnKind.Identifier
            || (kind == ColumnKind.Automatic && present >= RowsToTellIdentifiers && raw.Texts.Count > 0.5 * present);
        if (isIdentifier)
        {
            return (new(raw.Column.Name, LayoutKind.Identifier, TypeCode.String) { NextIdentifier = 1 }, []);
        }

        return Coded(new(raw.Column.Name, LayoutKind.Category, TypeCode.String), raw.Texts, raw.Codes);
    }

    private static (LayoutColumn Column, IEnumerable<double[]> Cells) Categories<T>(
        RawColumn<T> raw, TypeCode type, Func<T, string?> name, ModelKey? key)
        where T : notnull
    {
        var codes = new Dictionary<T, int>();
        var texts = new List<string>();
        var own = new List<int>();
        foreach (T value in raw.Values)
        {
            if (!codes.TryGetValue(value, out int code))
            {
                string? text = name(value);
                codes.Add(value, code = text is null ? -1 : texts.Count);
                if (text is not null)
                {
                    texts.Add(text);
                }
            }

            own.Add(code);
        }

        return Coded(new(raw.Column.Name, LayoutKind.Category, type) { Key = key }, texts, own);
    }

    /// <summary>Numbers the categories in an order that does not say which row came first: that of numbers, or of text.</summary>
    private static (LayoutColumn Column, IEnumerable<double[]> Cells) Coded(LayoutColumn column, List<string> texts, List<int> codes)
    {
        int[] order = [.. Enumerable.Range(0, texts.Count)];
        Array.Sort(order, column.Type is TypeCode.String or TypeCode.Boolean
            ? (first, second) => string.CompareOrdinal(texts[first], texts[second])
            : (first, second) => double.Parse(texts[first], CultureInfo.InvariantCulture)
                .CompareTo(double.Parse(texts[second], CultureInfo.InvariantCulture)));
        int[] places = new int[order.Length];
        for (int place = 0; place < order.Length; place++)
        {
            places[order[place]] = place;
        }

        return (
            column with { Categories = [.. order.Select(code => texts[code])] },
            [[.. codes.Select(code => code < 0 ? double.NaN : places[code])]]);
    }

    private (LayoutColumn Column, IEnumerable<double[]> Cells) Dates(RawColumn<DateTime> raw) => (
        new(raw.Column.Name, LayoutKind.Date, TypeCode.DateTime) { Origin = _dateOrigin, Unit = _dateUnit },
        [[.. raw.Values.Select(date => date == default ? double.NaN : (date.Ticks - _dateOrigin) / (double)_dateUnit)]]);

    /// <summary>Finds where dates begin, and their unit: the same for all columns, so that they can be compared.</summary>
    private void Scale(IEnumerable<RawColumn<DateTime>> columns)
    {
        DateTime[] present = [.. columns.SelectMany(column => column.Values).Where(date => date != default)];
        long origin = present.Length == 0 ? 0 : present.Min(date => date.Ticks);
        long[] units =
        [
            TimeSpan.TicksPerDay, TimeSpan.TicksPerHour, TimeSpan.TicksPerMinute, TimeSpan.TicksPerSecond, TimeSpan.TicksPerMillisecond, 1,
        ];
        (_dateOrigin, _dateUnit) = (origin, units.First(unit => present.All(date => (date.Ticks - origin) % unit == 0)));
    }

    private static (LayoutColumn Column, IEnumerable<double[]> Cells) Vectors(RawVectors raw)
    {
        for (int slot = 0; slot < raw.Slots.Length; slot++)
        {
            int infinite = raw.Slots[slot].FindIndex(double.IsInfinity);
            if (infinite >= 0)
            {
                throw new ArgumentException(
                    $"Column '{raw.Column.Name}', slot {slot}, row {infinite}: expected a finite number, got {raw.Slots[slot][infinite]}.");
            }
        }

        ImmutableArray<string> names = [];
        if (raw.Column.HasSlotNames())
        {
            VBuffer<ReadOnlyMemory<char>> given = default;
            raw.Column.GetSlotNames(ref given);
            names = [.. given.DenseValues().Select(name => name.ToString())];
        }

        return (
            new(raw.Column.Name, LayoutKind.Vector, TypeCode.Single) { Slots = raw.Slots.Length, SlotNames = names },
            raw.Slots.Select(slot => slot.ToArray()));
    }
}
