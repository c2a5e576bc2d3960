namespace MLNetQuantumPrior.Learning;

/// <summary>
/// What was learned of the attributes of a model's training data, such as the digit, the thickness and the slant of an image, for
/// generation by several of them at once.
/// </summary>
/// <param name="Items">The attributes, each under a name of its own.</param>
/// <example>
/// <code>
/// foreach (BoltzmannAttribute attribute in model.Attributes.Items)
/// {
///     Console.WriteLine($"{attribute.Name}: {string.Join(", ", attribute.Values.Select(value => value.Name))}");
/// }
/// </code>
/// </example>
public sealed record BoltzmannAttributes(ImmutableArray<BoltzmannAttribute> Items)
{
    /// <summary>No attributes.</summary>
    public static BoltzmannAttributes None { get; } = new([]);

    /// <summary>
    /// Name of the attribute whose values are the classes of the model, in the same order; null where none is.
    /// </summary>
    public string? Label { get; init; }

    /// <summary>Which values a code has, from bits, 0 or 1. Null where there are no attributes.</summary>
    public AttributeClassifier? Classifier { get; init; }

    /// <summary>How many training rows have which values together, to compare generated rows with.</summary>
    internal ImmutableArray<AttributeCombination> Combinations { get; init; } = [];

    /// <summary>Number of the attribute of a name, or -1.</summary>
    public int IndexOf(string name)
    {
        int index = Items.Length - 1;
        while (index >= 0 && Items[index].Name != name)
        {
            index--;
        }

        return index;
    }
}

/// <summary>One attribute of the training data.</summary>
/// <param name="Name">Name of its column.</param>
/// <param name="Values">Its values: those of the data, or where it has many numbers, ranges of them in ascending order.</param>
/// <example>
/// <code>
/// foreach (BoltzmannAttribute attribute in model.Attributes.Items)
/// {
///     Console.WriteLine($"{attribute.Name}: {string.Join(", ", attribute.Values.Select(value => value.Name))}");
/// }
/// </code>
/// </example>
public sealed record BoltzmannAttribute(string Name, ImmutableArray<AttributeValue> Values)
{
    /// <summary>
    /// Share of codes that the classifier was not trained on, of which it finds the value most probable that they have; null where no row
    /// was left for that.
    /// </summary>
    public double? Accuracy { get; init; }

    /// <summary>The column, so that generated rows have one like it; null where it is not known.</summary>
    internal ModelLabel? Column { get; init; }
}

/// <summary>One value of an attribute.</summary>
/// <param name="Name">What the data call it, or a range of numbers as text.</param>
/// <example>
/// <code>
/// foreach (BoltzmannAttribute attribute in model.Attributes.Items)
/// {
///     Console.WriteLine($"{attribute.Name}: {string.Join(", ", attribute.Values.Select(value => value.Name))}");
/// }
/// </code>
/// </example>
public sealed record AttributeValue(string Name)
{
    /// <summary>The numbers that are this value, both ends included; null where it is no number.</summary>
    public ValueRange? Range { get; init; }

    /// <summary>Rows of the training data with this value.</summary>
    public long Rows { get; init; }

    /// <summary>
    /// One per spin: added to the fields of the shared prior, they make its mean spins those of the codes with this value. Fields of
    /// several attributes add.
    /// </summary>
    public ImmutableArray<float> Fields { get; init; } = [];
}

/// <summary>A range of numbers.</summary>
/// <param name="Least">The smallest.</param>
/// <param name="Most">The largest.</param>
public readonly record struct ValueRange(double Least, double Most);

/// <summary>Values that some training rows have together.</summary>
/// <param name="Values">The number of the value of each attribute, or -1 where it is missing.</param>
/// <param name="Rows">How many rows.</param>
internal sealed record AttributeCombination(ImmutableArray<int> Values, long Rows);
