using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>A column and the fields that it is made of.</summary>
internal sealed class TextColumn
{
    /// <param name="Min">First field.</param>
    /// <param name="End">Behind the last field; null for the end of each line.</param>
    private readonly record struct Segment(int Min, int? End);

    private readonly Segment[] _segments;
    private readonly PrimitiveDataViewType _itemType;
    private readonly DataViewType _type;
    private readonly string _name;

    public TextColumn(TextLoader.Column column, TextHeader header)
    {
        Contracts.CheckNonWhiteSpace(column.Name, nameof(column.Name));
        Contracts.CheckParam(column.Source?.Length > 0, nameof(column.Source), "Must specify some source column indices");
        _name = column.Name.Trim();
        _itemType = column.DataKind.ToType();
        if (column.KeyCount is { } keys)
        {
            ulong most = (ulong)Convert.ChangeType(_itemType.RawType.GetField(nameof(byte.MaxValue)).GetValue(null), typeof(ulong));
            _itemType = new KeyDataViewType(_itemType.RawType, keys.Count ?? most);
        }
        _segments = [.. column.Source.Select(range => SegmentOf(range, header))];
        Segment[] sorted = [.. _segments.OrderBy(s => s.Min)];
        for (int i = 1; i < sorted.Length; i++)
        {
            Contracts.CheckParam(sorted[i - 1].End <= sorted[i].Min, nameof(column.Source),
                $"Intervals specified for column '{_name}' overlap");
        }
        bool isVariable = _segments.Any(s => s.End == null);
        int size = isVariable ? 0 : _segments.Sum(s => s.End.Value - s.Min);
        bool isVector = isVariable || size > 1 || column.Source[0].ForceVector || column.Source[0].AutoEnd;
        _type = isVector ? new VectorDataViewType(_itemType, size) : _itemType;
        Detached = new DataViewSchema.DetachedColumn(_name, _type, SlotNames(header, size));
    }

    public DataViewSchema.DetachedColumn Detached { get; }

    /// <summary>A reader of the column's value of the line that <paramref name="lines"/> stands on.</summary>
    public TextCell MakeCell(TextLines lines, TextParsing parsing) =>
        (TextCell)GenericCall.Invoke(MakeCell<int>, _itemType.RawType, lines, parsing);

    private TextCell MakeCell<T>(TextLines lines, TextParsing parsing)
    {
        TextParser<T> parser = parsing.Of<T>(_itemType);
        bool canBeMissing = TextParsing.CanBeMissing(_itemType);
        if (_type is VectorDataViewType)
            return new VectorCell<T>(() => Fields(lines), Parse);
        return new ScalarCell<T>(() => Field(lines, _segments[0].Min), Parse);

        T Parse(ReadOnlyMemory<char> field)
        {
            bool isRead = parser(field.Span, out T value);
            Contracts.Check(isRead || canBeMissing, $"Could not parse value {field} in line {lines.Number}, column {_name}");
            return value;
        }
    }

    private IEnumerable<ReadOnlyMemory<char>> Fields(TextLines lines)
    {
        foreach (Segment segment in _segments)
        {
            int end = segment.End ?? lines.Fields.Count;
            for (int i = segment.Min; i < end; i++)
                yield return Field(lines, i);
        }
    }

    private static ReadOnlyMemory<char> Field(TextLines lines, int index) => index < lines.Fields.Count ? lines.Fields[index] : default;

    private static Segment SegmentOf(TextLoader.Range range, TextHeader header)
    {
        Contracts.CheckParam(range.Min >= 0 && !(range.Max < range.Min), nameof(range.Min));
        if (range.Max is int max)
            return new Segment(range.Min, max + 1);
        if (range.VariableEnd)
            return new Segment(range.Min, null);
        if (!range.AutoEnd)
            return new Segment(range.Min, range.Min + 1);
        int count = header.FieldCount();
        Contracts.CheckParam(range.Min < count, nameof(range.Min),
            $"Column #{range.Min} not found in the dataset (it only has {count} columns)");
        return new Segment(range.Min, count);
    }

    private DataViewSchema.Annotations SlotNames(TextHeader header, int size)
    {
        if (_type is not VectorDataViewType { IsKnownSize: true })
            return null;
        ReadOnlyMemory<char>[] names = [.. _segments
            .SelectMany(s => Enumerable.Range(s.Min, s.End.Value - s.Min)).Select(field => header.NameOf(field).AsMemory())];
        if (names.All(name => name.IsEmpty))
            return null;
        var annotations = new DataViewSchema.Annotations.Builder();
        Transforms.SlotAnnotations.AddSlotNames(annotations, size, () => names);
        return annotations.ToAnnotations();
    }
}
