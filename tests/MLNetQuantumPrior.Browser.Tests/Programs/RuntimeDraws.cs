using System.Text.Json;
using System.Text.Json.Serialization;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Browser.Tests;

/// <summary>What a runtime drew.</summary>
/// <param name="Bits">A digit a bit, row by row; '-' for NaN.</param>
/// <param name="Energies">One a row; null for NaN.</param>
/// <param name="Milliseconds">The time of each run.</param>
internal sealed record RuntimeDraws(string Bits, float?[] Energies, double[] Milliseconds)
{
    // Strings, since numbers of JavaScript end at 2^53, and those of JSON have no NaN.
    private static readonly JsonSerializerOptions AsStrings = new(JsonSerializerDefaults.Web)
    {
        NumberHandling = JsonNumberHandling.WriteAsString | JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    public double MedianMilliseconds => Milliseconds.Order().ElementAt(Milliseconds.Length / 2);

    /// <summary>Rows as JavaScript takes them.</summary>
    public static string Json<T>(IEnumerable<T> rows) => JsonSerializer.Serialize(rows, AsStrings);

    /// <summary>Bits as JavaScript gives them.</summary>
    public static string Text(IEnumerable<float> bits) =>
        string.Concat(bits.Select(bit => float.IsNaN(bit) ? '-' : (char)('0' + (int)bit)));

    /// <summary>Bits and energies, as JavaScript gives them.</summary>
    public static RuntimeDraws Of(IEnumerable<float> bits, IEnumerable<float> energies, params double[] milliseconds) => new(
        Text(bits),
        [.. energies.Select(energy => float.IsNaN(energy) ? null : (float?)energy)],
        milliseconds);

    /// <summary>How many bits differ from those of another runtime.</summary>
    /// <exception cref="InvalidDataException">There are more bits here or there.</exception>
    public int BitsDiffering(RuntimeDraws other) => Bits.Length == other.Bits.Length
        ? Bits.Zip(other.Bits).Count(pair => pair.First != pair.Second)
        : throw new InvalidDataException($"Bits: expected {Bits.Length}, got {other.Bits.Length}.");
}
