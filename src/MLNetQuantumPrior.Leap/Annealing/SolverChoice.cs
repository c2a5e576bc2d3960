namespace MLNetQuantumPrior.Leap;

/// <summary>
/// The solver of a client's that a sampler stays with: the first that is asked for, under its name, with whatever working graph it then has.
/// </summary>
internal sealed class SolverChoice(LeapClient client)
{
    private string? _name;

    public async Task<LeapSolver> GetAsync(CancellationToken cancel)
    {
        ImmutableArray<LeapSolver> solvers = await client.GetSolversAsync(cancel).ConfigureAwait(false);
        if (Volatile.Read(ref _name) is { } name)
        {
            return solvers.FirstOrDefault(solver => solver.Name == name) ?? throw new LeapException(
                $"Solver '{name}': expected it to be online, because it was used before, got " +
                $"{(solvers.IsEmpty ? "no solver" : string.Join(", ", solvers.Select(solver => solver.Identity)))}.");
        }

        LeapSolver first = solvers.IsEmpty ? await client.GetSolverAsync(cancel).ConfigureAwait(false) : solvers[0];
        return Interlocked.CompareExchange(ref _name, first.Name, null) is { } other && other != first.Name
            ? await GetAsync(cancel).ConfigureAwait(false)
            : first;
    }
}
