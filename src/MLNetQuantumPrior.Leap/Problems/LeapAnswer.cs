namespace MLNetQuantumPrior.Leap;

/// <summary>What the service answered to a problem.</summary>
/// <param name="Id">The problem's id, by which the service keeps it.</param>
/// <param name="Samples">
/// The configurations, in the order of the model's spins, with energies computed here: one row a read, or one row a configuration in
/// <see cref="LeapAnswerMode.Histogram"/>.
/// </param>
/// <param name="ReportedEnergies">The energies as the service computed them, with the model's offset added.</param>
/// <param name="Timing">What the run took.</param>
public sealed record LeapAnswer(string Id, SampleSet Samples, ImmutableArray<double> ReportedEnergies, LeapTiming Timing);

/// <summary>What a run took, in microseconds; null where the service did not say.</summary>
public sealed record LeapTiming
{
    /// <summary>All time on the processor: this is charged, times <see cref="LeapSolver.QuotaConversionRate"/>.</summary>
    public double? AccessTime { get; init; }

    /// <summary>Time around it that is not charged.</summary>
    public double? AccessOverheadTime { get; init; }

    /// <summary>Time to program fields and couplings, a part of <see cref="AccessTime"/>.</summary>
    public double? ProgrammingTime { get; init; }

    /// <summary>Time of all reads, a part of <see cref="AccessTime"/>.</summary>
    public double? SamplingTime { get; init; }

    /// <summary>Length of one anneal.</summary>
    public double? AnnealTimePerSample { get; init; }

    /// <summary>Length of one readout.</summary>
    public double? ReadoutTimePerSample { get; init; }

    /// <summary>Pause between two reads.</summary>
    public double? DelayTimePerSample { get; init; }

    /// <summary>Time of work on the answer after the run.</summary>
    public double? PostProcessingTime { get; init; }
}
