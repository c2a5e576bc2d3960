using System.Collections.Immutable;
using System.Runtime.InteropServices;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning;

/// <summary>Averages over a <see cref="WeightedPopulation"/> that follows the machine, and log Z from a second one.</summary>
/// <remarks>
/// The population that gives the gradient cannot tell log Z: each step raises the energy of just those pairs that are over-represented in its chains by chance, so its
/// mean weight is too low, by some tenth of a nat a step. A second population that the gradient never sees is free of that, but drifts as noise adds up. So it is anchored
/// now and then by annealed importance sampling.
/// </remarks>
internal sealed class WeightedChains(IIsingSampler sampler, int chains, ulong seed, AnchorSteps anchors, int startSteps, int threads) : INegativePhase
{
    private WeightedPopulation? _population;
    private WeightedPopulation? _witness;
    private long _lastAnchor = -1;

    /// <summary>Chains that log Z is told from.</summary>
    private int WitnessChains => Math.Max(64, chains / 4);

    public NegativePhaseFigures Estimate(IsingModel model, long step, SpinMoments moments, CancellationToken cancel)
    {
        _population = Follow(_population ?? Start(model, chains, RandomUse.FirstChains, cancel), model, RandomUse.Chains(seed, step), cancel);
        _witness = Follow(
            _witness ?? Start(model, WitnessChains, RandomUse.FirstWitnessChains, cancel), model, RandomUse.WitnessChains(seed, step), cancel);
        moments.Set(_population.Chains, _population.Weights.AsSpan());
        LogPartitionAnchor? anchor = anchors.Contains(step) ? Anchor(step, cancel) : null;
        return new(Mean(_population.Energies, _population.Weights), _witness.LogPartition)
        {
            ChainEnergies = _population.Energies,
            EffectiveShare = _population.EffectiveSampleSize / chains,
            Anchor = anchor,
        };
    }

    public void Write(BinaryWriter target)
    {
        target.Write(_lastAnchor);
        foreach (WeightedPopulation population in new[] { _population!, _witness! })
        {
            target.WriteSingles(population.Model.Fields.AsSpan());
            target.WriteSingles(population.Model.Couplings.AsSpan());
            target.WriteBytes(MemoryMarshal.AsBytes(population.Chains.AsSpan()));
            target.WriteDoubles(population.Weights.AsSpan());
            target.Write(population.LogPartition);
        }
    }

    public void Read(BinaryReader source, SpinGraph graph)
    {
        _lastAnchor = source.ReadInt64();
        (_population, _witness) = (ReadPopulation(), ReadPopulation());

        WeightedPopulation ReadPopulation()
        {
            var model = new IsingModel(graph, source.ReadSingles(), source.ReadSingles());
            byte[] spins = source.ReadBytes();
            var matrix = new SpinMatrix(spins.Length / graph.SpinCount, graph.SpinCount, MemoryMarshal.Cast<byte, sbyte>(spins));
            return new(model, matrix, [.. source.ReadDoubles()], source.ReadDouble()) { MaxDegreeOfParallelism = threads };
        }
    }

    /// <summary>
    /// Fair coins, exact draws of the machine of no fields and couplings with log Z = n log 2; then led to the given machine in so many steps, the last of which is
    /// the training's first.
    /// </summary>
    private WeightedPopulation Start(IsingModel model, int count, ulong stream, CancellationToken cancel)
    {
        int spins = model.SpinCount;
        float[] uniforms = new float[count * spins];
        new UniformStream(seed, stream).Fill(uniforms);
        sbyte[] coins = Array.ConvertAll(uniforms, u => (sbyte)(u < 0.5f ? -1 : 1));
        WeightedPopulation population = new(Scaled(model, 0), new(count, spins, coins), spins * Math.Log(2)) { MaxDegreeOfParallelism = threads };
        for (int k = 1; k < startSteps; k++)
        {
            population = Follow(population, Scaled(model, (float)k / startSteps), RandomUse.Start(seed ^ stream, k), cancel);
        }

        return population;
    }

    private static IsingModel Scaled(IsingModel model, float factor) =>
        new(model.Graph, [.. model.Fields.Select(h => factor * h)], [.. model.Couplings.Select(j => factor * j)]);

    private WeightedPopulation Follow(WeightedPopulation population, IsingModel model, ulong stepSeed, CancellationToken cancel)
    {
        try
        {
            return population.Follow(model, sampler, stepSeed, cancel: cancel);
        }
        catch (ArgumentException error)
        {
            throw new ArgumentException(
                $"Option '{nameof(TrainingOptions.NegativePhase)}': {nameof(NegativePhaseKind.WeightedChains)} expects a sampler that sweeps chains from given states, " +
                $"such as {nameof(BlockGibbsSampler)}, got one that does not. Take {nameof(NegativePhaseKind.SamplerDraws)} with it. {error.Message}", error);
        }
    }

    private LogPartitionAnchor Anchor(long step, CancellationToken cancel)
    {
        int steps = (int)(step - _lastAnchor); // as many temperatures, so that it costs a small part of them
        var annealing = new AnnealedImportanceSampling { Temperatures = steps, MaxDegreeOfParallelism = threads };
        LogPartitionEstimate fresh = annealing.Estimate(_witness!.Model, RandomUse.Annealing(seed, step), cancel: cancel);
        var anchor = new LogPartitionAnchor(_witness.LogPartition - fresh.Value, steps, fresh.StandardError);
        _witness = new(_witness.Model, _witness.Chains, _witness.Weights, fresh.Value) { MaxDegreeOfParallelism = threads };
        _lastAnchor = step;
        return anchor;
    }

    private static double Mean(ImmutableArray<double> values, ImmutableArray<double> weights)
    {
        double sum = 0;
        for (int k = 0; k < values.Length; k++)
        {
            sum += weights[k] * values[k];
        }

        return sum;
    }
}
