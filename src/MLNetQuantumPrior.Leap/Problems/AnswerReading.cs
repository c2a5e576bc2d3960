using System.Runtime.InteropServices;
using System.Text.Json;

namespace MLNetQuantumPrior.Leap;

/// <summary>Makes an answer of the service one to the problem that was sent.</summary>
internal static class AnswerReading
{
    /// <summary>Microseconds: 30 years, of which sums are times too.</summary>
    public const long LongestTime = 1_000_000_000_000_000;

    /// <exception cref="InvalidDataException">The answer is damaged, or to another problem.</exception>
    public static LeapAnswer Read(string id, JsonElement answer, LeapProblem problem, LeapSolver solver)
    {
        QpAnswer read = QpAnswer.Read(answer, solver.QubitCount);
        IsingModel model = problem.Model;
        int[] column = ColumnOfSpin(read.Qubits, model.Graph, solver);
        int rows = read.Energies.Length;
        long reads = read.Occurrences?.Sum(count => (long)count) ?? rows;
        if (reads != problem.Parameters.Reads)
        {
            throw new InvalidDataException($"Answer of the service: expected {problem.Parameters.Reads} reads, got {reads}.");
        }

        sbyte[] spins = new sbyte[read.Spins.Length];
        for (int r = 0; r < rows; r++)
        {
            ReadOnlySpan<sbyte> from = read.Spins.AsSpan(r * column.Length, column.Length);
            Span<sbyte> to = spins.AsSpan(r * column.Length, column.Length);
            for (int i = 0; i < column.Length; i++)
            {
                to[i] = from[column[i]];
            }
        }

        double offset = read.Offset is null ? model.Offset : 0;
        double[] reported = [.. read.Energies.Select(energy => energy + offset)];
        SpinMatrix matrix = SpinMatrix.Adopt(spins, rows, column.Length);
        var samples = new SampleSet(matrix, model.Energies(matrix), State: null)
        {
            Occurrences = read.Occurrences is { } counts && counts.Any(count => count > 1) ? counts : null,
        };
        return new(id, samples, ImmutableCollectionsMarshal.AsImmutableArray(reported), Timing(answer));
    }

    public static LeapTiming Timing(JsonElement answer)
    {
        return !answer.TryGetProperty("timing", out JsonElement timing) || timing.ValueKind != JsonValueKind.Object ? new() : new()
        {
            AccessTime = Time("qpu_access_time"),
            AccessOverheadTime = Time("qpu_access_overhead_time"),
            ProgrammingTime = Time("qpu_programming_time"),
            SamplingTime = Time("qpu_sampling_time"),
            AnnealTimePerSample = Time("qpu_anneal_time_per_sample"),
            ReadoutTimePerSample = Time("qpu_readout_time_per_sample"),
            DelayTimePerSample = Time("qpu_delay_time_per_sample"),
            PostProcessingTime = Time("total_post_processing_time"),
        };

        double? Time(string name)
        {
            if (!timing.TryGetProperty(name, out JsonElement value) || value.ValueKind == JsonValueKind.Null)
            {
                return null;
            }

            return value.ValueKind == JsonValueKind.Number && value.GetDouble() is >= 0 and <= LongestTime and var time
                ? time
                : throw new InvalidDataException(
                    $"Answer of the service, '{name}': expected a number from 0 to {LongestTime}, got {JsonTexts.Shown(value)}.");
        }
    }

    private static int[] ColumnOfSpin(ImmutableArray<int> qubits, SpinGraph graph, LeapSolver solver)
    {
        if (qubits.Length == graph.SpinCount)
        {
            int[] columnOf = new int[solver.QubitCount];
            Array.Fill(columnOf, -1);
            for (int c = 0; c < qubits.Length; c++)
            {
                columnOf[qubits[c]] = c;
            }

            int[] column = [.. graph.Labels.Select(qubit => columnOf[qubit])];
            if (!column.Contains(-1))
            {
                return column;
            }
        }

        throw new InvalidDataException(
            $"Answer of the service, 'active_variables': expected the {graph.SpinCount} qubits of the problem, " +
            $"got {qubits.Length} others.");
    }
}
