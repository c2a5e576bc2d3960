namespace Microsoft.ML.Data;

/// <summary>The value of a column in the current row.</summary>
internal abstract class TextCell
{
    /// <summary>Reads the value of the line that the file stands on.</summary>
    public abstract void Read();

    public abstract Delegate MakeGetter(Action checkRow);
}

internal sealed class ScalarCell<T>(Func<ReadOnlyMemory<char>> field, Func<ReadOnlyMemory<char>, T> parse) : TextCell
{
    private T _value;

    public override void Read() => _value = parse(field());

    public override Delegate MakeGetter(Action checkRow) => (ValueGetter<T>)((ref T destination) =>
    {
        checkRow();
        destination = _value;
    });
}

internal sealed class VectorCell<T>(Func<IEnumerable<ReadOnlyMemory<char>>> fields, Func<ReadOnlyMemory<char>, T> parse) : TextCell
{
    private readonly List<T> _values = [];

    public override void Read()
    {
        _values.Clear();
        foreach (ReadOnlyMemory<char> field in fields())
            _values.Add(parse(field));
    }

    public override Delegate MakeGetter(Action checkRow) => (ValueGetter<VBuffer<T>>)((ref VBuffer<T> destination) =>
    {
        checkRow();
        VBufferEditor<T> editor = VBufferEditor.Create(ref destination, _values.Count);
        _values.CopyTo(editor.Values);
        destination = editor.Commit();
    });
}
