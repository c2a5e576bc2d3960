namespace MLNetQuantumPrior.Leap;

/// <summary>The anneal that a solver runs for a sampler, and its temperatures.</summary>
/// <param name="Time">Its length in microseconds.</param>
/// <param name="Temperature">By which models are scaled.</param>
/// <param name="Ideal">What the schedule of a fast anneal says; null for standard ones, and without a schedule.</param>
/// <param name="FluxPerField">Flux bias of a programmed field of 1.</param>
internal sealed record Anneal(double Time, DeviceTemperature Temperature, DiabaticTemperature? Ideal, double FluxPerField)
{
    /// <summary>The anneal of some options.</summary>
    /// <param name="solver">Who runs it.</param>
    /// <param name="options">What is asked for.</param>
    /// <param name="hasFields">Whether the temperature of fields matters.</param>
    /// <exception cref="ArgumentException">The solver has no such anneal, or a temperature is not known.</exception>
    public static Anneal Of(LeapSolver solver, LeapSamplerOptions options, bool hasFields)
    {
        double time = TimeOf(solver, options);
        AnnealingSchedule? schedule = !options.IsFast ? null
            : options.Schedule is { } own ? own.WithDuration(1e3 * time)
            : PublishedSchedules.Contains(solver.Name) ? PublishedSchedules.Fast(solver.Name, 1e3 * time)
            : null;
        DiabaticTemperature? ideal = schedule is null ? null : DiabaticTemperature.Of(schedule);
        CalibratedBeta? measured = options.Calibration?[options.Mode];
        (double Beta, double Error, TemperatureSource Source) couplings =
            options.Beta is { } given ? (given, 0, TemperatureSource.Given)
            : measured is not null ? (measured.Beta, measured.StandardError, TemperatureSource.Calibrated)
            : ideal is not null ? (ideal.CouplingBeta, 0, TemperatureSource.Schedule)
            : throw new ArgumentException(Unknown(solver, options));

        bool isFlux = options.IsFast && options.Fields == FieldMethod.FluxBias;
        double? ratio = !options.IsFast || options.Fields == FieldMethod.FreeAncilla ? 1
            : ideal is null ? null
            : isFlux ? FluxBiasField.BetaOf(schedule!) / ideal.CouplingBeta
            : ideal.FieldBeta / ideal.CouplingBeta;
        double? fields = options.FieldBeta ?? (couplings.Beta * ratio);
        if (fields is null && hasFields)
        {
            throw new ArgumentException(
                $"Option '{nameof(options.FieldBeta)}': expected the inverse temperature of fields, because there is no published " +
                $"schedule of '{solver.Name}', got none. Give it, or '{nameof(options.Schedule)}'.");
        }

        double fluxPerField = !isFlux || !hasFields ? 0
            : schedule is null ? throw new ArgumentException(
                $"Option '{nameof(options.Schedule)}': expected the fast schedule of '{solver.Name}', of which none is published, for " +
                $"{nameof(FieldMethod)}.{nameof(FieldMethod.FluxBias)}, got none.")
            : FluxBiasField.FluxPerField(schedule, options.MutualInductance ?? throw new ArgumentException(
                $"Option '{nameof(options.MutualInductance)}': expected M_AFM of '{solver.Name}' for " +
                $"{nameof(FieldMethod)}.{nameof(FieldMethod.FluxBias)}, got none."));
        var temperature = new DeviceTemperature(couplings.Beta, fields ?? couplings.Beta, couplings.Source)
        {
            StandardError = couplings.Error, Predicted = ideal?.CouplingBeta,
        };
        return new(time, temperature, ideal, fluxPerField);
    }

    private static double TimeOf(LeapSolver solver, LeapSamplerOptions options)
    {
        const double ShortestFast = 0.005, UsualDefault = 20;
        if (options.IsFast && solver.FastAnnealTimeRange is null)
        {
            throw new ArgumentException(
                $"Option '{nameof(options.Mode)}': expected {AnnealingMode.Slow} or {AnnealingMode.Conditional}, because '{solver.Name}' " +
                $"has no fast anneals, got {options.Mode}.");
        }

        ValueRange? range = options.IsFast ? solver.FastAnnealTimeRange : solver.AnnealingTimeRange;
        double time = options.AnnealingTime ?? (options.IsFast
            ? Math.Max(ShortestFast, range!.Value.Low)
            : solver.DefaultAnnealingTime ?? UsualDefault);
        return range is not var (low, high) || (time >= low && time <= high) ? time : throw new ArgumentException(
            FormattableString.Invariant($"Option '{nameof(options.AnnealingTime)}': expected {low} to {high} microseconds, ") +
            FormattableString.Invariant($"which '{solver.Name}' takes, got {time}."));
    }

    private static string Unknown(LeapSolver solver, LeapSamplerOptions options) => options.IsFast
        ? $"Option '{nameof(options.Beta)}': expected the inverse temperature of couplings, because there is no published schedule of " +
            $"'{solver.Name}', got none. Give it, '{nameof(options.Schedule)}' or '{nameof(options.Calibration)}'."
        : $"Option '{nameof(options.Calibration)}': expected a measured inverse temperature of mode {options.Mode}, or " +
            $"'{nameof(options.Beta)}', because that of a standard anneal is in no schedule, got none. Start one with " +
            $"{nameof(LeapCalibration)}.{nameof(LeapCalibration.Set)} and {nameof(PublishedSchedules)}." +
            $"{nameof(PublishedSchedules.FreezeOutBeta)}, then measure with {nameof(LeapSampler)}.{nameof(LeapSampler.Calibrate)}.";
}
