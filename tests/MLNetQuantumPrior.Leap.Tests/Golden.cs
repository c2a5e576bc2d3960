using System.Text.Json;

namespace MLNetQuantumPrior.Leap.Tests;

/// <summary>What the vendor's own coders made of given inputs.</summary>
internal static class Golden
{
    public static JsonElement Data { get; } = Load("golden.json");

    public static JsonElement Load(string name)
    {
        using Stream stream = typeof(Golden).Assembly.GetManifestResourceStream(name)!;
        return JsonDocument.Parse(stream).RootElement;
    }

    /// <summary>Numbers of the cases of a part, for tests with one call a case.</summary>
    public static IEnumerable<object[]> Cases(JsonElement part) =>
        Enumerable.Range(0, part.GetArrayLength()).Select(k => new object[] { k });

    public static LeapSolver Solver(string name) => LeapSolver.Parse(
        Data.GetProperty("solvers").EnumerateArray()
            .Single(solver => solver.GetProperty("identity").GetProperty("name").ValueEquals(name)).GetRawText());

    /// <summary>A solver with the graph Z(1, 2) and two broken qubits.</summary>
    public static LeapSolver Zephyr() => Solver("stub_zephyr_1_2");
}
