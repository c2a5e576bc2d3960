using System.Text.Json.Serialization;

namespace MLNetQuantumPrior.Sampling;

/// <summary>The properties of a model's JSON file, in the order in which they are written.</summary>
internal sealed record IsingJson
{
    private const string ThisFormat = "ising-model";
    private const int ThisVersion = 1;

    public required string Format { get; init; }

    public required int Version { get; init; }

    public required string Graph { get; init; }

    public required int Spins { get; init; }

    public int[]? Labels { get; init; }

    public int[]? Colors { get; init; }

    public required float[] Fields { get; init; }

    public required int[][] Edges { get; init; }

    public required float[] Couplings { get; init; }

    public double? Offset { get; init; }

    public double[]? ExactFields { get; init; }

    public double[]? ExactCouplings { get; init; }

    public static IsingJson Of(IsingModel model)
    {
        SpinGraph graph = model.Graph;
        return new()
        {
            Format = ThisFormat,
            Version = ThisVersion,
            Graph = graph.Name,
            Spins = graph.SpinCount,
            Labels = graph.Labels.SequenceEqual(Enumerable.Range(0, graph.SpinCount)) ? null : [.. graph.Labels],
            Colors = graph.ColoringIsKnown ? graph.Coloring.ColorOfSpins() : null,
            Fields = [.. model.Fields],
            Edges = [.. graph.Edges.Select(edge => new[] { edge.I, edge.J })],
            Couplings = [.. model.Couplings],
            Offset = model.Offset == 0 ? null : model.Offset,
            ExactFields = model.IsSingle ? null : model.ExactFields(),
            ExactCouplings = model.IsSingle ? null : model.ExactCouplings(),
        };
    }

    /// <summary>Where a property first does not fit the format or the others, what was expected and what is there; null if all
    /// fit.</summary>
    public string? FirstDefect() => Defects().FirstOrDefault();

    /// <summary>The model, if there is no defect.</summary>
    public IsingModel ToModel()
    {
        SpinEdge[] edges = [.. Edges.Select(Ascending)];
        int[] order = [.. Enumerable.Range(0, edges.Length)];
        Array.Sort(edges, order);
        int[] labels = Labels ?? [.. Enumerable.Range(0, Spins)];
        SpinGraph graph = SpinGraph.FromLabels(labels, edges.Select(e => new SpinEdge(labels[e.I], labels[e.J])), Graph);
        graph = Colors is null ? graph : graph.WithColors(Colors, Colors.Max() + 1);
        var single = new IsingModel(graph, Fields, [.. order.Select(k => Couplings[k])]);
        return ExactFields is null && Offset is null
            ? single
            : new(
                graph,
                ExactFields ?? single.ExactFields(),
                ExactCouplings is null ? single.ExactCouplings() : [.. order.Select(k => ExactCouplings[k])],
                Offset ?? 0);
    }

    private static SpinEdge Ascending(int[] pair) => new(Math.Min(pair[0], pair[1]), Math.Max(pair[0], pair[1]));

    private static string Wrong(string place, string expected, object got) =>
        FormattableString.Invariant($"{place}: expected {expected}, got {got}.");

    private IEnumerable<string> Defects()
    {
        if (Format != ThisFormat)
        {
            yield return Wrong("format", $"\"{ThisFormat}\"", Format);
        }

        if (Version != ThisVersion)
        {
            yield return Wrong("version", $"{ThisVersion}", Version);
        }

        if (Spins < 1)
        {
            yield return Wrong("spins", "an integer of at least 1", Spins);
        }

        foreach (string defect in DefectsOfNumbers("fields", Fields, Spins, "spin")
            .Concat(DefectsOfNumbers("couplings", Couplings, Edges.Length, "edge"))
            .Concat(DefectsOfExact("exactFields", ExactFields, Fields))
            .Concat(DefectsOfExact("exactCouplings", ExactCouplings, Couplings))
            .Concat((ExactFields is null) == (ExactCouplings is null) ? [] : [Wrong("exactFields", "exactCouplings beside them", "one")])
            .Concat(Offset is null || double.IsFinite(Offset.Value) ? [] : [Wrong("offset", "a finite number", Offset)])
            .Concat(DefectsOfEdges())
            .Concat(Labels is null ? [] : DefectsOfLabels(Labels))
            .Concat(Colors is null ? [] : DefectsOfColors(Colors)))
        {
            yield return defect;
        }
    }

    private static IEnumerable<string> DefectsOfCount(string property, int got, int count, string of) =>
        got == count ? [] : [Wrong(property, $"{count} {property}, one for each {of}", got)];

    private static IEnumerable<string> DefectsOfNumbers(string property, float[] numbers, int count, string of) =>
        DefectsOfCount(property, numbers.Length, count, of).Concat(
            from k in Enumerable.Range(0, numbers.Length)
            where !float.IsFinite(numbers[k])
            select Wrong($"{property}[{k}]", "a finite number of single precision", numbers[k]));

    private static IEnumerable<string> DefectsOfExact(string property, double[]? exact, float[] rounded) => exact is null ? []
        : exact.Length != rounded.Length ? [Wrong(property, $"{rounded.Length} numbers", exact.Length)]
        : from k in Enumerable.Range(0, exact.Length)
          where (float)exact[k] != rounded[k]
          select Wrong($"{property}[{k}]", $"a number that rounds to {rounded[k]}", exact[k]);

    private IEnumerable<string> DefectsOfEdges()
    {
        var seen = new HashSet<SpinEdge>();
        for (int k = 0; k < Edges.Length; k++)
        {
            string? expected = Edges[k] is not [int i, int j] ? "a pair [i, j]"
                : Math.Min(i, j) < 0 || Math.Max(i, j) >= Spins ? $"spins between 0 and {Spins - 1}"
                : i == j ? "two different spins"
                : !seen.Add(Ascending(Edges[k])) ? "each pair once"
                : null;
            if (expected is not null)
            {
                yield return Wrong($"edges[{k}]", expected, Edges[k] is { } pair ? $"[{string.Join(", ", pair)}]" : "null");
            }
        }
    }

    private IEnumerable<string> DefectsOfLabels(int[] labels) =>
        DefectsOfCount("labels", labels.Length, Spins, "spin").Concat(
            from k in Enumerable.Range(0, labels.Length)
            let least = k > 0 ? labels[k - 1] + 1L : 0
            where labels[k] < least
            select Wrong($"labels[{k}]", $"an integer of at least {least}", labels[k]));

    private IEnumerable<string> DefectsOfColors(int[] color)
    {
        foreach (string defect in DefectsOfCount("colors", color.Length, Spins, "spin"))
        {
            yield return defect;
        }

        int colors = color.Distinct().Count();
        foreach (int wrong in color.Where(c => c < 0 || c >= colors))
        {
            yield return Wrong("colors", $"each of {colors} colours between 0 and {colors - 1}", wrong);
        }

        foreach (int[] edge in Edges.Where(edge => color[edge[0]] == color[edge[1]]))
        {
            yield return Wrong(
                "colors", $"different colours of the coupled spins {edge.Min()} and {edge.Max()}", $"{color[edge[0]]} for both");
        }
    }
}

/// <summary>How <see cref="IsingJson"/> is read and written, without reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(IsingJson))]
internal sealed partial class IsingJsonContext : JsonSerializerContext;
