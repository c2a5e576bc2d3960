using System.Runtime.InteropServices;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning;

/// <summary>
/// Plain averages over a sampler's draws, which go on from step to step (Tieleman 2008) unless it draws anew each time. Chains lag behind a machine that
/// learns faster than they mix; log Z is not known.
/// </summary>
internal sealed class SamplerDraws(IIsingSampler sampler, int chains, ulong seed) : INegativePhase
{
    private SamplerState? _state;

    public NegativePhaseFigures Estimate(IsingModel model, long step, SpinMoments moments, CancellationToken cancel)
    {
        SampleSet samples = sampler.Sample(model, new(chains, RandomUse.Chains(seed, step)) { Continue = _state }, cancel);
        _state = samples.State;
        moments.Set(samples.Spins);
        return new(ImmutableCollectionsMarshal.AsArray(samples.Energies)!.Average(), LogPartition: null) { ChainEnergies = samples.Energies };
    }

    public void Write(BinaryWriter target)
    {
        target.Write(_state?.Sampler ?? "");
        target.WriteBytes(_state is null ? [] : _state.Content.Span);
    }

    public void Read(BinaryReader source, SpinGraph graph)
    {
        (string kind, byte[] content) = (source.ReadString(), source.ReadBytes());
        _state = kind.Length == 0 ? null : new(kind, content);
    }
}
