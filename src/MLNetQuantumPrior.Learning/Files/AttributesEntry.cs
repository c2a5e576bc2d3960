namespace MLNetQuantumPrior.Learning;

/// <summary>Attributes in a model file: all but the numbers.</summary>
/// <param name="Label">Name of the attribute whose values are the classes; null for none.</param>
/// <param name="Attributes">The attributes.</param>
internal sealed record AttributesEntry(string? Label, ImmutableArray<AttributeEntry> Attributes)
{
    public static AttributesEntry Of(BoltzmannAttributes attributes) => new(
        attributes.Label,
        [.. attributes.Items.Select(item => new AttributeEntry(
            item.Name,
            item.Accuracy,
            item.Column,
            [.. item.Values.Select(value => new AttributeValueEntry(value.Name, value.Rows, value.Range))]))]);

    /// <summary>The attributes, without fields.</summary>
    /// <exception cref="ArgumentException">Something is missing or contradicts something else.</exception>
    public IEnumerable<BoltzmannAttribute> ToAttributes()
    {
        Expect(!Attributes.IsDefaultOrEmpty && !Attributes.Contains(null!), "attributes", "none");
        return Attributes.Select(entry => entry.ToAttribute());
    }

    internal static void Expect(bool holds, string expected, string got)
    {
        if (!holds)
        {
            throw new ArgumentException($"{ModelEntry.Attributes}: expected {expected}, got {got}.");
        }
    }
}

/// <summary>One attribute.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Accuracy">Accuracy of its head.</param>
/// <param name="Column">Its column; null where that is not known.</param>
/// <param name="Values">Its values.</param>
internal sealed record AttributeEntry(string Name, double? Accuracy, ModelLabel? Column, ImmutableArray<AttributeValueEntry> Values)
{
    public BoltzmannAttribute ToAttribute()
    {
        AttributesEntry.Expect(!Values.IsDefaultOrEmpty && !Values.Contains(null!), $"values of attribute '{Name}'", "none");
        AttributesEntry.Expect(Accuracy is null or (>= 0 and <= 1), $"an accuracy of attribute '{Name}' from 0 to 1", $"{Accuracy}");
        foreach (AttributeValueEntry value in Values)
        {
            AttributesEntry.Expect(value.Rows >= 1, $"rows of value '{value.Name}'", $"{value.Rows}");
            bool isRange = value.Range is not { } range
                || (double.IsFinite(range.Least) && double.IsFinite(range.Most) && range.Least <= range.Most);
            AttributesEntry.Expect(isRange, $"a range of value '{value.Name}'", $"{value.Range}");
        }

        if (Values.All(value => value.Range is null))
        {
            Column?.Check([.. Values.Select(value => value.Name)]);
        }

        return new(Name, [.. Values.Select(value => new AttributeValue(value.Name) { Range = value.Range, Rows = value.Rows })])
        {
            Accuracy = Accuracy,
            Column = Column,
        };
    }
}

/// <summary>One value of an attribute.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Rows">Rows that have it.</param>
/// <param name="Range">Its numbers; null where it is none.</param>
internal sealed record AttributeValueEntry(string Name, long Rows, ValueRange? Range);
