using System.Globalization;
using System.Runtime.InteropServices;

namespace MLNetQuantumPrior.Sampling;

/// <summary>
/// The energy E(s) = sum_i h_i s_i + sum_(ij) J_ij s_i s_j + offset of spins s_i in {-1, +1}; p(s) is proportional to exp(-beta E(s)).
/// Plain immutable numbers.
/// </summary>
/// <remarks>
/// Numbers given in double precision are kept: energies and exact methods use them. Monte Carlo samplers move spins by
/// <see cref="Fields"/> and <see cref="Couplings"/>, the same numbers in single precision; <see cref="RoundingError"/> says what that can
/// cost.
/// <para>
/// <see cref="FromIsing"/> and <see cref="FromQubo"/> take terms with their spins, in any order. The constructors take couplings in the
/// order of <see cref="SpinGraph.Edges"/>, which is sorted.
/// </para>
/// </remarks>
public sealed partial class IsingModel
{
    /// <summary>Most that all numbers of a coupled model may sum up to: kernels double local fields in single precision.</summary>
    private const double LargestSum = float.MaxValue / 4;

    private readonly ImmutableArray<double> _fields; // default where single precision holds all numbers exactly
    private readonly ImmutableArray<double> _couplings;
    private readonly bool _mayChange;
    private DenseCouplings? _dense;

    /// <summary>Makes a model from copies of its numbers.</summary>
    /// <param name="graph">Which spins are coupled.</param>
    /// <param name="fields">h, one finite number a spin.</param>
    /// <param name="couplings">
    /// J, one finite number an edge, in the order of <see cref="SpinGraph.Edges"/>, whatever the order in which the graph was given them.
    /// </param>
    /// <exception cref="ArgumentException">
    /// A length does not fit the graph, or a number is not finite or too large for single precision.
    /// </exception>
    public IsingModel(SpinGraph graph, ReadOnlySpan<float> fields, ReadOnlySpan<float> couplings)
    {
        ArgumentNullException.ThrowIfNull(graph);
        Graph = graph;
        Fields = [.. Checked(fields, graph.SpinCount, "spins", nameof(fields))];
        Couplings = [.. Checked(couplings, graph.Edges.Length, "edges", nameof(couplings))];
        RefuseOverflow();
    }

    /// <summary>Makes a model from copies of its numbers, in double precision.</summary>
    /// <param name="graph">Which spins are coupled.</param>
    /// <param name="fields">h, one finite number a spin.</param>
    /// <param name="couplings">
    /// J, one finite number an edge, in the order of <see cref="SpinGraph.Edges"/>, whatever the order in which the graph was given them.
    /// </param>
    /// <param name="offset">A constant that all energies include, finite.</param>
    /// <exception cref="ArgumentException">
    /// A length does not fit the graph, a number is not finite, or the numbers are too large or too small for single precision.
    /// </exception>
    public IsingModel(SpinGraph graph, ReadOnlySpan<double> fields, ReadOnlySpan<double> couplings, double offset = 0)
    {
        ArgumentNullException.ThrowIfNull(graph);
        if (!double.IsFinite(offset))
        {
            throw new ArgumentException($"{nameof(offset)}: expected a finite number, got {offset}.", nameof(offset));
        }

        Graph = graph;
        Offset = offset;
        Fields = Rounded(Checked(fields, graph.SpinCount, "spins", nameof(fields)), nameof(fields), out double fieldError);
        Couplings = Rounded(
            Checked(couplings, graph.Edges.Length, "edges", nameof(couplings)), nameof(couplings), out double couplingError);
        RoundingError = fieldError + couplingError;
        RefuseOverflow();
        if (RoundingError > 0)
        {
            (_fields, _couplings) = ([.. fields], [.. couplings]);
            RefuseUnderflow();
        }
    }

    private IsingModel(SpinGraph graph, ImmutableArray<float> fields, ImmutableArray<float> couplings) =>
        (Graph, Fields, Couplings, _mayChange) = (graph, fields, couplings, true);

    /// <summary>
    /// A model over numbers that stay the caller's and may change: for what is done with it before they do, and keeps nothing of it.
    /// </summary>
    internal static IsingModel Over(SpinGraph graph, float[] fields, float[] couplings) =>
        new(graph, ImmutableCollectionsMarshal.AsImmutableArray(fields), ImmutableCollectionsMarshal.AsImmutableArray(couplings));

    /// <summary>A model made of this one's numbers: in single precision if this one is.</summary>
    internal IsingModel Derived(SpinGraph graph, ReadOnlySpan<double> fields, ReadOnlySpan<double> couplings, double offset = 0) => IsSingle
        ? new(graph, Narrowed(fields), Narrowed(couplings)) { Offset = offset }
        : new(graph, fields, couplings, offset);

    /// <summary>Which spins are coupled.</summary>
    public SpinGraph Graph { get; }

    /// <summary>Number of spins.</summary>
    public int SpinCount => Graph.SpinCount;

    /// <summary>h, one a spin, in single precision as samplers use it.</summary>
    public ImmutableArray<float> Fields { get; }

    /// <summary>J, one an edge, in the order of <see cref="SpinGraph.Edges"/>, in single precision as samplers use it.</summary>
    public ImmutableArray<float> Couplings { get; }

    /// <summary>The constant that all energies include.</summary>
    public double Offset { get; private init; }

    /// <summary>
    /// The most by which energies that Monte Carlo samplers move by can differ from <see cref="Energy"/>: the sum of what h and J lose in
    /// single precision; 0 where they lose nothing. States whose energies differ by less are alike to these samplers, whatever the
    /// temperature; the energies that they report are right, and <see cref="ExactSampler"/> tells such states apart.
    /// </summary>
    public double RoundingError { get; }

    /// <summary>The couplings in rows, for a dense graph; kept, unless the numbers may change.</summary>
    internal DenseCouplings DenseCouplings => _mayChange
        ? new(this, Graph.DenseRows!)
        : LazyInitializer.EnsureInitialized(ref _dense, () => new(this, Graph.DenseRows!));

    /// <summary>The same where a sampler has needed them; null where none has.</summary>
    internal DenseCouplings? KeptDenseCouplings => _dense;

    /// <summary>Whether single precision holds all numbers.</summary>
    internal bool IsSingle => _fields.IsDefault;

    /// <summary>h of one spin, as it was given.</summary>
    public double Field(int spin) => IsSingle ? Fields[spin] : _fields[spin];

    /// <summary>J of one edge of <see cref="SpinGraph.Edges"/>, as it was given.</summary>
    public double Coupling(int edge) => IsSingle ? Couplings[edge] : _couplings[edge];

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

        double[] sums = new double[fields.Length];
        for (int i = 0; i < sums.Length; i++)
        {
            sums[i] = Field(i) + (strength * fields[i]);
        }

        return IsSingle
            ? new(Graph, Narrowed(sums), Couplings.AsSpan()) { Offset = Offset }
            : new(Graph, sums, _couplings.AsSpan(), Offset);
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{nameof(IsingModel)} {{ {Graph}, {SpinCount} spins, {Couplings.Length} couplings{(Offset == 0 ? "" : $", offset {Offset}")} }}");

    /// <summary>All h as they were given.</summary>
    internal double[] ExactFields() => IsSingle ? Widened(Fields.AsSpan()) : [.. _fields];

    /// <summary>All J as they were given.</summary>
    internal double[] ExactCouplings() => IsSingle ? Widened(Couplings.AsSpan()) : [.. _couplings];
}
