using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MLNetQuantumPrior.Leap.Tests;

/// <summary>Answers as the service writes them.</summary>
internal static class FakeAnswer
{
    public static JsonElement Of(int variables, int[] qubits, sbyte[] spins, double[] energies, int[]? occurrences = null)
    {
        int stride = (qubits.Length + 7) / 8;
        byte[] bits = new byte[stride * energies.Length];
        for (int k = 0; k < spins.Length; k++)
        {
            (int r, int c) = Math.DivRem(k, qubits.Length);
            bits[(r * stride) + (c / 8)] |= (byte)(spins[k] > 0 ? 128 >> (c % 8) : 0);
        }

        var answer = new JsonObject
        {
            ["format"] = "qp",
            ["num_variables"] = variables,
            ["active_variables"] = Integers(qubits),
            ["energies"] = Convert.ToBase64String([.. energies.SelectMany(Bytes)]),
            ["solutions"] = Convert.ToBase64String(bits),
            ["timing"] = new JsonObject { ["qpu_access_time"] = 1000 },
        };
        if (occurrences is not null)
        {
            answer["num_occurrences"] = Integers(occurrences);
        }

        return JsonElement.Parse(answer.ToJsonString());
    }

    private static string Integers(int[] numbers) => Convert.ToBase64String([.. numbers.SelectMany(number =>
    {
        byte[] bytes = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
        return bytes;
    })]);

    private static byte[] Bytes(double number)
    {
        byte[] bytes = new byte[sizeof(double)];
        BinaryPrimitives.WriteDoubleLittleEndian(bytes, number);
        return bytes;
    }
}
