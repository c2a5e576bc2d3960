using System.Diagnostics;

namespace MLNetQuantumPrior.Sampling;

/// <summary>When a call is to return what it has: shared by its threads.</summary>
internal sealed class StopSignal(SampleRequest request)
{
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly Lock _lock = new();
    private double _lowest = double.NaN;
    private volatile SampleStop _reason;

    /// <summary>What it is to stop for; <see cref="SampleStop.None"/> to go on.</summary>
    public SampleStop Reason
    {
        get
        {
            if (_reason == SampleStop.None)
            {
                _reason = request.Stop.IsCancellationRequested ? SampleStop.Stop
                    : request.TimeLimit is { } limit && Stopwatch.GetElapsedTime(_start) >= limit ? SampleStop.TimeLimit
                    : SampleStop.None;
            }

            return _reason;
        }
    }

    private bool WantsEnergies => request.TargetEnergy is not null || request.Progress is not null;

    /// <summary>Tells energies that were met, and how far the call is.</summary>
    /// <param name="energies">As kernels know them.</param>
    /// <param name="offset">What they lack of the model's.</param>
    /// <param name="fraction">Part of the work that is done.</param>
    public void Met(ReadOnlySpan<double> energies, double offset, double fraction)
    {
        if (!WantsEnergies)
        {
            return;
        }

        lock (_lock)
        {
            foreach (double energy in energies)
            {
                _lowest = energy + offset >= _lowest ? _lowest : energy + offset;
            }

            if (_lowest <= request.TargetEnergy)
            {
                _reason = SampleStop.TargetEnergy;
            }

            request.Progress?.Report(new(Math.Min(fraction, 1), _lowest));
        }
    }
}
