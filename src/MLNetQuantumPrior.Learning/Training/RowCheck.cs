namespace MLNetQuantumPrior.Learning;

/// <summary>Checks that rows have values that their likelihood takes.</summary>
internal static class RowCheck
{
    /// <param name="likelihood">Which values each feature may have.</param>
    /// <param name="row">The features.</param>
    /// <param name="number">Number of the row.</param>
    /// <param name="advice">What an error ends with.</param>
    /// <exception cref="ArgumentException">
    /// A value is outside [0, 1] in a Bernoulli slot, not finite in a Gaussian one, a categorical group has anything but zeros and at most
    /// one 1, or the row is of another length.
    /// </exception>
    public static void Run(Likelihood likelihood, ReadOnlySpan<float> row, long number, string advice = "")
    {
        if (row.Length != likelihood.Slots)
        {
            throw new ArgumentException($"Row {number}: expected {likelihood.Slots} features, got {row.Length}.");
        }

        foreach (SlotRange group in likelihood.Ranges)
        {
            Check(group, row.Slice(group.First, group.Count), number, advice);
        }
    }

    /// <summary>Throws unless the rows were made for a likelihood.</summary>
    public static void CheckFits(this ITrainingRows rows, Likelihood likelihood, string parameter)
    {
        if (rows.Likelihood != likelihood)
        {
            throw new ArgumentException(
                $"Rows: expected features of {likelihood}, the likelihood of the model, got {rows.Likelihood}. " +
                $"Make the {rows.GetType().Name} with the model's.",
                parameter);
        }
    }

    private static void Check(SlotRange group, ReadOnlySpan<float> values, long row, string advice)
    {
        float sum = 0;
        for (int k = 0; k < values.Length; k++)
        {
            float value = values[k];
            bool holds = group.Kind switch
            {
                SlotKind.Bernoulli => value >= 0 && value <= 1,
                SlotKind.Gaussian => float.IsFinite(value),
                _ => value is 0 or 1 && (sum += value) <= 1,
            };
            if (!holds)
            {
                string expected = group.Kind switch
                {
                    SlotKind.Bernoulli => "a number within [0, 1]",
                    SlotKind.Gaussian => "a finite number",
                    _ => $"zeros and at most one 1 in features {group.First} to {group.First + group.Count - 1}",
                };
                string got = value == 1 ? "another 1" : FormattableString.Invariant($"{value}");
                throw new ArgumentException(
                    $"Feature {group.First + k} of row {row}: expected {expected}, got {got}.{advice}", nameof(values));
            }
        }
    }
}
