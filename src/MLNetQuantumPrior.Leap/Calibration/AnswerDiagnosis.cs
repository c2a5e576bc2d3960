namespace MLNetQuantumPrior.Leap;

/// <summary>What an answer shows of the anneals that gave it.</summary>
internal static class AnswerDiagnosis
{
    private const double MostStray = 0.01, LargestChange = 0.1;

    public static LeapDiagnostics Of(
        ScaledProgram program, IsingModel target, SpinMatrix spins, double stray, Anneal anneal, LeapSamplerOptions options,
        ImmutableArray<LeapAnswer> answers)
    {
        double squares = Enumerable.Range(0, target.Couplings.Length).Sum(e => Math.Pow(program.Factors.Coupling * target.Coupling(e), 2));
        var diagnostics = new LeapDiagnostics(options.Mode, anneal.Time, anneal.Temperature, program.Scale, program.Beta)
        {
            Fitted = FittedOrNull(target, spins, anneal.Temperature.Couplings, program.Beta),
            Expected = anneal.Ideal?.DeviationOf(options.Fields == FieldMethod.FreeAncilla
                ? program.Programmed.Model
                : ScaledModel.Of(target, program.Factors.Field, program.Factors.Coupling)),
            CouplingSize = Math.Sqrt(squares / Math.Max(1, target.Couplings.Length)),
            CouplingNoise = options.CouplingNoise,
            NoiseInModel = program.Factors.Coupling > 0 ? options.CouplingNoise / program.Factors.Coupling : double.PositiveInfinity,
            StrayAncillas = stray,
            AccessTime = TimeSpan.FromMicroseconds(answers.Sum(answer => answer.Timing.AccessTime ?? 0)),
            ProblemIds = [.. answers.Select(answer => answer.Id)],
        };
        return diagnostics with { Warnings = [.. Warnings(diagnostics, program.Limit)] };
    }

    private static IEnumerable<LeapWarning> Warnings(LeapDiagnostics diagnostics, string limit)
    {
        if (diagnostics.Scale < 1)
        {
            yield return new(LeapWarningKind.Scaled, FormattableString.Invariant(
                $"the model was scaled by {diagnostics.Scale:F3} to beta {diagnostics.Beta:G3}, because of {limit}"));
        }

        if (diagnostics.Expected is { IsReliable: false } expected)
        {
            yield return new(LeapWarningKind.TooStrong, FormattableString.Invariant(
                $"the model is too strong for a fast anneal: log probabilities are off by {expected.RelativeError:P0}. ") +
                "Calibrate, and train with CouplingDecay");
        }

        if (diagnostics.CouplingSize > 0 && !diagnostics.ClearsNoise)
        {
            yield return new(LeapWarningKind.CouplingNoise, FormattableString.Invariant(
                $"programmed couplings of {diagnostics.CouplingSize:G2} are not above twice their error of ") +
                FormattableString.Invariant($"{diagnostics.CouplingNoise:G2}, which is {diagnostics.NoiseInModel:G2} in the model: ") +
                "take a shorter anneal, or another mode");
        }

        if (diagnostics.StrayAncillas > MostStray)
        {
            yield return new(LeapWarningKind.StrayAncillas, FormattableString.Invariant(
                $"{diagnostics.StrayAncillas:P1} of the ancillas' readings were not held by the flux bias: fields are as much weaker"));
        }

        if (diagnostics.Fitted is { } fitted)
        {
            (double used, double error) = (diagnostics.Temperature.Couplings, diagnostics.Temperature.StandardError);
            double change = Math.Abs(fitted.Beta - used);
            if (change > LargestChange * used && change > 3 * double.Hypot(fitted.StandardError, error))
            {
                yield return new(LeapWarningKind.Temperature, FormattableString.Invariant(
                    $"draws show an inverse temperature of {fitted.Beta:G4} ± {fitted.StandardError:G2}, the model was scaled by ") +
                    FormattableString.Invariant($"{used:G4}: calibrate"));
            }
        }
    }

    /// <summary>The inverse temperature of couplings that draws show: that of the model, in which 1 is what was programmed for.</summary>
    private static EffectiveTemperature? FittedOrNull(IsingModel target, SpinMatrix spins, double used, double beta)
    {
        bool hasTerms = target.Fields.AsSpan().ContainsAnyExcept(0f) || target.Couplings.AsSpan().ContainsAnyExcept(0f);
        if (!hasTerms || beta == 0 || spins.Rows < 2)
        {
            return null;
        }

        EffectiveTemperature fitted = EffectiveTemperature.Of(target, spins);
        double unit = used / beta;
        return double.IsFinite(fitted.Beta) ? new(unit * fitted.Beta, unit * fitted.StandardError) : null;
    }
}
