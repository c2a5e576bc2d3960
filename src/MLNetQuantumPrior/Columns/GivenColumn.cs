using System.Globalization;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior;

/// <summary>A column of generated rows that all have one value, since it was given.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its type and value.</param>
internal sealed record GivenColumn(string Name, GeneratedLabel Value)
{
    /// <summary>The columns of the attributes that options give one value, in the order in which they are given.</summary>
    /// <exception cref="ArgumentException">An attribute or a value is not known.</exception>
    public static ImmutableArray<GivenColumn> Of(BmVaeModel model, GenerationOptions options)
    {
        var columns = ImmutableArray.CreateBuilder<GivenColumn>();
        foreach (Given given in OneValue(options.Attributes))
        {
            int index = model.Attributes.IndexOf(given.Column);
            if (index >= 0 && columns.All(column => column.Name != given.Column))
            {
                columns.Add(new(given.Column, ValueOf(model.Attributes.Items[index], given)));
            }
        }

        return columns.ToImmutable();
    }

    /// <summary>Names of the attributes that options give one value.</summary>
    public static IEnumerable<string> Names(GenerationOptions options) => OneValue(options.Attributes).Select(given => given.Column);

    private static IEnumerable<Given> OneValue(IEnumerable<Given> given) => given.SelectMany(one => one.Kind switch
    {
        GivenKind.All => OneValue(one.Parts),
        GivenKind.AnyOf when one.Values.Length == 1 => [one],
        _ => Enumerable.Empty<Given>(),
    });

    /// <summary>A number of a range stays what was given; other values are those of the training data.</summary>
    private static GeneratedLabel ValueOf(BoltzmannAttribute attribute, Given given)
    {
        int number = AttributeWeights.Find(attribute, given.Values[0]);
        AttributeValue value = attribute.Values[number];
        string name = value.Range is { } range && range.Least < range.Most
            ? Number(given.Values[0], range)
            : value.Name;
        ModelLabel? column = attribute.Column;
        bool fits = column is not null && (column.Key is not null || ModelLabel.IsOf(column.Type, name)); // 2.5 is no whole number
        return GeneratedLabel.Of(fits ? column! : new(TypeCode.String, [value.Rows]), [name]);
    }

    /// <summary>The number that was given; where a range was given by its name, its middle.</summary>
    private static string Number(object given, ValueRange range) =>
        (given as double? ?? AttributeWeights.NumberOf((string)given) ?? ((range.Least + range.Most) / 2))
        .ToString(CultureInfo.InvariantCulture);
}
