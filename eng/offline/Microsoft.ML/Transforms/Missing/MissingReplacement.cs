using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>What takes the place of the missing numbers of a column: one number, or one a slot.</summary>
/// <param name="type">A number for one, a vector for one a slot.</param>
internal abstract class MissingReplacement(DataViewType type)
{
    protected DataViewType Type { get; } = type;

    public static MissingReplacement Default(DataViewType item) =>
        (MissingReplacement)GenericCall.Invoke(Default<float>, item.RawType, item);

    public static MissingReplacement Read(BinaryReader reader)
    {
        DataViewType type = ValueCodec.DescribedOrNull(reader)?.Type;
        Contracts.CheckDecode(type?.ItemType() is NumberDataViewType, "Corrupt replacement");
        return (MissingReplacement)GenericCall.Invoke(Read<float>, type.ItemType().RawType, reader, type);
    }

    public abstract void Write(BinaryWriter writer);

    public abstract Delegate MakeGetter(DataViewRow row, DataViewSchema.Column source);

    public void CheckFits(DataViewSchema.Column source)
    {
        bool fits = source.Type.ItemType() == Type.ItemType()
            && (Type is not VectorDataViewType || source.Type.VectorSize() == Type.VectorSize());
        if (!fits)
            throw Contracts.ExceptSchemaMismatch("inputSchema", "input", source.Name, Type.ToString(), source.Type.ToString());
    }

    private static MissingReplacement Default<T>(DataViewType item) => new MissingReplacement<T>(item, [default]);

    private static MissingReplacement Read<T>(BinaryReader reader, DataViewType type)
    {
        if (type is not VectorDataViewType)
            return new MissingReplacement<T>(type, ((ValueCodec<T>)ValueCodec.ForOrNull(type)).Read(reader, 1));
        VBuffer<T> slots = ((ValueCodec<VBuffer<T>>)ValueCodec.ForOrNull(type)).Read(reader, 1)[0];
        return new MissingReplacement<T>(type, [.. slots.DenseValues()]);
    }
}

internal sealed class MissingReplacement<T>(DataViewType type, T[] values) : MissingReplacement(type)
{
    private readonly Func<T, bool> _isMissing = MissingValues.Test<T>(type.ItemType());

    public override void Write(BinaryWriter writer)
    {
        ValueCodec codec = ValueCodec.ForOrNull(Type);
        codec.Describe(writer);
        if (codec is ValueCodec<VBuffer<T>> vectors)
            vectors.Write(writer, [new VBuffer<T>(values.Length, values)]);
        else
            ((ValueCodec<T>)codec).Write(writer, values);
    }

    public override Delegate MakeGetter(DataViewRow row, DataViewSchema.Column source)
    {
        if (source.Type is not VectorDataViewType)
        {
            ValueGetter<T> getter = row.GetGetter<T>(source);
            return (ValueGetter<T>)((ref T value) =>
            {
                getter(ref value);
                if (_isMissing(value))
                    value = values[0];
            });
        }
        ValueGetter<VBuffer<T>> vectorGetter = row.GetGetter<VBuffer<T>>(source);
        VBuffer<T> vector = default;
        return (ValueGetter<VBuffer<T>>)((ref VBuffer<T> destination) =>
        {
            vectorGetter(ref vector);
            VBufferEditor<T> editor = VBufferEditor.Create(ref destination, vector.Length);
            vector.CopyTo(editor.Values);
            for (int i = 0; i < vector.Length; i++)
            {
                if (_isMissing(editor.Values[i]))
                    editor.Values[i] = values[values.Length == 1 ? 0 : i];
            }
            destination = editor.Commit();
        });
    }
}
