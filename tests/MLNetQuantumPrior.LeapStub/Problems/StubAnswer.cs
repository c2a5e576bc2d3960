using System.Buffers.Binary;
using System.Text.Json.Nodes;

namespace MLNetQuantumPrior.LeapStub;

/// <summary>An answer in the format "qp".</summary>
internal static class StubAnswer
{
    /// <summary>Writes configurations.</summary>
    /// <param name="problem">What was asked.</param>
    /// <param name="isQubo">Whether energies are those of bits.</param>
    /// <param name="reads">-1 or +1 for each active qubit, read after read.</param>
    /// <param name="isRaw">Whether every read is a row, in its order; else each configuration is one, lowest energy first.</param>
    /// <param name="qubitCount">Qubits of the topology.</param>
    /// <param name="timing">What the run took.</param>
    public static JsonObject Encode(
        QpProblem problem, bool isQubo, IReadOnlyList<sbyte[]> reads, bool isRaw, int qubitCount, JsonObject timing)
    {
        var rows = reads.Select(read => (Read: read, Energy: Energy(problem, isQubo, read), Count: 1)).ToList();
        if (!isRaw)
        {
            rows =
            [
                .. rows.GroupBy(row => Convert.ToHexString((byte[])(object)row.Read))
                    .Select(group => group.First() with { Count = group.Count() })
                    .OrderBy(row => row.Energy),
            ];
        }

        byte[] energies = new byte[8 * rows.Count];
        byte[] counts = new byte[4 * rows.Count];
        byte[] active = new byte[4 * problem.Active.Length];
        int width = (problem.Active.Length + 7) / 8;
        byte[] solutions = new byte[width * rows.Count];
        for (int i = 0; i < problem.Active.Length; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(active.AsSpan(4 * i), problem.Active[i]);
        }

        for (int r = 0; r < rows.Count; r++)
        {
            BinaryPrimitives.WriteDoubleLittleEndian(energies.AsSpan(8 * r), rows[r].Energy);
            BinaryPrimitives.WriteInt32LittleEndian(counts.AsSpan(4 * r), rows[r].Count);
            for (int i = 0; i < rows[r].Read.Length; i++)
            {
                if (rows[r].Read[i] > 0)
                {
                    solutions[(r * width) + (i / 8)] |= (byte)(0x80 >> (i % 8));
                }
            }
        }

        return new()
        {
            ["format"] = "qp",
            ["num_variables"] = qubitCount,
            ["active_variables"] = Convert.ToBase64String(active),
            ["energies"] = Convert.ToBase64String(energies),
            ["num_occurrences"] = Convert.ToBase64String(counts),
            ["solutions"] = Convert.ToBase64String(solutions),
            ["timing"] = timing,
        };
    }

    private static double Energy(QpProblem problem, bool isQubo, sbyte[] spins) =>
        problem.Energy(isQubo ? Array.ConvertAll(spins, s => (sbyte)((s + 1) / 2)) : spins);
}
