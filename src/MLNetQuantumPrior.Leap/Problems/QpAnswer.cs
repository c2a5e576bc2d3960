using System.Buffers.Binary;
using System.Text.Json;

namespace MLNetQuantumPrior.Leap;

/// <summary>An answer in the service's format "qp", checked: all its parts fit each other.</summary>
/// <param name="Qubits">Qubits of the columns.</param>
/// <param name="Spins">-1 or +1, row after row.</param>
/// <param name="Energies">One a row, without the problem's offset unless the answer has it.</param>
/// <param name="Occurrences">Reads of each row; null where each is one.</param>
/// <param name="Offset">What the answer says that its energies include; null where it says nothing.</param>
internal sealed record QpAnswer(
    ImmutableArray<int> Qubits, sbyte[] Spins, double[] Energies, ImmutableArray<int>? Occurrences, double? Offset)
{
    /// <summary>Reads an answer in memory proportional to its text.</summary>
    /// <param name="answer">The service's JSON object.</param>
    /// <param name="qubits">Number of qubits of the chip.</param>
    /// <exception cref="InvalidDataException">A part is missing, of the wrong kind or size, or out of range.</exception>
    public static QpAnswer Read(JsonElement answer, int qubits)
    {
        _ = Part(answer, "format", JsonValueKind.String);
        if (JsonTexts.Of(answer, "format") != "qp")
        {
            throw Wrong("format", "'qp'", "another text");
        }

        if (!Part(answer, "num_variables", JsonValueKind.Number).TryGetInt32(out int variables) || variables != qubits)
        {
            throw Wrong("num_variables", $"{qubits}", JsonTexts.Shown(answer.GetProperty("num_variables")));
        }

        ImmutableArray<int> active = Integers(answer, "active_variables");
        bool[] isSeen = new bool[qubits];
        foreach (int qubit in active)
        {
            if (qubit < 0 || qubit >= qubits || isSeen[qubit])
            {
                throw Wrong("active_variables", $"different numbers from 0 to {qubits - 1}", $"{qubit}");
            }

            isSeen[qubit] = true;
        }

        double[] energies = Doubles(answer, "energies");
        ImmutableArray<int>? occurrences = answer.TryGetProperty("num_occurrences", out JsonElement counts)
            && counts.ValueKind != JsonValueKind.Null ? Integers(answer, "num_occurrences") : null;
        if (occurrences is { } given && (given.Length != energies.Length || given.Any(count => count < 1)))
        {
            throw Wrong("num_occurrences", $"{energies.Length} numbers of at least 1", $"{given.Length} numbers");
        }

        double? offset = answer.TryGetProperty("offset", out _) ? Part(answer, "offset", JsonValueKind.Number).GetDouble() : null;
        return new(active, Solutions(answer, energies.Length, active.Length), energies, occurrences, offset);
    }

    /// <summary>Bits, the most significant of a byte first; each row starts a byte.</summary>
    private static sbyte[] Solutions(JsonElement answer, int rows, int columns)
    {
        byte[] bits = Bytes(answer, "solutions");
        int stride = (columns + 7) / 8;
        if (bits.Length != (long)rows * stride || (long)rows * columns > Array.MaxLength)
        {
            throw Wrong("solutions", $"{rows} rows of {stride} bytes", $"{bits.Length} bytes");
        }

        sbyte[] spins = new sbyte[rows * columns];
        for (int r = 0; r < rows; r++)
        {
            for (int c = 0; c < columns; c++)
            {
                bool isUp = (bits[(r * stride) + (c >> 3)] & (0x80 >> (c & 7))) != 0;
                spins[(r * columns) + c] = isUp ? (sbyte)1 : (sbyte)-1;
            }
        }

        return spins;
    }

    private static ImmutableArray<int> Integers(JsonElement answer, string name)
    {
        byte[] bytes = Bytes(answer, name, sizeof(int));
        return [.. Enumerable.Range(0, bytes.Length / sizeof(int))
            .Select(k => BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(k * sizeof(int))))];
    }

    private static double[] Doubles(JsonElement answer, string name)
    {
        byte[] bytes = Bytes(answer, name, sizeof(double));
        double[] numbers = new double[bytes.Length / sizeof(double)];
        for (int k = 0; k < numbers.Length; k++)
        {
            double number = BinaryPrimitives.ReadDoubleLittleEndian(bytes.AsSpan(k * sizeof(double)));
            numbers[k] = double.IsFinite(number) ? number : throw Wrong(name, "finite numbers", $"{number} as number {k}");
        }

        return numbers;
    }

    private static byte[] Bytes(JsonElement answer, string name, int size = 1)
    {
        byte[]? bytes;
        try
        {
            bytes = Part(answer, name, JsonValueKind.String).TryGetBytesFromBase64(out byte[]? found) ? found : null;
        }
        catch (InvalidOperationException)
        {
            bytes = null; // no Unicode
        }

        return bytes is null ? throw Wrong(name, "base64", "another text")
            : bytes.Length % size == 0 ? bytes
            : throw Wrong(name, $"a multiple of {size} bytes", $"{bytes.Length} bytes");
    }

    private static JsonElement Part(JsonElement answer, string name, JsonValueKind kind)
    {
        if (answer.ValueKind != JsonValueKind.Object || !answer.TryGetProperty(name, out JsonElement part))
        {
            throw Wrong(name, $"a {kind}", "nothing");
        }

        return part.ValueKind == kind ? part : throw Wrong(name, $"a {kind}", $"a {part.ValueKind}");
    }

    private static InvalidDataException Wrong(string part, string expected, string got) =>
        new(FormattableString.Invariant($"Answer of the service, '{part}': expected {expected}, got {got}."));
}
