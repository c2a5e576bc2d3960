using System.Globalization;

namespace MLNetQuantumPrior.Learning;

/// <summary>How far each value of an attribute is what was given: 1 where it is, 0 where it is not, a share of a range.</summary>
internal static class AttributeWeights
{
    private const int Shown = 20;
    private const string Possible = "values, numbers or intervals of numbers";

    /// <summary>Weights of the values. <c>[values]</c></summary>
    /// <param name="attribute">The attribute.</param>
    /// <param name="given">Conditions on it that all hold, at least one; neither alternatives nor groups.</param>
    /// <exception cref="ArgumentException">A condition is none for an attribute, or no value of the training data meets it.</exception>
    public static float[] Of(BoltzmannAttribute attribute, IReadOnlyList<Given> given)
    {
        float[] weights = new float[attribute.Values.Length];
        Array.Fill(weights, 1f);
        (double least, double most) = (double.NegativeInfinity, double.PositiveInfinity);
        foreach (Given one in given)
        {
            if (one.Kind is GivenKind.Missing or GivenKind.Present || one.Values.Any(value => value is DateTime))
            {
                throw Wrong(attribute, Possible, $"{one}");
            }

            if (one.Kind == GivenKind.Between)
            {
                (least, most) = (Math.Max(least, (double)one.Values[0]), Math.Min(most, (double)one.Values[1]));
                continue;
            }

            int[] meant = [.. one.Values.Select(value => Find(attribute, value))];
            for (int value = 0; value < weights.Length; value++)
            {
                weights[value] = meant.Contains(value) == (one.Kind == GivenKind.Not) ? 0 : weights[value];
            }
        }

        if (given.Any(one => one.Kind == GivenKind.Between))
        {
            Restrict(attribute, least, most, weights);
        }

        return weights.Any(weight => weight > 0)
            ? weights
            : throw Wrong(attribute, $"what training rows have, of {Names(attribute)}", string.Join("; ", given));
    }

    /// <summary>The number of a value, or -1.</summary>
    /// <param name="attribute">The attribute.</param>
    /// <param name="name">
    /// Its name, in letters of any case where it is true or false; or where it is a range a number in it, as text.
    /// </param>
    public static int IndexOf(BoltzmannAttribute attribute, string name)
    {
        ImmutableArray<AttributeValue> values = attribute.Values;
        for (int value = 0; value < values.Length; value++)
        {
            if (values[value].Name == name)
            {
                return value;
            }
        }

        return NumberOf(name) is { } number ? IndexOf(attribute, number)
            : bool.TryParse(name, out bool flag) ? IndexOf(attribute, flag)
            : -1;
    }

    /// <summary>
    /// The number of the value that a number is, or else is in the range of, the lower one of two that meet there; -1 for none.
    /// </summary>
    public static int IndexOf(BoltzmannAttribute attribute, double number)
    {
        int found = -1;
        for (int value = attribute.Values.Length - 1; value >= 0; value--)
        {
            if (RangeOf(attribute.Values[value]) is not { } range || !(number >= range.Least && number <= range.Most))
            {
                continue;
            }

            if (range.Least == range.Most)
            {
                return value;
            }

            found = value;
        }

        return found;
    }

    /// <summary>A text as a number; null where it is none. "2,5" is none, rather than 25.</summary>
    public static double? NumberOf(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : null;

    /// <summary>The number of a value that is given as text, number or truth.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static int Find(BoltzmannAttribute attribute, object given)
    {
        int found = given switch
        {
            double number => IndexOf(attribute, number),
            bool flag => IndexOf(attribute, flag),
            string text => IndexOf(attribute, text),
            _ => throw Wrong(attribute, Possible, FormattableString.Invariant($"'{given}'")),
        };
        return found >= 0 ? found : throw Wrong(
            attribute, $"one of {Names(attribute)}", FormattableString.Invariant($"'{given}'"));
    }

    /// <summary>The number of the value that is true or false, in letters of any case; -1 for none.</summary>
    private static int IndexOf(BoltzmannAttribute attribute, bool flag)
    {
        int value = attribute.Values.Length - 1;
        while (value >= 0 && !(bool.TryParse(attribute.Values[value].Name, out bool own) && own == flag))
        {
            value--;
        }

        return value;
    }

    private static void Restrict(BoltzmannAttribute attribute, double least, double most, float[] weights)
    {
        if (attribute.Values.All(value => RangeOf(value) is null))
        {
            throw Wrong(attribute, $"one of {Names(attribute)}", "an interval of numbers");
        }

        for (int value = 0; value < weights.Length; value++)
        {
            weights[value] *= RangeOf(attribute.Values[value]) is { } range ? (float)Share(range, least, most) : 0;
        }
    }

    /// <summary>The part of a range that is within bounds, as if its numbers were spread evenly.</summary>
    private static double Share(ValueRange range, double least, double most) => range.Least == range.Most
        ? (range.Least >= least && range.Least <= most ? 1 : 0)
        : Math.Max(0, Math.Min(most, range.Most) - Math.Max(least, range.Least)) / (range.Most - range.Least);

    private static ValueRange? RangeOf(AttributeValue value) => value.Range
        ?? (NumberOf(value.Name) is { } number ? new(number, number) : null);

    private static string Names(BoltzmannAttribute attribute) =>
        string.Join(", ", attribute.Values.Take(Shown).Select(value => $"'{value.Name}'"))
        + (attribute.Values.Length > Shown ? ", ..." : "");

    private static ArgumentException Wrong(BoltzmannAttribute attribute, string expected, string got) =>
        new($"Attribute '{attribute.Name}': expected {expected}; got {got}.");
}
