namespace MLNetQuantumPrior.Sampling;

public sealed partial class IsingModel
{
    /// <summary>A model of spins 0 .. n-1 from triples (i, j, J), which may come in any order.</summary>
    /// <param name="fields">h, one finite number a spin.</param>
    /// <param name="couplings">Pairs of different spins and their couplings; the couplings of a pair that comes twice are added.</param>
    /// <param name="offset">A constant that all energies include, finite.</param>
    /// <exception cref="ArgumentException">A pair is out of range or couples a spin with itself, or a number is out of range.</exception>
    public static IsingModel FromTriples(
        ReadOnlySpan<double> fields, IEnumerable<(int I, int J, double Coupling)> couplings, double offset = 0)
    {
        ArgumentNullException.ThrowIfNull(couplings);
        ArgumentOutOfRangeException.ThrowIfLessThan(fields.Length, 1, nameof(fields));
        var terms = new IsingTerms();
        for (int i = 0; i < fields.Length; i++)
        {
            terms.Add(i, fields[i]);
        }

        foreach ((int i, int j, double coupling) in couplings)
        {
            if (i < 0 || j < 0 || i >= fields.Length || j >= fields.Length)
            {
                throw new ArgumentException($"Edge ({i}, {j}): expected spins between 0 and {fields.Length - 1}.", nameof(couplings));
            }

            terms.Add(Pair(i, j, nameof(couplings)).I, Math.Max(i, j), coupling);
        }

        terms.Offset = offset;
        return terms.ToModel(Vartype.Spin);
    }

    /// <summary>
    /// A model from the fields h of labelled spins and the couplings J of pairs of labels, as <c>dimod.BQM.from_ising(h, J, offset)</c>.
    /// </summary>
    /// <param name="h">Labels of at least 0 and their fields. A spin that has only couplings may be left out.</param>
    /// <param name="j">Pairs of different labels; the couplings of (a, b) and (b, a) are added.</param>
    /// <param name="offset">A constant that all energies include, finite.</param>
    /// <returns>Spin i has the i-th smallest label, <c>Graph.Labels[i]</c>.</returns>
    /// <exception cref="ArgumentException">
    /// There is no spin, a label is negative, a pair couples a spin with itself, or a number is out of range.
    /// </exception>
    public static IsingModel FromIsing(
        IReadOnlyDictionary<int, double> h, IReadOnlyDictionary<(int I, int J), double> j, double offset = 0)
    {
        ArgumentNullException.ThrowIfNull(h);
        ArgumentNullException.ThrowIfNull(j);
        var terms = new IsingTerms { Offset = offset };
        foreach ((int label, double field) in h)
        {
            terms.Add(label, field);
        }

        foreach (((int a, int b), double coupling) in j)
        {
            SpinEdge pair = Pair(a, b, nameof(j));
            terms.Add(pair.I, pair.J, coupling);
        }

        return terms.ToModel(Vartype.Spin);
    }

    /// <summary>
    /// A model from a QUBO, as <c>dimod.BQM.from_qubo(Q, offset)</c>: the energy sum Q_ij x_i x_j + offset of bits x = (1 + s) / 2.
    /// </summary>
    /// <param name="q">
    /// Pairs of labels of at least 0; (a, a) is the linear term of a. The terms of (a, b) and (b, a) are added.
    /// </param>
    /// <param name="offset">A constant that all energies include, finite.</param>
    /// <returns>
    /// Spin i has the i-th smallest label, <c>Graph.Labels[i]</c>; a bit of 1 is a spin of +1. Energies are those of the QUBO.
    /// </returns>
    /// <exception cref="ArgumentException">There is no term, a label is negative, or a number is out of range.</exception>
    public static IsingModel FromQubo(IReadOnlyDictionary<(int I, int J), double> q, double offset = 0)
    {
        ArgumentNullException.ThrowIfNull(q);
        var terms = new IsingTerms { Offset = offset };
        foreach (((int a, int b), double value) in q)
        {
            terms.Add(Math.Min(a, b), Math.Max(a, b), value);
        }

        return terms.ToModel(Vartype.Binary);
    }

    /// <summary>
    /// The model whose energy is minus the weight of a cut: weights w / 2 as couplings and minus half their sum as the offset, so that the
    /// lowest energy is the largest cut. Spins of different sign are on different sides.
    /// </summary>
    /// <param name="nodes">Number of nodes, numbered from 0.</param>
    /// <param name="edges">Pairs of different nodes and their weights, which may be negative; those of a pair that comes twice are
    /// added.</param>
    /// <exception cref="ArgumentException">A pair is out of range or a node twice, or a weight is out of range.</exception>
    public static IsingModel FromMaxCut(int nodes, IEnumerable<(int I, int J, double Weight)> edges)
    {
        ArgumentNullException.ThrowIfNull(edges);
        ArgumentOutOfRangeException.ThrowIfLessThan(nodes, 1);
        (int I, int J, double Weight)[] halved = [.. edges.Select(e => (e.I, e.J, e.Weight / 2))];
        return FromTriples(new double[nodes], halved, -halved.Sum(e => e.Weight));
    }

    private static SpinEdge Pair(int i, int j, string name) => i == j
        ? throw new ArgumentException($"Edge ({i}, {j}): expected two different spins.", name)
        : new(Math.Min(i, j), Math.Max(i, j));
}
