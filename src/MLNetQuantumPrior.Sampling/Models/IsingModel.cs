using System.Runtime.InteropServices;

namespace MLNetQuantumPrior.Sampling;

/// <summary>
/// The energy E(s) = sum_i h_i s_i + sum_(ij) J_ij s_i s_j of spins s_i in {-1, +1}; p(s) is proportional to exp(-beta E(s)). Plain
/// immutable numbers.
/// </summary>
public sealed class IsingModel
{
    /// <summary>Makes a model from copies of its numbers.</summary>
    /// <param name="graph">Which spins are coupled.</param>
    /// <param name="fields">h, one finite number a spin.</param>
    /// <param name="couplings">J, one finite number an edge, in the order of <see cref="SpinGraph.Edges"/>.</param>
    /// <exception cref="ArgumentException">A length does not fit the graph, or a number is not finite.</exception>
    public IsingModel(SpinGraph graph, ReadOnlySpan<float> fields, ReadOnlySpan<float> couplings)
    {
        ArgumentNullException.ThrowIfNull(graph);
        Graph = graph;
        Fields = Checked(fields, graph.SpinCount, "spins", nameof(fields));
        Couplings = Checked(couplings, graph.Edges.Length, "edges", nameof(couplings));
    }

    private IsingModel(SpinGraph graph, ImmutableArray<float> fields, ImmutableArray<float> couplings) =>
        (Graph, Fields, Couplings) = (graph, fields, couplings);

    /// <summary>
    /// A model over numbers that stay the caller's and may change: for what is done with it before they do, and keeps nothing of it.
    /// </summary>
    internal static IsingModel Over(SpinGraph graph, float[] fields, float[] couplings) =>
        new(graph, ImmutableCollectionsMarshal.AsImmutableArray(fields), ImmutableCollectionsMarshal.AsImmutableArray(couplings));

    /// <summary>Which spins are coupled.</summary>
    public SpinGraph Graph { get; }

    /// <summary>Number of spins.</summary>
    public int SpinCount => Graph.SpinCount;

    /// <summary>h, one a spin.</summary>
    public ImmutableArray<float> Fields { get; }

    /// <summary>J, one an edge, in the order of <see cref="SpinGraph.Edges"/>.</summary>
    public ImmutableArray<float> Couplings { get; }

    /// <summary>The same model with fields h + strength * f: how an annealer is steered towards a class or an attribute.</summary>
    /// <param name="fields">f, one finite number a spin.</param>
    /// <param name="strength">Factor on them, finite.</param>
    /// <exception cref="ArgumentException">There is not one field a spin, or a sum is not finite.</exception>
    public IsingModel WithAddedFields(ReadOnlySpan<float> fields, double strength = 1)
    {
        if (fields.Length != SpinCount)
        {
            throw new ArgumentException(
                $"{nameof(fields)}: expected one number for each of {SpinCount} spins, got {fields.Length}.", nameof(fields));
        }

        float[] sums = new float[fields.Length];
        for (int i = 0; i < sums.Length; i++)
        {
            sums[i] = (float)(Fields[i] + (strength * fields[i]));
        }

        return new(Graph, sums, Couplings.AsSpan());
    }

    /// <summary>E(s) of one configuration.</summary>
    /// <param name="spins">-1 or +1 for each spin.</param>
    /// <returns>The energy, summed in double precision.</returns>
    /// <exception cref="ArgumentException">The number of spins is not the model's.</exception>
    public double Energy(ReadOnlySpan<sbyte> spins)
    {
        if (spins.Length != SpinCount)
        {
            throw new ArgumentException($"Configuration: expected {SpinCount} spins, got {spins.Length}.", nameof(spins));
        }

        // Row by row, sum_i s_i (h_i + sum_(j > i) J_ij s_j), as the vector kernels do, so that both give the same bits.
        double energy = 0;
        ReadOnlySpan<float> couplings = Couplings.AsSpan();
        ReadOnlySpan<SpinEdge> edges = Graph.Edges.AsSpan();
        for (int i = 0, k = 0; i < spins.Length; i++)
        {
            double row = Fields[i];
            for (; k < edges.Length && edges[k].I == i; k++)
            {
                row += couplings[k] * spins[edges[k].J];
            }

            energy += spins[i] * row;
        }

        return energy;
    }

    /// <summary>E(s) of many configurations, with the same bits as <see cref="Energy"/>.</summary>
    /// <param name="configurations">One configuration a row.</param>
    /// <param name="maxDegreeOfParallelism">Most threads; 0 for one a core. The energies do not depend on it.</param>
    /// <returns>One energy a row.</returns>
    /// <exception cref="ArgumentException">The number of spins is not the model's.</exception>
    public ImmutableArray<double> Energies(SpinMatrix configurations, int maxDegreeOfParallelism = 0)
    {
        ArgumentNullException.ThrowIfNull(configurations);
        ArgumentOutOfRangeException.ThrowIfNegative(maxDegreeOfParallelism);
        if (configurations.Columns != SpinCount)
        {
            throw new ArgumentException(
                $"Configurations: expected {SpinCount} spins, got {configurations.Columns}.", nameof(configurations));
        }

        return ModelEnergies.Of(this, configurations, maxDegreeOfParallelism == 0 ? Environment.ProcessorCount : maxDegreeOfParallelism);
    }

    private static ImmutableArray<float> Checked(ReadOnlySpan<float> values, int expected, string what, string name)
    {
        if (values.Length != expected)
        {
            throw new ArgumentException(
                $"{name}: expected one number for each of the graph's {expected} {what}, got {values.Length}.", name);
        }

        for (int i = 0; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i]))
            {
                throw new ArgumentException($"{name}[{i}]: expected a finite number, got {values[i]}.", name);
            }
        }

        return [.. values];
    }
}
