using System.Globalization;
using System.Numerics;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior;

/// <summary>The label column of generated rows: the type and key values of the training data's.</summary>
internal sealed class GeneratedLabel
{
    private readonly TypedNames _values; // one a class

    private GeneratedLabel(TypedNames values, DataViewType type, DataViewSchema.Annotations? annotations) =>
        (_values, Type, Annotations) = (values, type, annotations);

    public DataViewType Type { get; }

    public DataViewSchema.Annotations? Annotations { get; }

    /// <summary>The label column of a model with classes; a key over them where the model does not know more.</summary>
    public static GeneratedLabel Of(BmVaeModel model)
    {
        ImmutableArray<string> classes = model.ClassNames;
        ModelLabel label = model.Label ?? ModelLabel.Of(classes, RowsOf(model));
        if (label.Key is not { } key)
        {
            var values = TypedNames.Of(label.Type, classes);
            return new(values, values.Type, annotations: null);
        }

        var numbers = TypedNames.Of(label.Type, [.. classes.Select(name => key.Number(name).ToString(CultureInfo.InvariantCulture))]);
        return new(
            numbers,
            new KeyDataViewType(numbers.Type.RawType, (ulong)key.Count),
            key.Values.IsEmpty ? null : TypedNames.Of(key.ValueType, key.Values).KeyValues());
    }

    /// <summary>Rows of the training data in each class of a model.</summary>
    public static ImmutableArray<long> RowsOf(BmVaeModel model) => model.Label?.Rows ?? (model.Kind == PriorKind.Gaussian
        ? [.. model.GaussianClasses.Select(entry => entry.Rows)]
        : [.. model.Classes.Items.Select(entry => entry.Rows)]);

    /// <summary>A getter of the label of the class that <paramref name="number"/> names when it is called.</summary>
    public Delegate Getter(Func<int> number) => _values.Getter(number);

    /// <summary>Names, as values of the type that they are names of.</summary>
    private abstract class TypedNames
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

    private sealed class TypedNames<T>(PrimitiveDataViewType type, T[] values) : TypedNames
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
}
