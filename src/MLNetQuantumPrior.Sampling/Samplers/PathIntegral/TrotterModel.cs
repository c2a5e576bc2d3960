namespace MLNetQuantumPrior.Sampling;

/// <summary>
/// The classical model of Trotter slices whose Boltzmann distribution at inverse temperature 1 is that of the quantum model E(s) - Gamma
/// sum sigma_x at the inverse temperature beta, up to an error of order (beta Gamma / slices)^2: every slice has the energy beta E /
/// slices, and equal spins of neighbouring slices lower the energy by K = -1/2 log tanh(beta Gamma / slices).
/// </summary>
internal sealed class TrotterModel
{
    /// <summary>A broken bond of this strength weighs exp(-2 K) = 2^-29, which a draw takes for 0 together with its partner's.</summary>
    private const double MaxBond = 10;

    private readonly double _betaOfSlice;

    public TrotterModel(IsingModel model, double beta, int slices)
    {
        _betaOfSlice = beta / slices;
        var graph = SpinGraph.Trotter(model.Graph, slices);
        float[] fields = new float[graph.SpinCount];
        float[] couplings = new float[graph.Edges.Length];
        bool[] isBond = new bool[graph.Edges.Length];
        int n = model.SpinCount;
        for (int i = 0; i < fields.Length; i++)
        {
            fields[i] = Scaled(model.Fields[i % n]);
        }

        // In every slice the couplings come in the order of the graph's edges.
        int next = 0;
        for (int e = 0; e < couplings.Length; e++)
        {
            isBond[e] = graph.Edges[e].I / n != graph.Edges[e].J / n;
            if (!isBond[e])
            {
                couplings[e] = Scaled(model.Couplings[next++ % model.Couplings.Length]);
            }
        }

        Model = new(graph, fields, couplings);
        Bonds = graph.SweepPlan.SlotsOf(isBond);
    }

    /// <summary>All slices, with bonds of strength 0.</summary>
    public IsingModel Model { get; }

    /// <summary>Where a sweep reads the bonds between slices.</summary>
    public ImmutableArray<int> Bonds { get; }

    /// <summary>The coupling of a bond: -K.</summary>
    public float Bond(double transverseField) =>
        (float)Math.Max(0.5 * Math.Log(Math.Tanh(_betaOfSlice * transverseField)), -MaxBond);

    private float Scaled(float number) => (float)Math.Clamp(_betaOfSlice * number, float.MinValue, float.MaxValue);
}
