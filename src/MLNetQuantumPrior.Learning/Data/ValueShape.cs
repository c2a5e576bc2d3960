namespace MLNetQuantumPrior.Learning;

/// <summary>How the values of a slot are distributed, whatever their mean and deviation.</summary>
/// <param name="Skewness">Mean cube of standardised values; 0 of symmetric ones.</param>
/// <param name="ExcessKurtosis">Mean fourth power of standardised values, less 3; 0 of normal ones.</param>
/// <param name="LargestShare">How often the most frequent value occurs, within (0, 1].</param>
internal readonly record struct ValueShape(double Skewness, double ExcessKurtosis, double LargestShare)
{
    /// <summary>Whether a mean and a deviation say little of the values.</summary>
    public bool IsFarFromNormal => Math.Abs(Skewness) > 1 || ExcessKurtosis > 3 || LargestShare >= 0.2;

    /// <summary>Looks at finite values that are not all equal.</summary>
    public static ValueShape Of(ReadOnlySpan<float> values)
    {
        double mean = 0, squares = 0, cubes = 0, fourths = 0;
        foreach (float value in values)
        {
            mean += (double)value / values.Length;
        }

        foreach (float value in values)
        {
            double difference = value - mean, square = difference * difference;
            squares += square / values.Length;
            cubes += square * difference / values.Length;
            fourths += square * square / values.Length;
        }

        float[] sorted = values.ToArray();
        Array.Sort(sorted);
        int longest = 0, run = 0;
        for (int k = 0; k < sorted.Length; k++)
        {
            run = k > 0 && sorted[k] == sorted[k - 1] ? run + 1 : 1;
            longest = Math.Max(longest, run);
        }

        return new(cubes / Math.Pow(squares, 1.5), (fourths / (squares * squares)) - 3, (double)longest / values.Length);
    }
}
