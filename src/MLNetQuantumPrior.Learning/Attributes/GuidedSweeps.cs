using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning;

/// <summary>
/// Gibbs sweeps that are guided by a classifier: they leave pi(s) ~ exp(-beta E(s)) c(s)^power invariant. Immutable.
/// </summary>
/// <remarks>
/// Each spin is drawn given the others by the energy alone, and where that changes it, the change is accepted with the chance
/// min(1, (c(new) / c(old))^power): a Metropolis step whose proposal has the energy in it. So the classifier is asked for changes only,
/// and for one changed bit its hidden layer moves by one row of weights. Lanes are of a fixed number, so that results do not depend on
/// the machine's registers.
/// </remarks>
internal sealed class GuidedSweeps
{
    private readonly CouplingRows _rows;
    private readonly float[] _fields;
    private readonly float _beta;
    private readonly AttributeGuide _guide;
    private readonly double _power;

    /// <param name="rows">The model's couplings.</param>
    /// <param name="fields">Its fields.</param>
    /// <param name="beta">Inverse temperature of the energy.</param>
    /// <param name="guide">log c.</param>
    /// <param name="power">Power of c.</param>
    public GuidedSweeps(CouplingRows rows, float[] fields, double beta, AttributeGuide guide, double power) =>
        (_rows, _fields, _beta, _guide, _power) = (rows, fields, (float)beta, guide, power);

    /// <summary>Sweeps each of some chains, which are independent of each other.</summary>
    /// <param name="spins">The chains, which move. <c>[chains, spins]</c></param>
    /// <param name="seed">Seed of all randomness.</param>
    /// <param name="streams">Number of the random stream of each chain.</param>
    /// <param name="sweeps">How many sweeps.</param>
    /// <param name="threads">Most threads; chains do not depend on it.</param>
    /// <param name="cancel">Ends the call between two parts.</param>
    public void Run(Memory<sbyte> spins, ReadOnlyMemory<ulong> streams, ulong seed, int sweeps, int threads, CancellationToken cancel)
    {
        const int PartChains = 16;
        int n = _fields.Length;
        int[] starts = [.. Enumerable.Range(0, (streams.Length + PartChains - 1) / PartChains).Select(part => part * PartChains)];
        Cores.ForEach(starts, threads, cancel, start =>
        {
            var chain = new Chain(this);
            for (int k = start; k < Math.Min(start + PartChains, streams.Length); k++)
            {
                chain.Run(spins.Span.Slice(k * n, n), new(seed, streams.Span[k]), sweeps);
            }
        });
    }

    /// <summary>The memory of a chain.</summary>
    private sealed class Chain(GuidedSweeps owner)
    {
        private readonly float[] _local = new float[owner._fields.Length];
        private readonly float[] _uniforms = new float[2 * owner._fields.Length];
        private readonly AttributeGuide.State _state = new(owner._guide);

        public void Run(Span<sbyte> spins, UniformStream random, int sweeps)
        {
            owner._rows.LocalFields(spins, owner._fields, _local);
            double log = _state.Place(spins);
            for (int sweep = 0; sweep < sweeps; sweep++)
            {
                random.Fill(_uniforms);
                for (int i = 0; i < spins.Length; i++)
                {
                    sbyte drawn = (sbyte)(_uniforms[i] < 1 / (1 + MathF.Exp(2 * owner._beta * _local[i])) ? 1 : -1);
                    if (drawn == spins[i])
                    {
                        continue;
                    }

                    double proposed = _state.Propose(i, drawn);
                    if (Math.Log(_uniforms[spins.Length + i]) < owner._power * (proposed - log))
                    {
                        (spins[i], log) = (drawn, proposed);
                        _state.Accept();
                        owner._rows.Add(i, 2 * drawn, _local);
                    }
                }
            }
        }
    }
}
