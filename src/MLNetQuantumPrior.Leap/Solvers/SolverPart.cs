using System.Text.Json;

namespace MLNetQuantumPrior.Leap;

/// <summary>One JSON object of a solver, read with errors that name the part.</summary>
internal readonly struct SolverPart(JsonElement value, string name)
{
    public SolverPart Part(string part) => new(Required(part, JsonValueKind.Object), part);

    public SolverPart? OptionalPart(string part) => Find(part, JsonValueKind.Object) is { } found ? new(found, part) : null;

    public string Text(string part) =>
        OptionalText(part) is { Length: > 0 } text ? text : throw Wrong(part, "a text", "none");

    public string? OptionalText(string part) => Find(part, JsonValueKind.String) is null ? null : JsonTexts.Of(value, part);

    public double Number(string part) => Finite(part, Required(part, JsonValueKind.Number));

    public double? OptionalNumber(string part) => Find(part, JsonValueKind.Number) is { } found ? Finite(part, found) : null;

    public int Integer(string part, int low, int high) =>
        Required(part, JsonValueKind.Number) is var found && found.TryGetInt32(out int number) && number >= low && number <= high
            ? number
            : throw Wrong(part, $"a whole number from {low} to {high}", JsonTexts.Shown(found));

    public ValueRange Range(string part) => OptionalRange(part) ?? throw Wrong(part, "two numbers", "nothing");

    public ValueRange? OptionalRange(string part)
    {
        if (Find(part, JsonValueKind.Array) is null)
        {
            return null;
        }

        ImmutableArray<double> numbers = Numbers(part);
        return numbers is [var low, var high] && low <= high ? new(low, high) : throw Wrong(part, "two numbers, ascending", "others");
    }

    public ImmutableArray<double> Numbers(string part)
    {
        var numbers = ImmutableArray.CreateBuilder<double>();
        foreach (JsonElement item in Array(part))
        {
            numbers.Add(item.ValueKind == JsonValueKind.Number ? Finite(part, item) : throw Wrong(part, "numbers", JsonTexts.Shown(item)));
        }

        return numbers.DrainToImmutable();
    }

    public ImmutableArray<int> Integers(string part)
    {
        var numbers = ImmutableArray.CreateBuilder<int>();
        foreach (JsonElement item in Array(part))
        {
            numbers.Add(item.ValueKind == JsonValueKind.Number && item.TryGetInt32(out int number)
                ? number
                : throw Wrong(part, "whole numbers", JsonTexts.Shown(item)));
        }

        return numbers.DrainToImmutable();
    }

    public JsonElement.ArrayEnumerator Array(string part) => Required(part, JsonValueKind.Array).EnumerateArray();

    public ImmutableArray<string> Names() => [.. value.EnumerateObject().Select(property => property.Name)];

    public InvalidDataException Wrong(string part, string expected, string got) =>
        new($"Solver of the service, '{name}.{part}': expected {expected}, got {got}.");

    private double Finite(string part, JsonElement found) =>
        found.GetDouble() is var number && double.IsFinite(number) ? number : throw Wrong(part, "a finite number", JsonTexts.Shown(found));

    private JsonElement Required(string part, JsonValueKind kind) => Find(part, kind) ?? throw Wrong(part, $"a {kind}", "nothing");

    private JsonElement? Find(string part, JsonValueKind kind)
    {
        if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty(part, out JsonElement found)
            || found.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        return found.ValueKind == kind ? found : throw Wrong(part, $"a {kind}", $"a {found.ValueKind}");
    }
}
