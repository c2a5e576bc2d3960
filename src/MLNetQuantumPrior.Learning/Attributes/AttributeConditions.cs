using System.Globalization;

namespace MLNetQuantumPrior.Learning;

/// <summary>
/// What is given of attributes, as a function c of the probabilities that the heads of a classifier find: the product of conditions that
/// all hold, 1 - product(1 - c) of alternatives, each to the power of its strength. Immutable.
/// </summary>
internal sealed class AttributeConditions
{
    /// <summary>Probabilities below this count as this, so that no chain starts where nothing is possible.</summary>
    public const double Least = 1e-30;

    private readonly BoltzmannAttributes _attributes;
    private readonly Node _root;

    private AttributeConditions(BoltzmannAttributes attributes, Node root)
    {
        (_attributes, _root) = (attributes, root);
        Heads = [.. Leaves(root).Select(leaf => leaf.Attribute).Distinct().Order()];
        Key = root.ToString()!;
    }

    /// <summary>The attributes that conditions are on, ascending.</summary>
    public ImmutableArray<int> Heads { get; }

    /// <summary>Equal for equal conditions.</summary>
    public string Key { get; }

    /// <summary>Makes conditions that all hold.</summary>
    /// <exception cref="ArgumentException">An attribute or a value is not known, or no training row meets a condition.</exception>
    public static AttributeConditions Of(BoltzmannAttributes attributes, IEnumerable<Given> given) =>
        new(attributes, AllOf(attributes, given, strength: 1));

    /// <summary>The only value that an attribute may have, whatever the alternatives; -1 where there are several.</summary>
    public int ValueOf(int attribute)
    {
        float[] weights = WeightsOf(attribute) ?? [];
        int[] possible = [.. Enumerable.Range(0, weights.Length).Where(value => weights[value] > 0)];
        return possible.Length == 1 ? possible[0] : -1;
    }

    /// <summary>How far each value of an attribute is as given, whatever the alternatives; null where nothing is.</summary>
    public float[]? WeightsOf(int attribute)
    {
        float[][] own = [.. _root.Parts.OfType<Leaf>().Where(leaf => leaf.Attribute == attribute).Select(leaf => leaf.Weights)];
        return own.Length == 0 ? null : own.Aggregate((first, second) => [.. first.Zip(second, (a, b) => a * b)]);
    }

    /// <summary>log c, each strength counted.</summary>
    /// <param name="probabilities">Of the values of the <see cref="Heads"/>, head after head.</param>
    /// <param name="starts">Where the values of each attribute start; of others than the heads, anything.</param>
    public double LogWeight(ReadOnlySpan<float> probabilities, ReadOnlySpan<int> starts) =>
        Math.Log(Math.Max(Least, Weight(_root, probabilities, starts, useStrengths: true)));

    /// <summary>How far the values of a row are as given, strengths not counted.</summary>
    /// <param name="probabilities">Of the values of all attributes, such as 1 for those that the row has.</param>
    /// <param name="starts">Where the values of each attribute start.</param>
    public double Share(ReadOnlySpan<float> probabilities, ReadOnlySpan<int> starts) =>
        Weight(_root, probabilities, starts, useStrengths: false);

    /// <summary>
    /// The fields that pull towards what is given: those of values add, those of several values of an attribute are averaged by the rows
    /// that have them, and those of alternatives by how many there are.
    /// </summary>
    /// <param name="spins">Number of spins.</param>
    /// <param name="without">An attribute to leave out, or -1.</param>
    public float[] Fields(int spins, int without)
    {
        double[] fields = new double[spins];
        AddFields(_root, 1, without, fields);
        return Array.ConvertAll(fields, field => (float)field);
    }

    public override string ToString() => Key;

