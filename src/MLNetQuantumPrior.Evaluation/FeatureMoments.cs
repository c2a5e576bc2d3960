using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Evaluation;

/// <summary>Mean and covariance of rows of features.</summary>
public sealed class FeatureMoments
{
    private FeatureMoments(int rows, double[] mean, double[] covariance) => (Rows, Mean, Covariance) = (rows, mean, covariance);

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>Number of features.</summary>
    public int Columns => Mean.Length;

    /// <summary>Sum of the features' variances: half the mean squared distance of two rows.</summary>
    public double TotalVariance => Enumerable.Range(0, Columns).Sum(i => Covariance[(i * Columns) + i]);

    /// <summary>Mean of each feature.</summary>
    internal double[] Mean { get; }

    /// <summary>Unbiased covariance. <c>[features, features]</c></summary>
    internal double[] Covariance { get; }

    /// <summary>Moments of rows.</summary>
    /// <param name="rows">Finite numbers. <c>[rows, columns]</c></param>
    /// <param name="columns">Number of features, at least 1.</param>
    /// <exception cref="ArgumentException">There are fewer than two rows, or not whole ones, or a number is not finite.</exception>
    public static FeatureMoments Of(ReadOnlySpan<float> rows, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        if (rows.Length % columns != 0 || rows.Length < 2 * columns)
        {
            throw new ArgumentException(
                $"Rows: expected at least two whole rows of {columns} values, got {rows.Length} values.", nameof(rows));
        }

        int count = rows.Length / columns;
        double[] mean = new double[columns], covariance = new double[columns * columns], centred = new double[columns];
        for (int k = 0; k < rows.Length; k++)
        {
            mean[k % columns] += rows[k] / (double)count;
        }

        if (Array.FindIndex(mean, value => !double.IsFinite(value)) is >= 0 and int wrong)
        {
            throw new ArgumentException($"Rows: expected finite numbers, got a mean of {mean[wrong]} in column {wrong}.", nameof(rows));
        }

        for (int row = 0; row < count; row++)
        {
            for (int i = 0; i < columns; i++)
            {
                centred[i] = rows[(row * columns) + i] - mean[i];
            }

            for (int i = 0; i < columns; i++)
            {
                AddScaled(centred[i] / (count - 1), centred, covariance.AsSpan(i * columns, columns));
            }
        }

        return new(count, mean, covariance);
    }

    /// <summary>Moments of what the last hidden layer of a classifier makes of rows.</summary>
    /// <param name="judge">The classifier.</param>
    /// <param name="rows">Rows as the classifier takes them, at least two. <c>[rows, InputSize]</c></param>
    public static FeatureMoments Of(Classifier judge, ReadOnlySpan<float> rows)
    {
        ArgumentNullException.ThrowIfNull(judge);
        float[] hidden = new float[rows.Length / judge.Architecture.InputSize * judge.Architecture.HiddenSize];
        judge.Features(rows, hidden);
        return Of(hidden, judge.Architecture.HiddenSize);
    }

    private static void AddScaled(double factor, ReadOnlySpan<double> x, Span<double> y)
    {
        for (int i = 0; i < y.Length; i++)
        {
            y[i] += factor * x[i];
        }
    }
}
