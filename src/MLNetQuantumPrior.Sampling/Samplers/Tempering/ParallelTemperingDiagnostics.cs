using System.Globalization;

namespace MLNetQuantumPrior.Sampling;

/// <summary>How a run of <see cref="ParallelTemperingSampler"/> went, without its burn-in's first half, which spaces the ladder.</summary>
/// <remarks>
/// Replicas forget where they were at the hot end, so <see cref="RoundTrips"/> tells how often modes were really left: a run is
/// trustworthy where every replica made several, which is many times the number of temperatures times ladders. Where there are few, raise
/// the number of temperatures to about twice <see cref="Barrier"/>, then the sweeps.
/// </remarks>
/// <param name="Betas">The inverse temperatures of every ladder, from 0 to the target.</param>
/// <param name="SwapRates">
/// Share of accepted swaps of each pair of neighbours, hottest first, over all ladders; not a number where a short call tried none.
/// </param>
/// <param name="RoundTrips">Ways of a replica from beta 0 to the target and back, over all ladders.</param>
/// <param name="LogPartition">
/// log Z at the target, from bridges between neighbours, with the standard error from the spread between ladders; its effective sample size
/// is their number. Null where a call was too short to try a swap of every pair.
/// </param>
public sealed record ParallelTemperingDiagnostics(
    ImmutableArray<double> Betas, ImmutableArray<double> SwapRates, long RoundTrips, LogPartitionEstimate? LogPartition)
    : SamplerDiagnostics
{
    /// <summary>
    /// Sum of the rejection rates, which hardly depends on the number of temperatures where these are many, and is not a number where one
    /// is not: how hard the way from beta 0 to the target is.
    /// </summary>
    public double Barrier => SwapRates.Sum(rate => 1 - rate);

    /// <summary>Compares all numbers.</summary>
    public bool Equals(ParallelTemperingDiagnostics? other) =>
        other is not null &&
        Betas.AsSpan().SequenceEqual(other.Betas.AsSpan()) &&
        SwapRates.AsSpan().SequenceEqual(other.SwapRates.AsSpan()) &&
        RoundTrips == other.RoundTrips &&
        LogPartition == other.LogPartition;

    /// <inheritdoc/>
    public override string ToString()
    {
        string betas = string.Join(", ", Betas.Select(beta => beta.ToString("G4", CultureInfo.InvariantCulture)));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{nameof(ParallelTemperingDiagnostics)} {{ Betas = [{betas}], Barrier = {Barrier:G4}, RoundTrips = {RoundTrips}, " +
            $"LogPartition = {LogPartition} }}");
    }

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Betas.Length, RoundTrips, LogPartition);
}
