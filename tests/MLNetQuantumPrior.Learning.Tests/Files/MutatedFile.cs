using System.Diagnostics;

namespace MLNetQuantumPrior.Learning.Tests;

/// <summary>A kind of file, what is done to it, and what reads it.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="File">A whole file.</param>
/// <param name="Mutate">Makes a copy with a change.</param>
/// <param name="Load">Reads a copy, and uses what it read.</param>
internal sealed record MutatedFile(string Name, byte[] File, Func<byte[], Random, byte[]> Mutate, Action<byte[]> Load)
{
    private const long FreeMemory = 64 << 20;
    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(2);

    /// <summary>The k-th copy with a change.</summary>
    public byte[] Copy(int seed, int k) => Mutate(File, new Random(unchecked((seed * 1_000_003) + k)));

    /// <summary>
    /// Reads many copies. Each is refused by an <see cref="InvalidDataException"/> or read, within two seconds, and with memory of 10 times
    /// its size and 64 MB.
    /// </summary>
    /// <param name="count">How many.</param>
    /// <param name="seed">Which ones.</param>
    public MutationSummary Run(int count, int seed)
    {
        Load(File); // what is compiled at the first call takes long
        int refused = 0;
        var faults = new List<string>();
        var slowest = TimeSpan.Zero;
        long most = 0;
        for (int k = 0; k < count; k++)
        {
            byte[] copy = Copy(seed, k);
            long start = Stopwatch.GetTimestamp(), memory = GC.GetAllocatedBytesForCurrentThread();
            string? fault = null;
            try
            {
                Load(copy);
            }
            catch (InvalidDataException)
            {
                refused++;
            }
            catch (Exception error)
            {
                fault = $"{error}";
            }

            memory = GC.GetAllocatedBytesForCurrentThread() - memory;
            TimeSpan time = Stopwatch.GetElapsedTime(start);
            fault ??= memory > FreeMemory + (10L * copy.Length) ? $"{memory} bytes of memory for a file of {copy.Length}"
                : time > MostTime ? $"{time.TotalSeconds:F1} seconds"
                : null;
            if (fault is not null)
            {
                faults.Add($"{Name}, seed {seed}, copy {k}: {fault}");
            }

            slowest = time > slowest ? time : slowest;
            most = Math.Max(most, memory);
        }

        return new(Name, count, refused, slowest, most, [.. faults]);
    }
}

/// <summary>What came of many copies.</summary>
/// <param name="Name">The kind of file.</param>
/// <param name="Count">Number of copies.</param>
/// <param name="Refused">Those that were refused as they should be.</param>
/// <param name="Slowest">Time of the slowest.</param>
/// <param name="MostMemory">Bytes that the most wasteful one took.</param>
/// <param name="Faults">What went wrong with others.</param>
internal sealed record MutationSummary(
    string Name, int Count, int Refused, TimeSpan Slowest, long MostMemory, ImmutableArray<string> Faults)
{
    public override string ToString() => FormattableString.Invariant(
        $"{Name}: {Count} copies, {Refused} refused, {Count - Refused - Faults.Length} read, {Faults.Length} faults, ") +
        FormattableString.Invariant($"at most {Slowest.TotalMilliseconds:F0} ms and {MostMemory / 1e6:F1} MB");
}
