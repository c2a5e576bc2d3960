namespace MLNetQuantumPrior.Experiments;

/// <summary>
/// An attribute of an image of a digit that is measured on it: values and the borders between them, which come from the training images.
/// Images near a border have no value in training; one that is judged has the value of the side that it is on.
/// </summary>
/// <param name="Name">Name of the attribute.</param>
/// <param name="Measure">What it is a range of.</param>
/// <param name="Values">Names of its values, ascending.</param>
/// <param name="Zones">Between two values each: where it begins and ends. Its middle is the border.</param>
internal sealed record DigitAttribute(
    string Name, Func<DigitMeasures, double> Measure, ImmutableArray<string> Values, ImmutableArray<(double From, double To)> Zones)
{
    /// <summary>The number of an image's value as it is judged.</summary>
    public int Judge(DigitMeasures measures)
    {
        double measure = Measure(measures);
        return Zones.Count(zone => measure > (zone.From + zone.To) / 2);
    }

    /// <summary>The number of the value that an image has in training; -1 where it is near a border.</summary>
    public int Label(DigitMeasures measures)
    {
        double measure = Measure(measures);
        return Zones.Any(zone => measure > zone.From && measure < zone.To) ? -1 : Judge(measures);
    }

    /// <summary>Stroke, Slant and Width.</summary>
    /// <param name="training">Measures of the training images, from whose quantiles the borders come.</param>
    public static ImmutableArray<DigitAttribute> Of(IReadOnlyCollection<DigitMeasures> training)
    {
        return
        [
            Cut("Stroke", measures => measures.Thickness, ["thin", "thick"], (0.3, 0.7)),
            Cut("Slant", measures => measures.Slant, ["left", "upright", "right"], (0.26, 0.4), (0.6, 0.74)),
            Cut("Width", measures => measures.Width, ["narrow", "wide"], (0.4, 0.6)),
        ];

        DigitAttribute Cut(
            string name, Func<DigitMeasures, double> measure, ImmutableArray<string> values, params (double From, double To)[] shares)
        {
            double[] ascending = [.. training.Select(measure).Order()];
            return new(name, measure, values, [.. shares.Select(zone => (Quantile(zone.From), Quantile(zone.To)))]);

            double Quantile(double share) => ascending[(int)(share * (ascending.Length - 1))];
        }
    }
}
