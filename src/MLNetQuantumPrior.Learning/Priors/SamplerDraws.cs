using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning;

/// <summary>
/// Plain averages over a sampler's draws, which persist from step to step (Tieleman 2008) unless the sampler restarts at each call. Chains
/// lag behind a machine that learns faster than they mix; log Z is not known.
/// </summary>
/// <param name="sampler">Draws.</param>
/// <param name="rounds">Calls of the sampler in a step, each going on from the one before: so many times its sweeps.</param>
/// <param name="chains">Number of draws.</param>
/// <param name="seed">Seed of all randomness.</param>
internal sealed class SamplerDraws(IIsingSampler sampler, Func<int> rounds, int chains, ulong seed) : INegativePhase
{
    private SamplerState? _state;
    private ImmutableArray<double> _energies = [];

    public NegativePhaseFigures Estimate(BoltzmannPrior prior, long step, SpinMoments moments, CancellationToken cancel)
    {
        IsingModel model = prior.Model;
        var request = new SampleRequest(chains, RandomUse.Chains(seed, step)) { Continue = _state };
        SampleSet samples = sampler.SampleChecked(model, request, cancel);
        int count = rounds();
        for (int round = 1; round < count && samples.State is { } state; round++)
        {
            samples = sampler.SampleChecked(model, new(chains, RandomUse.Round(request.Seed, round)) { Continue = state }, cancel);
        }

        (_state, _energies) = (samples.State, samples.Energies);
        moments.Set(samples.Spins.AsSpan());
        return new(_energies.Average(), LogPartition: null);
    }

    public int Energies(Span<double> energies)
    {
        int count = Math.Min(energies.Length, _energies.Length);
        _energies.AsSpan(0, count).CopyTo(energies);
        return count;
    }

    public void Write(BinaryWriter target)
    {
        target.Write(_state?.Sampler ?? "");
        target.WriteBytes(_state is null ? [] : _state.Content.Span);
    }

    public void Read(BinaryReader source)
    {
        (string kind, byte[] content) = (source.ReadString(), source.ReadBytes());
        _state = kind.Length == 0 ? null : new(kind, content);
    }
}
