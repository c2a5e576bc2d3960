using System.Numerics;
using System.Runtime.InteropServices;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>(x - offset) * scale, slot by slot.</summary>
/// <param name="type">Of the column: a number, or a vector of numbers of known size.</param>
internal abstract class AffineMap(DataViewType type)
{
    private protected static readonly ModelFormat Format = new("AFF NORM", 0x00010003, "AffineNormExec", ModelFormat.Data);

    public DataViewType Type { get; } = type;

    public static AffineMap Read(ModelLoadContext context, DataViewType type)
    {
        context.Header.Check(Format);
        return (AffineMap)GenericCall.Invoke(Read<float>, type.ItemType().RawType, context, type);
    }

    public abstract void Save(ModelSaveContext ctx);

    public abstract Delegate MakeGetter(DataViewRow row, DataViewSchema.Column source);

    private static AffineMap Read<T>(ModelLoadContext context, DataViewType type)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int slots = type is VectorDataViewType vector ? vector.Size : 1;
        Contracts.CheckDecode(context.Reader.ReadInt32() == Marshal.SizeOf<T>() && context.Reader.ReadInt32() == slots
            && context.Reader.ReadInt32() == -1, "Expected a scale for each slot");
        T[] scale = Numbers(), offset = Numbers();
        Contracts.CheckDecode(scale.Length == slots && (offset.Length == slots || offset.Length == 0), "Corrupt normalizer");
        return new AffineMap<T>(type, scale, offset.Length > 0 ? offset : new T[slots]);

        T[] Numbers() => new NumberCodec<T>().Read(context.Reader, context.Reader.ReadInt32());
    }
}

internal sealed class AffineMap<T>(DataViewType type, T[] scale, T[] offset) : AffineMap(type)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public override void Save(ModelSaveContext ctx)
    {
        ctx.SetFormat(Format);
        ctx.Writer.Write(Marshal.SizeOf<T>());
        ctx.Writer.Write(scale.Length);
        ctx.Writer.Write(-1); // for all slots
        foreach (T[] numbers in (T[][])[scale, offset])
        {
            ctx.Writer.Write(numbers.Length);
            new NumberCodec<T>().Write(ctx.Writer, numbers);
        }
    }

    public override Delegate MakeGetter(DataViewRow row, DataViewSchema.Column source)
    {
        if (source.Type is not VectorDataViewType)
        {
            ValueGetter<T> getter = row.GetGetter<T>(source);
            return (ValueGetter<T>)((ref T value) =>
            {
                getter(ref value);
                value = (value - offset[0]) * scale[0];
            });
        }
        ValueGetter<VBuffer<T>> vectorGetter = row.GetGetter<VBuffer<T>>(source);
        VBuffer<T> values = default;
        return (ValueGetter<VBuffer<T>>)((ref VBuffer<T> destination) =>
        {
            vectorGetter(ref values);
            Contracts.Check(values.Length == scale.Length, $"Normalizer expected {scale.Length} slots but got {values.Length}");
            VBufferEditor<T> editor = VBufferEditor.Create(ref destination, scale.Length);
            values.CopyTo(editor.Values);
            for (int i = 0; i < scale.Length; i++)
                editor.Values[i] = (editor.Values[i] - offset[i]) * scale[i];
            destination = editor.Commit();
        });
    }
}
