namespace MLNetQuantumPrior.Sampling;

/// <summary>What any sampler answers, checked where it enters.</summary>
internal static class SampleCheck
{
    /// <summary>Draws with a sampler that may be of somebody else's making.</summary>
    /// <exception cref="InvalidOperationException">The answer is not one to the request; the message names the sampler.</exception>
    public static SampleSet SampleChecked(this IIsingSampler sampler, IsingModel model, SampleRequest request, CancellationToken cancel)
    {
        SampleSet? answer = sampler.Sample(model, request, cancel);
        string? got = answer switch
        {
            null => "null",
            { Spins: null } => "no spins",
            { Spins: var spins } when spins.Rows != request.Reads || spins.Columns != model.SpinCount =>
                $"{spins.Rows} of {spins.Columns} spins",
            _ => answer.Energies.Any(energy => !double.IsFinite(energy)) ? "energies that are not finite" : null,
        };
        return got is null ? answer! : throw new InvalidOperationException(
            $"Sampler '{sampler.GetType().Name}': expected {request.Reads} reads of {model.SpinCount} spins and their finite energies, " +
            $"got {got}.");
    }
}
