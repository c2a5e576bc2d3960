using System.Globalization;

namespace MLNetQuantumPrior.Leap;

/// <summary>
/// Sums what is charged, and refuses runs that would pass a bound: what is under way counts with its estimate. Safe for several threads.
/// </summary>
/// <param name="limit">Most charge; null for no bound.</param>
internal sealed class ChargeLedger(TimeSpan? limit)
{
    private readonly Lock _lock = new();
    private double _charged; // microseconds
    private double _reserved;

    public TimeSpan Charged
    {
        get
        {
            lock (_lock)
            {
                return TimeSpan.FromMicroseconds(Math.Min(_charged, AnswerReading.LongestTime));
            }
        }
    }

    /// <summary>What a run should be charged in microseconds: by the timing model, else the longest run.</summary>
    public static double Estimate(LeapSolver solver, LeapProblem problem) => solver.QuotaConversionRate
        * (AccessTimeEstimate.OrLongest(solver, problem) ?? 0);

    /// <exception cref="LeapException">The sum would pass the bound.</exception>
    public void Reserve(double estimate)
    {
        lock (_lock)
        {
            if (limit is { } most && _charged + _reserved + estimate > most.TotalMicroseconds)
            {
                throw new LeapException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"Charges: expected at most {most.TotalSeconds} s, got {_charged / 1e6} s that are charged, {_reserved / 1e6} s that " +
                    $"are under way, and {estimate / 1e6} s that this run should take. Nothing of it was submitted."));
            }

            _reserved += estimate;
        }
    }

    /// <summary>A run is over.</summary>
    /// <param name="estimate">What was reserved.</param>
    /// <param name="charge">What it was charged.</param>
    public void Settle(double estimate, double charge)
    {
        lock (_lock)
        {
            _reserved -= estimate;
            _charged += charge;
        }
    }
}
