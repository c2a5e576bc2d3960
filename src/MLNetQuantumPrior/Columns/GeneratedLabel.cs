using System.Globalization;
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
    public static GeneratedLabel Of(BmVaeModel model) =>
        Of(model.Label ?? ModelLabel.Of(model.ClassNames, RowsOf(model)), model.ClassNames);

    /// <summary>A column with some values, known by their names.</summary>
    public static GeneratedLabel Of(ModelLabel label, ImmutableArray<string> classes)
    {
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
}
