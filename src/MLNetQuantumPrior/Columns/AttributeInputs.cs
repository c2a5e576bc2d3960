using Microsoft.ML;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior;

/// <summary>Columns of a view that say what the attributes of a generated row are.</summary>
internal sealed class AttributeInputs
{
    private const int Shown = 20;

    private readonly ImmutableArray<BoltzmannAttribute> _attributes;
    private readonly ImmutableArray<(int Index, LabelColumn Column)> _inputs;

    private AttributeInputs(ImmutableArray<BoltzmannAttribute> attributes, ImmutableArray<(int Index, LabelColumn Column)> inputs) =>
        (_attributes, _inputs) = (attributes, inputs);

    /// <summary>No columns.</summary>
    public static AttributeInputs None { get; } = new([], []);

    public ImmutableArray<DataViewSchema.Column> Columns => [.. _inputs.Select(input => input.Column.Column)];

    /// <summary>Attributes of the model.</summary>
    public int Count => _attributes.Length;

    /// <summary>Finds the columns of a view that are read.</summary>
    /// <param name="input">The view's schema.</param>
    /// <param name="model">The model.</param>
    /// <param name="options">How to generate.</param>
    /// <param name="label">The label column, where it is read as such.</param>
    /// <exception cref="ArgumentOutOfRangeException">One is of another type.</exception>
    public static AttributeInputs In(DataViewSchema input, BmVaeModel model, GenerationOptions options, string? label) => new(
        model.Attributes.Items,
        [.. Names(model, options, label)
            .Where(name => input.GetColumnOrNull(name) is not null)
            .Select(name => (model.Attributes.IndexOf(name), LabelColumn.In(input, name, "attribute")))]);

    /// <summary>Names of the columns that are read where they are there.</summary>
    public static IEnumerable<string> Names(BmVaeModel model, GenerationOptions options, string? label) => options.KnowsAttributes
        ? model.Attributes.Items.Select(item => item.Name).Except([.. GivenColumn.Names(options), .. label is null ? [] : new[] { label }])
        : [];

    /// <summary>Reads the number of the value of each attribute of the present row, -1 for none; null where nothing is read.</summary>
    /// <exception cref="ArgumentException">A value is not known; thrown as the row is read.</exception>
    public Action<Span<int>>? Reader(DataViewRow row)
    {
        if (_inputs.IsEmpty)
        {
            return null;
        }

        Func<string?>[] readers = [.. _inputs.Select(input => input.Column.Reader(row))];
        Dictionary<string, int>[] known = [.. _inputs.Select(_ => new Dictionary<string, int>())];
        return values =>
        {
            values.Fill(-1);
            for (int k = 0; k < readers.Length; k++)
            {
                if (readers[k]() is { } name)
                {
                    values[_inputs[k].Index] = Value(_attributes[_inputs[k].Index], known[k], name);
                }
            }
        };
    }

    private static int Value(BoltzmannAttribute attribute, Dictionary<string, int> known, string name)
    {
        if (!known.TryGetValue(name, out int value))
        {
            value = AttributeWeights.IndexOf(attribute, name);
            if (value < 0)
            {
                throw new ArgumentException(
                    $"Attribute column '{attribute.Name}': expected a value of the training data " +
                    $"({string.Join(", ", attribute.Values.Take(Shown).Select(own => own.Name))}), got '{name}'.");
            }

            if (known.Count < 10_000)
            {
                known.Add(name, value);
            }
        }

        return value;
    }
}
