namespace MLNetQuantumPrior.LeapStub;

/// <summary>
/// What a processor samples, to first order: p(s) ~ exp(-sum_i Fields_i s_i - sum_c Couplings_c s s) over the active qubits, temperatures
/// included, in which some qubits are held by their flux biases.
/// </summary>
/// <param name="Fields">One an active qubit.</param>
/// <param name="Couplings">One a coupler between active qubits.</param>
/// <param name="Held">-1 or +1 of a qubit that a flux bias holds, 0 of the others.</param>
internal sealed record BoltzmannProgram(double[] Fields, double[] Couplings, sbyte[] Held)
{
    // A qubit counts as held where it points against its flux bias in less than exp(-2 * 6) = 6e-6 of all reads.
    private const double Strong = 6;

    /// <summary>Of a standard anneal.</summary>
    public static BoltzmannProgram Standard(QpProblem spins, double[] fluxBiases, StubSolver solver)
    {
        double unit = FluxField.OfUnitField(solver.FluxEnergyScale, solver.MutualInductance);
        return new(
            [.. spins.Linear.Zip(fluxBiases, (h, flux) => solver.StandardBeta * (h + (flux / unit)))],
            [.. spins.Quadratic.Select(j => solver.StandardBeta * j)],
            new sbyte[spins.Active.Length]);
    }

    /// <summary>
    /// Of a fast anneal: couplings at beta_J, fields at beta_h, and so the couplings to a qubit that its flux bias holds: they are fields.
    /// </summary>
    public static BoltzmannProgram Fast(QpProblem spins, double[] fluxBiases, AnnealingSchedule schedule, double mutualInductance)
    {
        var temperature = DiabaticTemperature.Of(schedule);
        double fluxBeta = FluxField.Beta(schedule, mutualInductance);
        double[] fields = [.. spins.Linear.Zip(fluxBiases, (h, flux) => (temperature.FieldBeta * h) - (fluxBeta * flux))];
        double[] couplings = [.. spins.Quadratic.Select(j => temperature.CouplingBeta * j)];
        double[] others = new double[fields.Length];
        for (int c = 0; c < couplings.Length; c++)
        {
            others[spins.Couplers[c].I] += Math.Abs(couplings[c]);
            others[spins.Couplers[c].J] += Math.Abs(couplings[c]);
        }

        sbyte[] held = [.. fluxBiases.Select((flux, i) => (sbyte)(Math.Abs(fluxBeta * flux) - others[i] > Strong ? Math.Sign(flux) : 0))];
        for (int c = 0; c < couplings.Length; c++)
        {
            (int i, int j) = spins.Couplers[c];
            if (held[i] != 0 && held[j] == 0)
            {
                fields[j] += temperature.FieldBeta * spins.Quadratic[c] * held[i];
            }
            else if (held[j] != 0 && held[i] == 0)
            {
                fields[i] += temperature.FieldBeta * spins.Quadratic[c] * held[j];
            }
        }

        return new(fields, couplings, held);
    }
}
