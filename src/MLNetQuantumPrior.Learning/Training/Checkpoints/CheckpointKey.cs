using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace MLNetQuantumPrior.Learning;

/// <summary>All that decides what a training does, as names and texts: two with the same key make the same steps.</summary>
internal sealed partial record CheckpointKey(ImmutableArray<KeyValuePair<string, string>> Entries)
{
    /// <summary>Options that change no step.</summary>
    private static readonly ImmutableHashSet<string> Free =
        [nameof(TrainingOptions.MaxDegreeOfParallelism), nameof(TrainingOptions.MaxTrainingTime), nameof(TrainingOptions.Patience)];

    /// <summary>Options by name, and then whatever else the trainer names.</summary>
    public static CheckpointKey Of(TrainingOptions options, params ReadOnlySpan<(string Name, string Text)> others)
    {
        var entries = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>();
        foreach (JsonProperty option in JsonSerializer.SerializeToElement(options, PlainJson.Default.TrainingOptions)
            .EnumerateObject().Where(option => !Free.Contains(option.Name)))
        {
            entries.Add(new(option.Name, option.Value.GetRawText()));
        }

        foreach ((string name, string text) in others)
        {
            entries.Add(new(name, text));
        }

        return new(entries.ToImmutable());
    }

    /// <summary>A short name of long content.</summary>
    public static string Digest<T>(ReadOnlySpan<T> values)
        where T : unmanaged => Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(values)).AsSpan(0, 8));

    /// <summary>What a sampler or an engine says of itself: its options, where it is a record, but not its number of threads.</summary>
    public static string Description(object part)
    {
        CultureInfo culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.InvariantCulture; // a record's ToString takes no culture
            return Threads().Replace($"{part}", "");
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    /// <summary>What differs in the other; null where both are the same.</summary>
    public string? FirstDifference(CheckpointKey other)
    {
        var texts = other.Entries.ToDictionary(entry => entry.Key, entry => entry.Value);
        foreach ((string name, string text) in Entries)
        {
            string got = texts.GetValueOrDefault(name, "none");
            if (got != text)
            {
                return $"{name}: expected {text}, got {got}.";
            }

            texts.Remove(name);
        }

        if (texts.TryGetValue(nameof(TrainingOptions.Augmentation), out string? augmentation)) // it is left out where it is null
        {
            return $"{nameof(TrainingOptions.Augmentation)}: expected none, got {augmentation}.";
        }

        return null;
    }

    public void Write(BinaryWriter target)
    {
        target.Write(Entries.Length);
        foreach ((string name, string text) in Entries)
        {
            target.Write(name);
            target.Write(text);
        }
    }

    /// <exception cref="InvalidDataException">An entry is there twice, or their number is negative.</exception>
    /// <exception cref="EndOfStreamException">There are fewer entries.</exception>
    public static CheckpointKey Read(BinaryReader source)
    {
        int count = source.ReadInt32();
        BinaryArrays.Expect(count >= 0, $"a number of settings, got {count}");
        var entries = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>();
        while (entries.Count < count)
        {
            entries.Add(new(source.ReadString(), source.ReadString()));
        }

        bool areDifferent = entries.DistinctBy(entry => entry.Key).Count() == count;
        BinaryArrays.Expect(areDifferent, "settings of different names");
        return new(entries.ToImmutable());
    }

    [GeneratedRegex(@", MaxDegreeOfParallelism = \d+|MaxDegreeOfParallelism = \d+(, )?")]
    private static partial Regex Threads();
}
