using System.Runtime.InteropServices;
using MLNetQuantumPrior.Learning.Kernels;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning;

/// <summary>
/// Averages over chains that follow the machine with weights that make up for their lag (Jarzynski 1997), and log Z from others of the same
/// kind: two of <see cref="WeightedPopulation"/>, in place.
/// </summary>
/// <remarks>
/// Each step multiplies each chain's weight by exp(-(E_new(s) - E_old(s))), resamples the chains where too few count, and then sweeps them
/// under the new machine. The rise E_new - E_old is the energy of one machine, whose numbers are the differences.
/// <para>
/// The chains that give the gradient cannot tell log Z: each step raises the energy of just those pairs that are over-represented in them
/// by chance, so their mean weight is too low, by some tenth of a nat a step. The witnesses, which the gradient never sees, are free of
/// that, but drift as noise adds up.
/// </para>
/// <para>
/// Chains that no longer cross from one mode to another keep the shares of the modes that they have, right or wrong, and weights cannot
/// make up for modes that no chain is in. So at even intervals all chains are replaced by fresh draws, whose annealing also gives log Z.
/// </para>
/// </remarks>
internal sealed class WeightedChains : INegativePhase
{
    private readonly int _startSteps;
    private readonly int _threads;
    private readonly Func<int> _rounds;
    private readonly ulong _seed;
    private readonly AnchorSteps _anchors;
    private readonly PopulationAnnealingSampler? _fresh;
    private readonly PairSums _pairs;
    private readonly IPersistentChains _chains;
    private readonly ChainGroup _learners; // give the gradient
    private readonly ChainGroup _witnesses;
    private readonly float[] _fields, _couplings; // of the machine that the chains have followed so far
    private readonly IsingModel _machine;         // these
    private readonly float[] _change;             // of fields, then couplings
    private readonly float[] _rows;               // the chains as numbers
    private readonly float[] _energies;
    private long _lastAnchor = -1;
    private bool _hasStarted;

    /// <param name="prior">The machine.</param>
    /// <param name="sampler">Sweeps chains from where they stand.</param>
    /// <param name="rounds">Calls of the sampler in a step.</param>
    /// <param name="chains">Number of chains that give the gradient; a quarter as many more, at least 64, tell log Z.</param>
    /// <param name="seed">Seed of all randomness.</param>
    /// <param name="anchors">When log Z is anchored, and chains are replaced.</param>
    /// <param name="startSteps">
    /// In how many steps the chains follow from fair coins to the machine that the training starts at; its first step is the last of them.
    /// </param>
    /// <param name="threads">Most threads of what the sampler does not do.</param>
    /// <param name="fresh">Draws all chains again at each anchor; null to keep them and anchor by annealed importance sampling.</param>
    public WeightedChains(
        BoltzmannPrior prior, IIsingSampler sampler, Func<int> rounds, int chains, ulong seed, AnchorSteps anchors,
        int startSteps, int threads, PopulationAnnealingSampler? fresh = null)
    {
        _fresh = fresh;
        (_pairs, _rounds, _seed, _anchors, _startSteps, _threads) = (prior.ModelPairs, rounds, seed, anchors, startSteps, threads);
        int witnesses = Math.Max(64, chains / 4);
        _chains = IPersistentChains.Of(sampler, prior.Graph, chains + witnesses);
        (_learners, _witnesses) = (new(_chains, 0, chains), new(_chains, chains, witnesses));
        (_fields, _couplings) = (new float[prior.H.Length], new float[prior.J.Length]);
        _machine = IsingModel.Over(prior.Graph, _fields, _couplings);
        _change = new float[prior.Parameters.Length];
        (_rows, _energies) = (new float[_chains.Spins.Length], new float[_chains.Count]);
    }

    /// <summary>Most steps between two replacements of the chains; null where they only go on.</summary>
    public int? StepsPerRedraw => _fresh is null ? null : _anchors.MostApart;

    public NegativePhaseFigures Estimate(BoltzmannPrior prior, long step, SpinMoments moments, CancellationToken cancel)
    {
        if (!_hasStarted)
        {
            Start(prior, cancel);
        }

        Follow(prior.H, prior.J, RandomUse.Chains(_seed, step), RandomUse.WitnessChains(_seed, step), cancel);
        LogPartitionAnchor? anchor = !_anchors.Contains(step) ? null
            : _fresh is null ? Anchor(step, cancel)
            : Redraw(_fresh, step, cancel);
        moments.Set(_learners.Spins, _learners.Weights);
        return new(moments.Energy(prior.Parameters), _witnesses.LogPartition)
        {
            EffectiveShare = _learners.EffectiveShare, Anchor = anchor,
        };
    }

    public int Energies(Span<double> energies)
    {
        int count = Math.Min(energies.Length, _learners.Weights.Length);
        if (count == 0)
        {
            return 0;
        }

        _pairs.Energies(_fields, _couplings, _rows.AsSpan(0, count * _fields.Length), _energies);
        for (int chain = 0; chain < count; chain++)
        {
            energies[chain] = _energies[chain];
        }

        return count;
    }

    public void Write(BinaryWriter target)
    {
        target.Write(_lastAnchor);
        target.WriteSingles(_fields);
        target.WriteSingles(_couplings);
        target.WriteBytes(MemoryMarshal.AsBytes(_chains.Spins));
        _learners.Write(target);
        _witnesses.Write(target);
    }

