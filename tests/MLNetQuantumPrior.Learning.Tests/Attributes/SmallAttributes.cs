using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning.Tests;

/// <summary>A prior, classes and attributes so small that everything about them can be enumerated. Made of random numbers.</summary>
internal static class SmallAttributes
{
    public const int Spins = 10;

    public static readonly SpinGraph Graph = SpinGraph.Complete(Spins);
    public static readonly IsingModel Prior = SmallMachines.Random(Graph, 0.3f, seed: 60);

    public static readonly BoltzmannClasses Classes = new(
    [
        new("a", Numbers(Spins, 0.4f, 61), [new(30, SmallMachines.Random(Graph, 0.3f, seed: 62))]),
        new("b", Numbers(Spins, 0.4f, 63),
        [new(45, SmallMachines.Random(Graph, 0.3f, 64)), new(15, SmallMachines.Random(Graph, 0.4f, 65))]),
    ]);

    public static readonly BoltzmannAttributes Attributes = new(
    [
        new("Kind", [Value("a", 30), Value("b", 60)]),
        new("Thick", [Value("False", 50), Value("True", 40)]),
        new("Size", [Value("1", 20), Value("2", 20), Value("5", 50)]),
        new(
            "Width",
            [
                Value("0 to 4", 30) with { Range = new(0, 4) }, Value("4 to 5", 30) with { Range = new(4, 5) },
                Value("5 to 10", 30) with { Range = new(5, 10) },
            ]),
    ])
    {
        Label = "Kind",
        Classifier = SomeClassifier([2, 2, 3, 3], hidden: 5),
        Combinations = [new([0, 1, 0, 0], 30), new([1, 0, 1, 1], 45), new([1, 1, 2, -1], 15)],
    };

    public static AttributeClassifier SomeClassifier(ImmutableArray<int> heads, int hidden)
    {
        ClassifierArchitecture architecture = ClassifierArchitecture.Mlp(Spins, [hidden], heads.Sum());
        return new(new(architecture, [.. Numbers(architecture.ParameterCount, 1, 70)]), heads);
    }

    /// <summary>Probabilities of all states, in the order of <see cref="ExactEnumeration"/>.</summary>
    /// <param name="machines">The machines that states come from, and their shares.</param>
    /// <param name="fields">Fields added to each of them.</param>
    /// <param name="factor">A factor on the probability of a state, from the probabilities that the heads find in it.</param>
    /// <param name="beta">Inverse temperature.</param>
    public static double[] Distribution(
        IEnumerable<(IsingModel Machine, double Share)> machines, float[]? fields, Func<float[], double>? factor, double beta = 1)
    {
        double[] sum = new double[1 << Spins];
        foreach ((IsingModel machine, double share) in machines)
        {
            double[] own = new ExactEnumeration(machine.WithAddedFields(fields ?? new float[Spins]), beta).Probabilities();
            for (int state = 0; state < sum.Length; state++)
            {
                sum[state] += share * own[state];
            }
        }

        for (int state = 0; factor is not null && state < sum.Length; state++)
        {
            sum[state] *= factor(HeadsOf(state));
        }

        double all = sum.Sum();
        return Array.ConvertAll(sum, probability => probability / all);
    }

    /// <summary>What the heads find in a state: Kind at 0, Thick at 2, Size at 4, Width at 7.</summary>
    public static float[] HeadsOf(int state)
    {
        float[] bits = [.. Enumerable.Range(0, Spins).Select(i => (float)((state >> i) & 1))], probabilities = new float[10];
        Attributes.Classifier!.Predict(bits, probabilities);
        return probabilities;
    }

    public static ulong[] Ids(int count) => [.. Enumerable.Range(0, count).Select(id => (ulong)id)];

    public static int[] NoClass(int count) => [.. Enumerable.Repeat(-1, count)];

    private static AttributeValue Value(string name, long rows) =>
        new(name) { Rows = rows, Fields = Numbers(Spins, 0.3f, name.Sum(letter => letter) + (int)rows) };

    private static ImmutableArray<float> Numbers(int count, float size, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => size * ((2 * random.NextSingle()) - 1))];
    }
}
