using System.Buffers.Binary;

namespace MLNetQuantumPrior.Leap;

/// <summary>A model as the service's format "qp" has it: little-endian doubles in the solver's order of qubits and couplers.</summary>
/// <param name="Linear">One number a qubit of the solver; not a number where the problem does not use it.</param>
/// <param name="Quadratic">One number a coupler whose two qubits the problem uses.</param>
internal sealed record QpEncoding(byte[] Linear, byte[] Quadratic)
{
    /// <summary>The not-a-number that the service knows. <see cref="double.NaN"/> has its sign bit set as well.</summary>
    private const ulong Unused = 0x7FF8_0000_0000_0000;

    /// <exception cref="ArgumentException">The model has a spin that is no qubit of the solver, or an edge that is no coupler.</exception>
    public static QpEncoding Of(LeapSolver solver, IsingModel model)
    {
        int[] spinOf = SpinOfQubit(solver, model.Graph);
        byte[] linear = new byte[solver.Qubits.Length * sizeof(double)];
        for (int k = 0; k < solver.Qubits.Length; k++)
        {
            int spin = spinOf[solver.Qubits[k]];
            Span<byte> place = linear.AsSpan(k * sizeof(double));
            if (spin < 0)
            {
                BinaryPrimitives.WriteUInt64LittleEndian(place, Unused);
            }
            else
            {
                BinaryPrimitives.WriteDoubleLittleEndian(place, model.Field(spin));
            }
        }

        return new(linear, Couplings(solver, model, spinOf));
    }

    /// <summary>The spin that each qubit of the chip holds; -1 for none.</summary>
    public static int[] SpinOfQubit(LeapSolver solver, SpinGraph graph)
    {
        const int isFree = -1;
        const int isBroken = -2;
        int[] spinOf = new int[solver.QubitCount];
        Array.Fill(spinOf, isBroken);
        foreach (int qubit in solver.Qubits)
        {
            spinOf[qubit] = isFree;
        }

        for (int i = 0; i < graph.SpinCount; i++)
        {
            int qubit = graph.Labels[i];
            if (qubit >= spinOf.Length || spinOf[qubit] == isBroken)
            {
                throw new ArgumentException($"Spin {i}: expected a qubit of {solver.Identity} as its label, got {qubit}.", nameof(graph));
            }

            spinOf[qubit] = i;
        }

        foreach (ref int spin in spinOf.AsSpan())
        {
            spin = Math.Max(spin, isFree);
        }

        return spinOf;
    }

    private static byte[] Couplings(LeapSolver solver, IsingModel model, int[] spinOf)
    {
        ImmutableArray<SpinEdge> edges = model.Graph.Edges;
        using var quadratic = new MemoryStream();
        Span<byte> number = stackalloc byte[sizeof(double)];
        bool[] isFound = new bool[edges.Length];
        foreach (SpinEdge coupler in solver.Couplers)
        {
            (int a, int b) = (spinOf[coupler.I], spinOf[coupler.J]);
            if (a < 0 || b < 0)
            {
                continue;
            }

            int edge = edges.BinarySearch(new(Math.Min(a, b), Math.Max(a, b)));
            BinaryPrimitives.WriteDoubleLittleEndian(number, edge < 0 ? 0 : model.Coupling(edge));
            quadratic.Write(number);
            if (edge >= 0)
            {
                isFound[edge] = true;
            }
        }

        int missing = Array.IndexOf(isFound, false);
        if (missing >= 0)
        {
            (int a, int b) = (model.Graph.Labels[edges[missing].I], model.Graph.Labels[edges[missing].J]);
            throw new ArgumentException($"Edge ({a}, {b}): expected a coupler of {solver.Identity}, found none.", nameof(model));
        }

        return quadratic.ToArray();
    }
}
