namespace MLNetQuantumPrior.Leap;

/// <summary>A model as it is programmed, within the solver's ranges.</summary>
/// <param name="Programmed">What the solver gets.</param>
/// <param name="Scale">1, or less where the ranges allowed no more.</param>
/// <param name="Beta">The inverse temperature that the answer should have.</param>
/// <param name="Factors">What the model's numbers were multiplied by.</param>
/// <param name="Limit">What asked for the scale; empty where it is 1.</param>
internal sealed record ScaledProgram(
    ProgrammedModel Programmed, double Scale, double Beta, ProgrammingFactors Factors, string Limit)
{
    /// <summary>Scales a model for a temperature.</summary>
    /// <exception cref="ArgumentException">It is beyond the solver's ranges, and may not be scaled down.</exception>
    public static ScaledProgram Of(PlacedGraph placed, IsingModel model, Anneal anneal, LeapSamplerOptions options, double beta)
    {
        var factors = new ProgrammingFactors(
            beta / anneal.Temperature.Couplings, beta / anneal.Temperature.Fields, anneal.FluxPerField, options.AncillaFluxBias);
        ProgrammedModel programmed = placed.Program(model, factors);
        RangeUse use = SolverRanges.Of(placed.Solver, programmed.Model, reverses: options.SpinReversals > 0);
        if (use.Factor == 1)
        {
            return new(programmed, Scale: 1, beta, factors, Limit: "");
        }

        if (!options.ScalesToRange)
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"Model at beta {beta}: expected numbers that '{placed.Solver.Name}' takes once they are divided by its inverse ") +
                FormattableString.Invariant($"temperature {anneal.Temperature.Couplings:G4}, got {use.Worst}: ") +
                FormattableString.Invariant($"{1 / use.Factor:F2} times too much. ") +
                $"A longer '{nameof(options.AnnealingTime)}' is colder and needs less; a training with CouplingDecay keeps couplings " +
                "small; " +
                FormattableString.Invariant($"'{nameof(options.ScalesToRange)}' samples at beta {beta * use.Factor:G3} instead."));
        }

        double scale = use.Factor * (1 - 1e-12); // rounding must not leave a number beyond its range
        factors = factors with { Coupling = scale * factors.Coupling, Field = scale * factors.Field };
        return new(placed.Program(model, factors), scale, scale * beta, factors, use.Worst);
    }
}
