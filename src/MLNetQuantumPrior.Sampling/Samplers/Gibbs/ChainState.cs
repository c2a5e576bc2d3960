using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace MLNetQuantumPrior.Sampling;

/// <summary>
/// The state of a sampler that remembers nothing but the spins of its chains. Little-endian: format version 1, chains, spins (three Int32),
/// then one signed byte a spin, chain after chain.
/// </summary>
internal static class ChainState
{
    private const int Version = 1;
    private const int HeaderBytes = 3 * sizeof(int);

    /// <summary>Copies where the request says that chains start; false where it leaves that to the sampler.</summary>
    public static bool TryCopyStart(SampleRequest request, string sampler, int spinCount, Span<sbyte> spins)
    {
        if (request.Continue is { } state)
        {
            Read(state, sampler, request.Reads, spinCount).CopyTo(spins);
            return true;
        }

        request.InitialStates?.AsSpan().CopyTo(spins);
        return request.InitialStates is not null;
    }

    public static SamplerState Write(string sampler, int chains, int spinCount, ReadOnlySpan<sbyte> spins)
    {
        byte[] content = GC.AllocateUninitializedArray<byte>(HeaderBytes + spins.Length);
        BinaryPrimitives.WriteInt32LittleEndian(content, Version);
        BinaryPrimitives.WriteInt32LittleEndian(content.AsSpan(sizeof(int)), chains);
        BinaryPrimitives.WriteInt32LittleEndian(content.AsSpan(2 * sizeof(int)), spinCount);
        MemoryMarshal.AsBytes(spins).CopyTo(content.AsSpan(HeaderBytes));
        return new(sampler, content);
    }

    /// <summary>The spins, after checking that <paramref name="sampler"/> wrote them for as many chains and spins.</summary>
    /// <exception cref="ArgumentException">The state is another sampler's, of another shape, or damaged.</exception>
    public static ReadOnlySpan<sbyte> Read(SamplerState state, string sampler, int chains, int spinCount)
    {
        ReadOnlySpan<byte> content = state.Content.Span;
        if (state.Sampler != sampler)
        {
            throw Unfit($"a state of sampler '{sampler}'", $"one of '{state.Sampler}'");
        }

        if (content.Length < HeaderBytes)
        {
            throw Unfit($"a header of {HeaderBytes} bytes", $"{content.Length} bytes");
        }

        int version = BinaryPrimitives.ReadInt32LittleEndian(content);
        if (version != Version)
        {
            throw Unfit($"format version {Version}", $"{version}");
        }

        int actualChains = BinaryPrimitives.ReadInt32LittleEndian(content[sizeof(int)..]);
        int actualSpins = BinaryPrimitives.ReadInt32LittleEndian(content[(2 * sizeof(int))..]);
        if (actualSpins != spinCount)
        {
            throw Unfit($"chains of the model's {spinCount} spins", $"{actualSpins}");
        }

        if (actualChains != chains)
        {
            throw Unfit($"as many chains as reads, {chains}", $"{actualChains}");
        }

        ReadOnlySpan<sbyte> spins = MemoryMarshal.Cast<byte, sbyte>(content[HeaderBytes..]);
        if (spins.Length != (long)chains * spinCount)
        {
            throw Unfit($"{(long)chains * spinCount} spins", $"{spins.Length}");
        }

        int wrong = spins.IndexOfAnyExcept((sbyte)-1, (sbyte)1);
        if (wrong >= 0)
        {
            throw Unfit("spins of -1 or +1", $"{spins[wrong]} in chain {wrong / spinCount}, spin {wrong % spinCount}");
        }

        return spins;
    }

    private static ArgumentException Unfit(string expected, string got) =>
        new($"Sample request '{nameof(SampleRequest.Continue)}': expected {expected}, got {got}.");
}
