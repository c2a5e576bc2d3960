namespace MLNetQuantumPrior;

/// <summary>What is given of single columns: tables know no alternatives of several columns, and no strengths.</summary>
internal static class PlainGiven
{
    /// <summary>Conditions of one column each, all of which hold.</summary>
    /// <exception cref="ArgumentException">One has a strength, or is an alternative that is not one of values of a column.</exception>
    public static IReadOnlyList<Given> Of(IReadOnlyList<Given> given)
    {
        var plain = new List<Given>();
        foreach (Given one in given)
        {
            ArgumentNullException.ThrowIfNull(one, nameof(given));
            if (one.Strength != 1)
            {
                throw new ArgumentException(
                    $"Given {one}: expected no strength, got {FormattableString.Invariant($"{one.Strength}")}. " +
                    "Rows of tables are as given or not; strengths are for attributes of a model.");
            }

            if (one.Kind == GivenKind.All)
            {
                plain.AddRange(Of(one.Parts));
            }
            else
            {
                plain.Add(one.Kind == GivenKind.Any ? OneColumn(one) : one);
            }
        }

        return plain;
    }

    private static Given OneColumn(Given any)
    {
        IReadOnlyList<Given> parts = Of(any.Parts);
        return parts.All(part => part.Kind == GivenKind.AnyOf && part.Column == parts[0].Column)
            ? Given.Alternatives(parts[0].Column, parts.SelectMany(part => part.Values))
            : throw new ArgumentException(
                $"Given {any}: expected values of one column, since rows of tables are given column by column, got other conditions.");
    }
}