    public void Read(BinaryReader source)
    {
        _lastAnchor = source.ReadInt64();
        source.ReadFiniteSingles(_fields.Length).CopyTo(_fields.AsSpan());
        source.ReadFiniteSingles(_couplings.Length).CopyTo(_couplings.AsSpan());
        ReadOnlySpan<sbyte> spins = MemoryMarshal.Cast<byte, sbyte>(source.ReadBytes());
        bool areSpins = spins.Length == _chains.Spins.Length && !spins.ContainsAnyExcept((sbyte)-1, (sbyte)1);
        BinaryArrays.Expect(areSpins, $"{_chains.Spins.Length} spins of -1 or 1");
        _chains.Place(0, spins);
        _learners.Read(source);
        _witnesses.Read(source);
        SpinValues.Scale(_chains.Spins, 1, _rows);
        _hasStarted = true;
    }

    /// <summary>
    /// Fair coins, exact draws of the machine of no fields and couplings; then all steps to the given machine but the last.
    /// </summary>
    private void Start(BoltzmannPrior prior, CancellationToken cancel)
    {
        _learners.Toss(_seed, RandomUse.FirstChains);
        _witnesses.Toss(_seed, RandomUse.FirstWitnessChains);
        SpinValues.Scale(_chains.Spins, 1, _rows);
        float[] part = new float[prior.Parameters.Length];
        for (int k = 1; k < _startSteps; k++)
        {
            for (int i = 0; i < part.Length; i++)
            {
                part[i] = prior.Parameters[i] * k / _startSteps;
            }

            ulong seed = RandomUse.Start(_seed ^ RandomUse.FirstChains, k);
            ulong witnessSeed = RandomUse.Start(_seed ^ RandomUse.FirstWitnessChains, k);
            Follow(part.AsSpan(0, _fields.Length), part.AsSpan(_fields.Length), seed, witnessSeed, cancel);
        }

        _hasStarted = true;
    }

    /// <summary>One step to another machine.</summary>
    private void Follow(ReadOnlySpan<float> fields, ReadOnlySpan<float> couplings, ulong seed, ulong witnessSeed, CancellationToken cancel)
    {
        Span<float> fieldChange = _change.AsSpan(0, fields.Length), couplingChange = _change.AsSpan(fields.Length);
        VectorMath.Subtract(fields, _fields, fieldChange);
        VectorMath.Subtract(couplings, _couplings, couplingChange);
        _pairs.Energies(fieldChange, couplingChange, _rows, _energies);
        _learners.Follow(_energies, seed);
        _witnesses.Follow(_energies, witnessSeed);

        fields.CopyTo(_fields);
        couplings.CopyTo(_couplings);
        int rounds = _rounds();
        for (int round = 0; round < rounds; round++)
        {
            Move(round == 0 ? seed : RandomUse.Round(seed, round), cancel);
        }

        SpinValues.Scale(_chains.Spins, 1, _rows);
    }

    private void Move(ulong seed, CancellationToken cancel)
    {
        try
        {
            _chains.Move(_machine, seed, cancel);
        }
        catch (ArgumentException error)
        {
            throw new ArgumentException(
                $"Option '{nameof(TrainingOptions.NegativePhase)}': {nameof(NegativePhaseKind.WeightedChains)} expects a sampler " +
                $"that sweeps chains from given states, such as {nameof(BlockGibbsSampler)}, got one that does not. " +
                $"Take {nameof(NegativePhaseKind.SamplerDraws)} with it. {error.Message}",
                error);
        }
    }

    /// <summary>Replaces all chains by fresh draws, and log Z by theirs; leaves both where annealing finds too little.</summary>
    private LogPartitionAnchor? Redraw(PopulationAnnealingSampler fresh, long step, CancellationToken cancel)
    {
        if (fresh.OrNull(_machine, _chains.Count, RandomUse.Redraw(_seed, step), cancel) is not { } draws)
        {
            return null;
        }

        var anchor = AnchorAt(step, draws.LogPartition);
        int learners = _learners.Spins.Length;
        _learners.Place(draws.Spins.AsSpan()[..learners], draws.LogPartition.Value);
        _witnesses.Place(draws.Spins.AsSpan()[learners..], draws.LogPartition.Value);
        SpinValues.Scale(_chains.Spins, 1, _rows);
        return anchor;
    }

    private LogPartitionAnchor Anchor(long step, CancellationToken cancel)
    {
        int steps = (int)(step - _lastAnchor); // as many temperatures, so that it costs a small part of them
        var annealing = new AnnealedImportanceSampling { Temperatures = steps, MaxDegreeOfParallelism = _threads };
        return AnchorAt(step, annealing.Estimate(_machine, RandomUse.Annealing(_seed, step), cancel: cancel));
    }

    private LogPartitionAnchor AnchorAt(long step, LogPartitionEstimate fresh)
    {
        var anchor = new LogPartitionAnchor(_witnesses.LogPartition - fresh.Value, step - _lastAnchor, fresh.StandardError);
        (_witnesses.LogPartition, _lastAnchor) = (fresh.Value, step);
        return anchor;
    }
}
