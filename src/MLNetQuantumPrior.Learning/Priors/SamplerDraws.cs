using System.Runtime.InteropServices;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning;

/// <summary>
/// Plain averages over a sampler's draws, which persist from step to step (Tieleman 2008) unless the sampler restarts at each call. Chains
/// lag behind a machine that learns faster than they mix; log Z is not known.
/// </summary>
/// <remarks>
/// Draws may serve several steps: after the first, each has the weight exp(-(E_now(s) - E_drawn(s))), by which the averages follow the
/// machine.
/// </remarks>
/// <param name="sampler">Draws.</param>
/// <param name="rounds">Calls of the sampler in a step, each going on from the one before: so many times its sweeps.</param>
/// <param name="chains">Number of draws.</param>
/// <param name="seed">Seed of all randomness.</param>
/// <param name="stepsPerDraw">How many steps draws serve.</param>
internal sealed class SamplerDraws(IIsingSampler sampler, Func<int> rounds, int chains, ulong seed, int stepsPerDraw = 1) : INegativePhase
{
    private SamplerState? _state;
    private ImmutableArray<double> _energies = []; // of the draws of this step
    private SpinMatrix? _draws;                    // kept where they serve several steps
    private ImmutableArray<double> _drawnEnergies = [];
    private string? _warning;                      // of the last draws

    /// <summary>Steps between two draws that owe nothing to each other; null for a sampler that goes on where it stopped.</summary>
    public int? StepsPerRedraw { get; private set; }

    public NegativePhaseFigures Estimate(BoltzmannPrior prior, long step, SpinMoments moments, CancellationToken cancel) =>
        _draws is null || step % stepsPerDraw == 0
            ? Draw(prior.Model, step, moments, cancel)
            : Reweigh(prior.Model, _draws, moments);

    private NegativePhaseFigures Draw(IsingModel model, long step, SpinMoments moments, CancellationToken cancel)
    {
        var request = new SampleRequest(chains, RandomUse.Chains(seed, step)) { Continue = _state };
        SampleSet samples = sampler.SampleChecked(model, request, cancel);
        int count = rounds();
        for (int round = 1; round < count && samples.State is { } state; round++)
        {
            samples = sampler.SampleChecked(model, new(chains, RandomUse.Round(request.Seed, round)) { Continue = state }, cancel);
        }

        (_state, _energies) = (samples.State, samples.Energies);
        StepsPerRedraw = _state is null ? stepsPerDraw : null;
        if (stepsPerDraw > 1)
        {
            (_draws, _drawnEnergies) = (samples.Spins, samples.Energies);
        }

        moments.Set(samples.Spins.AsSpan());
        _warning = string.Join("; ", samples.Diagnostics?.GetWarnings() ?? []) is { Length: > 0 } text ? text : null;
        return new(_energies.Average(), LogPartition: null) { Warning = _warning };
    }

    private NegativePhaseFigures Reweigh(IsingModel model, SpinMatrix draws, SpinMoments moments)
    {
        _energies = [];
        ImmutableArray<double> energies = model.Energies(draws);
        double[] weights = [.. energies.Zip(_drawnEnergies, (now, drawn) => drawn - now)];
        double largest = weights.Max();
        double sum = 0, squares = 0, energy = 0;
        for (int row = 0; row < weights.Length; row++)
        {
            double weight = weights[row] = Math.Exp(weights[row] - largest);
            (sum, squares, energy) = (sum + weight, squares + (weight * weight), energy + (weight * energies[row]));
        }

        for (int row = 0; row < weights.Length; row++)
        {
            weights[row] /= sum;
        }

        moments.Set(draws.AsSpan(), weights);
        return new(energy / sum, LogPartition: null)
        {
            EffectiveShare = sum * sum / squares / weights.Length, Warning = _warning,
        };
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
        if (stepsPerDraw > 1)
        {
            target.WriteBytes(_draws is null ? [] : MemoryMarshal.AsBytes(_draws.AsSpan()));
            target.WriteDoubles([.. _drawnEnergies]);
        }
    }

    public void Read(BinaryReader source)
    {
        (string kind, byte[] content) = (source.ReadString(), source.ReadBytes());
        _state = kind.Length == 0 ? null : new(kind, content);
        if (stepsPerDraw > 1)
        {
            ReadOnlySpan<sbyte> spins = MemoryMarshal.Cast<byte, sbyte>(source.ReadBytes());
            _drawnEnergies = [.. source.ReadDoubles()];
            int columns = spins.Length / Math.Max(1, _drawnEnergies.Length);
            bool areSpins = spins.Length == (long)columns * _drawnEnergies.Length && !spins.ContainsAnyExcept((sbyte)-1, (sbyte)1);
            BinaryArrays.Expect(areSpins && _drawnEnergies.All(double.IsFinite), "draws with an energy each");
            _draws = spins.IsEmpty ? null : new(_drawnEnergies.Length, columns, spins);
        }
    }
}
