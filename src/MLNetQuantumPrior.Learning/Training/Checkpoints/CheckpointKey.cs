using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;

namespace MLNetQuantumPrior.Learning;

/// <summary>All that decides what a training does, as names and texts: two of the same identity make the same steps.</summary>
internal sealed record TrainingIdentity(ImmutableArray<KeyValuePair<string, string>> Entries)
{
    /// <summary>Options that change no step.</summary>
    private static readonly ImmutableHashSet<string> Free =
        [nameof(TrainingOptions.MaxDegreeOfParallelism), nameof(TrainingOptions.MaxTrainingTime), nameof(TrainingOptions.Patience)];

    /// <summary>Options by name, and then whatever else the trainer names.</summary>
    public static TrainingIdentity Of(TrainingOptions options, params ReadOnlySpan<(string Name, string Text)> others)
    {
        var entries = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>();
        foreach (JsonProperty option in JsonSerializer.SerializeToElement(options)
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

    /// <summary>What the other has otherwise; null where both are the same.</summary>
    public string? FirstDifference(TrainingIdentity other)
    {
        var texts = other.Entries.ToDictionary(entry => entry.Key, entry => entry.Value);
        foreach ((string name, string text) in Entries)
        {
            string got = texts.GetValueOrDefault(name, "none");
            if (got != text)
            {
                return $"{name}: expected {text}, got {got}.";
            }
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

    public static TrainingIdentity Read(BinaryReader source) =>
        new([.. Enumerable.Range(0, source.ReadInt32()).Select(_ => KeyValuePair.Create(source.ReadString(), source.ReadString()))]);
}
