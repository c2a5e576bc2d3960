using System.Globalization;
using System.Numerics;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetQuantumPrior;

/// <summary>Names, as values of the type that they are names of.</summary>
internal abstract class TypedNames
{
    public abstract PrimitiveDataViewType Type { get; }

    public static TypedNames Of(TypeCode type, ImmutableArray<string> names) => type switch
    {
        TypeCode.Boolean => new TypedNames<bool>(BooleanDataViewType.Instance, [.. names.Select(bool.Parse)]),
        TypeCode.SByte => Numbers<sbyte>(NumberDataViewType.SByte, names),
        TypeCode.Byte => Numbers<byte>(NumberDataViewType.Byte, names),
        TypeCode.Int16 => Numbers<short>(NumberDataViewType.Int16, names),
        TypeCode.UInt16 => Numbers<ushort>(NumberDataViewType.UInt16, names),
        TypeCode.Int32 => Numbers<int>(NumberDataViewType.Int32, names),
        TypeCode.UInt32 => Numbers<uint>(NumberDataViewType.UInt32, names),
        TypeCode.Int64 => Numbers<long>(NumberDataViewType.Int64, names),
        TypeCode.UInt64 => Numbers<ulong>(NumberDataViewType.UInt64, names),
        TypeCode.Single => Numbers<float>(NumberDataViewType.Single, names),
        TypeCode.Double => Numbers<double>(NumberDataViewType.Double, names),
        _ => new TypedNames<ReadOnlyMemory<char>>(TextDataViewType.Instance, [.. names.Select(name => name.AsMemory())]),
    };

    public abstract Delegate Getter(Func<int> index);

    public abstract DataViewSchema.Annotations KeyValues();

    private static TypedNames<T> Numbers<T>(NumberDataViewType type, ImmutableArray<string> names)
        where T : INumber<T> => new(type, [.. names.Select(name => T.Parse(name, CultureInfo.InvariantCulture))]);
}

internal sealed class TypedNames<T>(PrimitiveDataViewType type, T[] values) : TypedNames
{
    public override PrimitiveDataViewType Type => type;

    public override Delegate Getter(Func<int> index) => (ValueGetter<T>)((ref T value) => value = values[index()]);

    public override DataViewSchema.Annotations KeyValues()
    {
        var annotations = new DataViewSchema.Annotations.Builder();
        annotations.Add<VBuffer<T>>(
            TextAnnotation.KeyValues,
            new VectorDataViewType(type, values.Length),
            (ref VBuffer<T> value) => new VBuffer<T>(values.Length, values).CopyTo(ref value));
        return annotations.ToAnnotations();
    }
}