    private static Node AllOf(BoltzmannAttributes attributes, IEnumerable<Given> given, double strength)
    {
        Given[] parts = [.. Flat(given)];
        var nodes = new List<Node>();
        foreach (IGrouping<string, Given> own in parts.Where(IsLeaf).GroupBy(one => one.Column))
        {
            int index = attributes.IndexOf(own.Key);
            if (index < 0)
            {
                throw new ArgumentException(
                    $"Given {own.First()}: expected an attribute of the model, {Names(attributes)}, got '{own.Key}'.");
            }

            BoltzmannAttribute attribute = attributes.Items[index];
            _ = AttributeWeights.Of(attribute, [.. own]); // or they contradict each other
            nodes.AddRange(own.GroupBy(one => one.Strength)
                .Select(same => new Leaf(index, AttributeWeights.Of(attribute, [.. same]), same.Key)));
        }

        nodes.AddRange(parts.Where(one => !IsLeaf(one)).Select(one => one.Kind == GivenKind.All
            ? AllOf(attributes, one.Parts, one.Strength)
            : new Group(IsAny: true, [.. one.Parts.Select(part => AllOf(attributes, [part], strength: 1))], one.Strength)));
        return new Group(IsAny: false, [.. nodes.OrderBy(node => node.ToString(), StringComparer.Ordinal)], strength);
    }

    /// <summary>Conditions within All without a strength are conditions like the others.</summary>
    private static IEnumerable<Given> Flat(IEnumerable<Given> given)
    {
        foreach (Given one in given)
        {
            ArgumentNullException.ThrowIfNull(one, nameof(given));
            foreach (Given part in one is { Kind: GivenKind.All, Strength: 1 } ? Flat(one.Parts) : [one])
            {
                yield return part;
            }
        }
    }

    private static bool IsLeaf(Given given) => given.Kind is not (GivenKind.Any or GivenKind.All);

    private static string Names(BoltzmannAttributes attributes) => attributes.Items.IsEmpty
        ? "but it has none: train it with attributes"
        : string.Join(", ", attributes.Items.Select(item => $"'{item.Name}'"));

    private static IEnumerable<Leaf> Leaves(Node node) => node is Leaf leaf ? [leaf] : node.Parts.SelectMany(Leaves);

    private static double Weight(Node node, ReadOnlySpan<float> probabilities, ReadOnlySpan<int> starts, bool useStrengths)
    {
        double weight = node is Leaf leaf ? Sum(leaf.Weights, probabilities[starts[leaf.Attribute]..]) : 1;
        foreach (Node part in node.Parts)
        {
            double own = Weight(part, probabilities, starts, useStrengths);
            weight *= node is Group { IsAny: true } ? 1 - own : own;
        }

        weight = node is Group { IsAny: true } ? 1 - weight : weight;
        return useStrengths && node.Strength != 1 ? Math.Pow(Math.Max(Least, weight), node.Strength) : weight;
    }

    private static double Sum(float[] weights, ReadOnlySpan<float> probabilities)
    {
        double sum = 0;
        for (int value = 0; value < weights.Length; value++)
        {
            sum += weights[value] * probabilities[value];
        }

        return sum;
    }

    private void AddFields(Node node, double factor, int without, double[] fields)
    {
        factor *= node.Strength;
        if (node is Leaf leaf && leaf.Attribute != without)
        {
            ImmutableArray<AttributeValue> values = _attributes.Items[leaf.Attribute].Values;
            double rows = values.Select((value, index) => leaf.Weights[index] * value.Rows).Sum();
            for (int value = 0; value < values.Length; value++)
            {
                double share = rows > 0 ? leaf.Weights[value] * values[value].Rows / rows : 0;
                for (int i = 0; share > 0 && i < fields.Length; i++)
                {
                    fields[i] += factor * share * values[value].Fields[i];
                }
            }
        }

        foreach (Node part in node.Parts)
        {
            AddFields(part, node is Group { IsAny: true } ? factor / node.Parts.Length : factor, without, fields);
        }
    }

    private abstract record Node(ImmutableArray<Node> Parts, double Strength);

    private sealed record Leaf(int Attribute, float[] Weights, double Strength) : Node([], Strength)
    {
        public override string ToString() => string.Create(
            CultureInfo.InvariantCulture, $"{Attribute}:{string.Join(' ', Weights.Select(Text))}^{Strength:R}");

        private static string Text(float weight) => weight.ToString("R", CultureInfo.InvariantCulture);
    }

    private sealed record Group(bool IsAny, ImmutableArray<Node> Parts, double Strength) : Node(Parts, Strength)
    {
        public override string ToString() => string.Create(
            CultureInfo.InvariantCulture, $"{(IsAny ? "any" : "all")}({string.Join(", ", Parts)})^{Strength:R}");
    }
}
