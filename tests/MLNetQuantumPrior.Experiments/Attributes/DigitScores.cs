using MLNetQuantumPrior.Evaluation;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Experiments;

/// <summary>Figures of pictures that were generated under a condition, by the judge and by measurement.</summary>
/// <param name="Accuracies">Share that has each attribute as given; -1 for an attribute that is free.</param>
/// <param name="Joint">Share that has all of them.</param>
/// <param name="Diversity">
/// Root mean square distance of two of them in the judge's last hidden layer, over that of two real images that meet the condition.
/// </param>
/// <param name="Leakage">
/// Of attributes that are free: Jensen-Shannon divergence, in bits, of the values of generated and of real images that meet the condition,
/// mean over attributes; NaN where none is free.
/// </param>
/// <param name="Rate">Effective size of the draws that rows start from, as a share; NaN without acceptance.</param>
internal sealed record DigitScores(ImmutableArray<double> Accuracies, double Joint, double Diversity, double Leakage, double Rate)
{
    public override string ToString() => FormattableString.Invariant(
        $"joint {Joint:F3}, diversity {Diversity:F3}, leakage {Leakage:F4}, rate {Rate:F3}");

    /// <param name="judge">Reads digits.</param>
    /// <param name="condition">What was asked for.</param>
    /// <param name="pixels">What was generated. <c>[pictures, pixels]</c></param>
    /// <param name="real">Real images that meet the condition.</param>
    /// <param name="rate">Of the draws.</param>
    public static DigitScores Of(Classifier judge, DigitCondition condition, float[] pixels, MeasuredDigits real, double rate)
    {
        int[][] found = real.Judge(judge, pixels);
        int[] given = [.. Enumerable.Range(0, condition.Values.Length).Where(attribute => condition.Values[attribute] >= 0)];
        int[] free = [.. Enumerable.Range(0, condition.Values.Length).Except(given)];
        float[] images = real.Images.Images.Slice(0, real.Count).ToArray();
        return new(
            [
                .. condition.Values.Select((value, attribute) =>
                    value < 0 ? -1 : found.Count(own => own[attribute] == value) / (double)found.Length),
            ],
            found.Count(own => given.All(attribute => own[attribute] == condition.Values[attribute])) / (double)found.Length,
            Math.Sqrt(FeatureMoments.Of(judge, pixels).TotalVariance / FeatureMoments.Of(judge, images).TotalVariance),
            free.Length == 0 ? double.NaN : free.Average(attribute => Divergence(attribute, real.ValuesOf(attribute).Length)),
            rate);

        double Divergence(int attribute, int values)
        {
            double divergence = 0;
            for (int value = 0; value < values; value++)
            {
                double own = found.Count(row => row[attribute] == value) / (double)found.Length;
                double other = Enumerable.Range(0, real.Count).Count(row => ValueOf(row, attribute) == value) / (double)real.Count;
                divergence += (Term(own, (own + other) / 2) + Term(other, (own + other) / 2)) / 2;
            }

            return divergence;
        }

        int ValueOf(int row, int attribute) =>
            attribute == 0 ? real.Images.Labels[row] : real.Measured[attribute - 1].Judge(real.Measures[row]);

        static double Term(double share, double middle) => share <= 0 ? 0 : share * Math.Log2(share / middle);
    }
}
