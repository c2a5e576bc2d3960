namespace MLNetQuantumPrior.Learning;

/// <summary>How well generated rows meet what was asked of their attributes, as the model itself sees it.</summary>
/// <param name="Rows">Rows that were generated for the report.</param>
/// <param name="Rate">
/// How many of the proposal's draws are worth as much as draws of the target, as a share of them, from 0 to 1: the effective sample size
/// of the draws that rows start from. 1 without <see cref="GenerationOptions.Acceptance"/>. Small rates cost time, and where they are
/// below some thousandths variety: then fewer conditions, or lower strengths, are better.
/// </param>
/// <param name="Joint">
/// Share of rows that are as given in all respects, by the most probable values that the classifier of codes finds.
/// </param>
/// <param name="Attributes">Each attribute of the model.</param>
/// <example>
/// <code>
/// AttributeReport report = generator.Report(rows: 500);
/// Console.WriteLine(report);
/// </code>
/// </example>
public sealed record AttributeReport(int Rows, double Rate, double Joint, ImmutableArray<AttributeFigures> Attributes)
{
    /// <inheritdoc/>
    public override string ToString() => string.Join(
        Environment.NewLine,
        [FormattableString.Invariant($"{Rows} rows, rate {Rate:F3}, all as given {Joint:F3}"), .. Attributes.Select(item => $"  {item}")]);
}

/// <summary>One attribute of generated rows.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Accuracy">
/// Share of rows whose most probable value is as given; of a value of which a part is given, that part counts. Null where nothing is given.
/// </param>
/// <param name="Leakage">
/// Where nothing is given: how far its values are from those of the training rows that are as given in the other respects, as
/// Jensen-Shannon divergence in bits, 0 where they are equal, 1 where they have nothing in common. Null where something is given, and where
/// no training row is as given.
/// </param>
/// <example>
/// <code>
/// AttributeReport report = generator.Report(rows: 500);
/// Console.WriteLine(report);
/// </code>
/// </example>
public sealed record AttributeFigures(string Name, double? Accuracy, double? Leakage)
{
    /// <inheritdoc/>
    public override string ToString() => Accuracy is { } share ? $"{Name}: as given {F(share)}"
        : Leakage is { } bits ? $"{Name}: free, leakage {F(bits)} bits"
        : $"{Name}: no figure";

    private static string F(double value) => FormattableString.Invariant($"{value:F3}");
}
