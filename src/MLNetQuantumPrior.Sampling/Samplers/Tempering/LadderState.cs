using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace MLNetQuantumPrior.Sampling;

/// <summary>
/// Where the ladders of a <see cref="ParallelTemperingSampler"/> stopped. Little-endian: format version 1, ladders, temperatures, spins,
/// parity of the next sweep (five Int32); the inverse temperatures (Double, ascending); which replica each ladder has at each temperature
/// (Int32); then one signed byte a spin, replica after replica, ladder after ladder.
/// </summary>
/// <param name="Parity">0 or 1: which pairs the next sweep tries.</param>
/// <param name="Betas">Ascending from 0.</param>
/// <param name="ReplicaAt">[ladder, temperature].</param>
/// <param name="Spins">[ladder, replica, spin].</param>
internal sealed record LadderState(int Parity, double[] Betas, int[] ReplicaAt, sbyte[] Spins)
{
    private const string Kind = "ParallelTempering";
    private const int Version = 1;
    private const int HeaderBytes = 5 * sizeof(int);

    public SamplerState Write()
    {
        int replicas = ReplicaAt.Length;
        byte[] content = new byte[HeaderBytes + (sizeof(double) * Betas.Length) + (sizeof(int) * replicas) + Spins.Length];
        Span<byte> rest = content;
        foreach (int number in (ReadOnlySpan<int>)[Version, replicas / Betas.Length, Betas.Length, Spins.Length / replicas, Parity])
        {
            BinaryPrimitives.WriteInt32LittleEndian(rest, number);
            rest = rest[sizeof(int)..];
        }

        foreach (double beta in Betas)
        {
            BinaryPrimitives.WriteDoubleLittleEndian(rest, beta);
            rest = rest[sizeof(double)..];
        }

        foreach (int replica in ReplicaAt)
        {
            BinaryPrimitives.WriteInt32LittleEndian(rest, replica);
            rest = rest[sizeof(int)..];
        }

        MemoryMarshal.AsBytes<sbyte>(Spins).CopyTo(rest);
        return new(Kind, content);
    }

    /// <exception cref="ArgumentException">The state is another sampler's, of another shape, or damaged.</exception>
    public static LadderState Read(SamplerState state, int ladders, int temperatures, int spinCount)
    {
        ReadOnlySpan<byte> rest = state.Content.Span;
        Require(state.Sampler == Kind, $"a state of sampler '{Kind}'", $"one of '{state.Sampler}'");
        Require(rest.Length >= HeaderBytes, $"a header of {HeaderBytes} bytes", $"{rest.Length} bytes");
        int[] header = new int[5];
        ReadInt32s(header, ref rest);
        Require(header[0] == Version, $"format version {Version}", $"{header[0]}");
        Require(header[1] == ladders, $"{ladders} ladders", $"{header[1]}");
        Require(header[2] == temperatures, $"{temperatures} temperatures", $"{header[2]}");
        Require(header[3] == spinCount, $"replicas of the model's {spinCount} spins", $"{header[3]}");
        Require(header[4] is 0 or 1, "a parity of 0 or 1", $"{header[4]}");
        int replicas = ladders * temperatures;
        long expected = (sizeof(double) * temperatures) + (sizeof(int) * replicas) + ((long)replicas * spinCount);
        Require(rest.Length == expected, $"{expected} bytes after the header", $"{rest.Length}");

        double[] betas = new double[temperatures];
        for (int k = 0; k < temperatures; k++)
        {
            betas[k] = BinaryPrimitives.ReadDoubleLittleEndian(rest);
            rest = rest[sizeof(double)..];
            bool ascends = k == 0 ? betas[0] == 0 : double.IsFinite(betas[k]) && betas[k] >= betas[k - 1];
            Require(ascends, "finite inverse temperatures that ascend from 0", $"{betas[k]} as number {k}");
        }

        int[] replicaAt = new int[replicas];
        ReadInt32s(replicaAt, ref rest);
        for (int first = 0; first < replicas; first += temperatures)
        {
            bool isPermutation = replicaAt.Skip(first).Take(temperatures).Order().SequenceEqual(Enumerable.Range(0, temperatures));
            Require(isPermutation, "every replica at one temperature", $"another order in ladder {first / temperatures}");
        }

        ReadOnlySpan<sbyte> spins = MemoryMarshal.Cast<byte, sbyte>(rest);
        int wrong = spins.IndexOfAnyExcept((sbyte)-1, (sbyte)1);
        if (wrong >= 0)
        {
            throw Unfit("spins of -1 or +1", $"{spins[wrong]} in replica {wrong / spinCount}, spin {wrong % spinCount}");
        }

        return new(header[4], betas, replicaAt, spins.ToArray());
    }

    private static void ReadInt32s(Span<int> numbers, ref ReadOnlySpan<byte> rest)
    {
        foreach (ref int number in numbers)
        {
            number = BinaryPrimitives.ReadInt32LittleEndian(rest);
            rest = rest[sizeof(int)..];
        }
    }

    private static void Require(bool holds, string expected, string got)
    {
        if (!holds)
        {
            throw Unfit(expected, got);
        }
    }

    private static ArgumentException Unfit(string expected, string got) =>
        new($"Sample request '{nameof(SampleRequest.Continue)}': expected {expected}, got {got}.");
}
