namespace MLNetQuantumPrior.Leap;

/// <summary>The solver that a sampler began with, with whatever working graph it has now.</summary>
internal sealed class SolverChoice(LeapClient client)
{
    private string? _name;

    public async Task<LeapSolver> GetAsync(CancellationToken cancel)
    {
        LeapSolver solver = await client.GetSolverAsync(cancel).ConfigureAwait(false);
        string name = Interlocked.CompareExchange(ref _name, solver.Name, null) ?? solver.Name;
        return solver.Name == name ? solver : throw new LeapException(
            $"Solver '{name}': expected it to be there as before, because another has other qubits and temperatures, got '{solver.Name}'.");
    }
}
