using MLNetQuantumPrior.Learning.Kernels;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning;

/// <summary>The prior in training: p(s) = exp(-E(s)) / Z on a graph, its fields h and couplings J moved by Adam.</summary>
internal sealed class BoltzmannPrior
{
    private readonly float[] _parameters; // h, then J
    private readonly float[] _gradient;
    private readonly AdamOptimizer _optimizer;
    private float[] _energies = [];

    /// <summary>Starts with h = 0 and J ~ 0.01 N(0, 1).</summary>
    public BoltzmannPrior(SpinGraph graph, ulong seed, int threads)
    {
        Graph = graph;
        (Pairs, ModelPairs) = (PairSums.For(graph, threads), PairSums.For(graph, threads));
        _parameters = new float[graph.SpinCount + graph.Edges.Length];
        _gradient = new float[_parameters.Length];
        _optimizer = new(_parameters.Length, threads);
        new UniformStream(seed, RandomUse.InitialCouplings).FillNormal(J, 0.01f);
    }

    public SpinGraph Graph { get; }

    /// <summary>Sums over the graph's edges, in the way that suits its density.</summary>
    public PairSums Pairs { get; }

    /// <summary>The same, in memory of its own, for the averages over the machine, which are taken while the networks step.</summary>
    public PairSums ModelPairs { get; }

    /// <summary>Decoupled weight decay of the couplings.</summary>
    public double CouplingDecay { get; init; }

    public Span<float> H => _parameters.AsSpan(0, Graph.SpinCount);

    public Span<float> J => _parameters.AsSpan(Graph.SpinCount);

    /// <summary>h, then J.</summary>
    public ReadOnlySpan<float> Parameters => _parameters;

    /// <summary>The present energy function, as samplers take it.</summary>
    public IsingModel Model => new(Graph, H, J);

    /// <summary>
    /// E_q[E] = sum h_i m_i + sum J_ij m_i m_j, summed over rows, and its derivative by the means. <c>means, byMean: [rows, spins]</c>
    /// </summary>
    public unsafe double MeanEnergy(ReadOnlySpan<float> means, Span<float> byMean)
    {
        int spins = Graph.SpinCount, rows = means.Length / spins;
        Array.Resize(ref _energies, rows);
        Pairs.Fields(J, means, byMean);
        fixed (float* h = H, m = means, field = byMean, energies = _energies)
        {
            LaneJob<PriorEnergies>.Run(new(spins, h, m, field, energies, ends: 2), rows, rows, threads: 1);
        }

        double sum = 0;
        foreach (float energy in _energies)
        {
            sum += energy;
        }

        return sum;
    }

    /// <summary>Descends the KL: d/dh_i = (m_i)_data - (s_i)_model, d/dJ_ij = (m_i m_j)_data - (s_i s_j)_model.</summary>
    /// <param name="positive">Moments of the data.</param>
    /// <param name="negative">Moments of the model.</param>
    /// <param name="learningRate">Adam's step size.</param>
    public void Descend(SpinMoments positive, SpinMoments negative, double learningRate)
    {
        positive.Subtract(negative, _gradient);
        if (CouplingDecay > 0)
        {
            float factor = (float)(1 - (learningRate * CouplingDecay));
            foreach (ref float j in J)
            {
                j *= factor;
            }
        }

        _optimizer.Step(_parameters, _gradient, learningRate);
    }

    /// <summary>Stores what it has learned and what its optimiser remembers.</summary>
    public void Write(BinaryWriter target)
    {
        target.WriteSingles(_parameters);
        _optimizer.State.Write(target.BaseStream);
    }

    /// <summary>Restores what <see cref="Write"/> stored.</summary>
    public void Read(BinaryReader source)
    {
        source.ReadFiniteSingles(_parameters.Length).CopyTo(_parameters.AsSpan());
        _optimizer.State = OptimizerState.Read(source.BaseStream);
    }
}
