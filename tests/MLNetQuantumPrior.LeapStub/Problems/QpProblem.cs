using System.Buffers.Binary;
using System.Text.Json;

namespace MLNetQuantumPrior.LeapStub;

/// <summary>Fields and couplings of a problem in the format "qp", as they were sent: of spins, or of bits for a QUBO.</summary>
/// <param name="Active">Qubits that the problem uses, ascending.</param>
/// <param name="Linear">One number an active qubit.</param>
/// <param name="Couplers">Couplers between active qubits, as positions in <paramref name="Active"/>.</param>
/// <param name="Quadratic">One number a coupler.</param>
internal sealed record QpProblem(int[] Active, double[] Linear, (int I, int J)[] Couplers, double[] Quadratic)
{
    /// <summary>Reads what arrived for a solver.</summary>
    /// <exception cref="RefusedException">It does not fit the solver.</exception>
    public static QpProblem Decode(JsonElement data, StubSolver solver)
    {
        if (Property(data, "format") != "qp")
        {
            throw RefusedException.Bad("data.format must be 'qp'");
        }

        SpinGraph graph = solver.Graph;
        double[] all = Doubles(data, "lin");
        if (all.Length != graph.SpinCount)
        {
            throw RefusedException.Bad($"data.lin must have {graph.SpinCount} numbers, one for each qubit, got {all.Length}");
        }

        int[] position = new int[all.Length];
        var active = new List<int>();
        var linear = new List<double>();
        for (int i = 0; i < all.Length; i++)
        {
            position[i] = double.IsNaN(all[i]) ? -1 : active.Count;
            if (position[i] >= 0)
            {
                active.Add(graph.Labels[i]);
                linear.Add(all[i]);
            }
        }

        (int I, int J)[] couplers =
        [
            .. graph.Edges.Where(e => position[e.I] >= 0 && position[e.J] >= 0).Select(e => (position[e.I], position[e.J])),
        ];
        double[] quadratic = Doubles(data, "quad");
        if (quadratic.Length != couplers.Length)
        {
            throw RefusedException.Bad(
                $"data.quad must have {couplers.Length} numbers, one for each coupler between active qubits, got {quadratic.Length}");
        }

        if (active.Count == 0)
        {
            throw RefusedException.Bad("data.lin must have at least one active qubit");
        }

        if (linear.Exists(double.IsInfinity) || quadratic.Any(q => !double.IsFinite(q)))
        {
            throw RefusedException.Bad("data.lin and data.quad must be finite");
        }

        return new([.. active], [.. linear], couplers, quadratic);
    }

    /// <summary>The same in spins: x = (s + 1) / 2, without the constant.</summary>
    public QpProblem ToSpins()
    {
        double[] fields = [.. Linear.Select(a => a / 2)];
        for (int c = 0; c < Couplers.Length; c++)
        {
            fields[Couplers[c].I] += Quadratic[c] / 4;
            fields[Couplers[c].J] += Quadratic[c] / 4;
        }

        return this with { Linear = fields, Quadratic = [.. Quadratic.Select(q => q / 4)] };
    }

    /// <summary>What a configuration costs, without the offset. Values are -1 and +1, or 0 and 1 for a QUBO.</summary>
    public double Energy(ReadOnlySpan<sbyte> values)
    {
        double energy = 0;
        for (int i = 0; i < Linear.Length; i++)
        {
            energy += Linear[i] * values[i];
        }

        for (int c = 0; c < Couplers.Length; c++)
        {
            energy += Quadratic[c] * values[Couplers[c].I] * values[Couplers[c].J];
        }

        return energy;
    }

    private static string? Property(JsonElement data, string name) =>
        data.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static double[] Doubles(JsonElement data, string name)
    {
        byte[] bytes;
        try
        {
            bytes = Convert.FromBase64String(Property(data, name) ?? throw RefusedException.Bad($"data.{name} is missing"));
        }
        catch (FormatException)
        {
            throw RefusedException.Bad($"data.{name} must be base64");
        }

        if (bytes.Length % 8 != 0)
        {
            throw RefusedException.Bad($"data.{name} must be doubles of 8 bytes");
        }

        double[] numbers = new double[bytes.Length / 8];
        for (int k = 0; k < numbers.Length; k++)
        {
            numbers[k] = BinaryPrimitives.ReadDoubleLittleEndian(bytes.AsSpan(8 * k));
        }

        return numbers;
    }
}
