using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning.Tests;

[TestClass]
public sealed class AttributeGeneratorTests
{
    private const int Rows = 20_000;

    private static readonly GenerationOptions Plain = new() { Condition = GenerationCondition.Fields, Strength = 1.5, Seed = 1 };
    private static readonly GenerationOptions Accepting = Plain with { Acceptance = true, AttributeStrength = 1 };
    private static readonly (IsingModel, double)[] Shared = [(SmallAttributes.Prior, 1)];

    private static readonly (IsingModel, double)[] OfB =
        [.. SmallAttributes.Classes.Items[1].Machines.Select(machine => (machine.Prior, machine.Rows / 60.0))];

    public static IEnumerable<object[]> Distributions =>
    [
        // Without acceptance: the machine with the fields of the values, each times the strengths.
        [Plain, Only(Given.Is("Thick", true)), Proposal(Shared, (1.5, 1, 1))],
        [Plain, Only(Given.Is("Thick", true), Given.Is("Size", 5)), Proposal(Shared, (1.5, 1, 1), (1.5, 2, 2))],
        [Plain, Only(Given.Is("Kind", "b").WithStrength(0.5)), Proposal(Shared, (0.75, 0, 1))],
        [Plain, Only(Given.Not("Size", 5)), Proposal(Shared, (0.75, 2, 0), (0.75, 2, 1))],
        [Plain, Only(Given.Any(Given.Is("Thick", true), Given.Is("Size", 2))), Proposal(Shared, (0.75, 1, 1), (0.75, 2, 1))],
        [Plain with { Condition = default }, Only(Given.Is("Kind", "b"), Given.Is("Thick", true)), Proposal(OfB, (1.5, 1, 1))],
        [Plain with { Beta = 0.5 }, Only(Given.Is("Thick", true)), Proposal(Shared, 0.5, (1.5, 1, 1))],

        // With acceptance: the machine times what the heads find, whatever the fields.
        [Accepting, Only(Given.Is("Thick", true)), Target(Shared, p => p[3])],
        [Accepting with { AttributeStrength = 3 }, Only(Given.Is("Thick", true)), Target(Shared, p => Math.Pow(p[3], 3))],
        [Accepting with { Strength = 0 }, Only(Given.Is("Thick", true)), Target(Shared, p => p[3])],
        [Accepting, Only(Given.Is("Kind", "b"), Given.Is("Thick", false), Given.Is("Size", 2)), Target(Shared, p => p[1] * p[2] * p[5])],
        [Accepting, Only(Given.Not("Size", 5), Given.Not("Kind", "a")), Target(Shared, p => (p[4] + p[5]) * p[1])],
        [Accepting, Only(Given.AnyOf("Size", 1, 5)), Target(Shared, p => p[4] + p[6])],
        [Accepting, Only(Given.Between("Width", 3, 4.5)), Target(Shared, p => (p[7] / 4) + (p[8] / 2))],
        [Accepting, Only(Given.AtLeast("Width", 3), Given.AtMost("Width", 4.5)), Target(Shared, p => (p[7] / 4) + (p[8] / 2))],
        [Accepting, Only(Given.AtLeast("Size", 2)), Target(Shared, p => p[5] + p[6])],
        [Accepting, Only(Given.Is("Thick", true).WithStrength(2.5)), Target(Shared, p => Math.Pow(p[3], 2.5))],
        [
            Accepting, Only(Given.Any(Given.Is("Thick", true), Given.Is("Size", 2))),
            Target(Shared, p => 1 - ((1 - p[3]) * (1 - p[5])))
        ],
        [
            Accepting,
            Only(Given.Any(Given.All(Given.Is("Thick", true), Given.Is("Size", 2)), Given.Is("Kind", "a")).WithStrength(2)),
            Target(Shared, p => Math.Pow(1 - ((1 - (p[3] * p[5])) * (1 - p[0])), 2))
        ],
        [Accepting with { Beta = 0.5 }, Only(Given.Is("Thick", true)), Target(Shared, p => p[3], 0.5)],
        [
            Accepting with { Condition = default }, Only(Given.Is("Kind", "a"), Given.Is("Size", 1)),
            Target([(SmallAttributes.Classes.Items[0].Machines[0].Prior, 1)], p => p[0] * p[4])
        ],
        [Accepting with { Condition = default }, Only(Given.Is("Kind", "b"), Given.Is("Size", 1)), Target(OfB, p => p[1] * p[4])],
    ];

    // Rows start from draws of the pool, so what they have on average varies like an average of so many draws or fewer.
    [TestMethod]
    [DynamicData(nameof(Distributions))]
    public void RowsFollowWhatWasGiven(GenerationOptions options, ImmutableArray<Given> given, double[] expected)
    {
        const int Pool = 8000;
        LatentGenerator generator = Generator(options with { Attributes = given, PoolSize = Pool, Sweeps = 30 });
        SampleSet drawn = generator.Draw(SmallAttributes.NoClass(Rows), SmallAttributes.Ids(Rows));

        double[] exact = new double[SmallAttributes.Spins * SmallAttributes.Spins], found = new double[exact.Length];
        for (int k = 0; k < exact.Length; k++)
        {
            (int i, int j) = (k / SmallAttributes.Spins, k % SmallAttributes.Spins);
            exact[k] = expected.Select(
                (probability, state) => probability * (i == j ? Spin(state, i) : Spin(state, i) * Spin(state, j))).Sum();
            found[k] = Enumerable.Range(0, Rows).Average(row => i == j ? drawn.Spins[row][i] : drawn.Spins[row][i] * drawn.Spins[row][j]);
            Assert.AreEqual(
                exact[k], found[k], 4.5 * Math.Sqrt((1 - (exact[k] * exact[k])) * ((1.0 / Rows) + (1.0 / Pool))), $"s_{i} s_{j}");
        }
    }

    // One draw that rows start from: only sweeps make them follow the target.
    [TestMethod]
    public void GuidedSweepsAloneReachTheTarget()
    {
        ImmutableArray<Given> given = Only(Given.Is("Kind", "b"), Given.Is("Size", 2));
        LatentGenerator generator = Generator(Accepting with { Attributes = given, PoolSize = 1, Sweeps = 200 });
        SampleSet drawn = generator.Draw(SmallAttributes.NoClass(Rows), SmallAttributes.Ids(Rows));

        double[] target = Target(Shared, p => p[1] * p[5]);
        double[] counts = new double[target.Length];
        for (int row = 0; row < Rows; row++)
        {
            counts[State(drawn.Spins[row])] += 1.0 / Rows;
        }

        // Half the sum of absolute differences of so many cells: its mean from sampling is below half the sum of standard errors.
        double distance = target.Zip(counts, (p, q) => Math.Abs(p - q)).Sum() / 2;
        Assert.IsLessThan(target.Sum(p => Math.Sqrt(p * (1 - p) / Rows)) / 2, distance);
    }

    [TestMethod]
    public void ValuesOfARowAreGivenAsOptionsAre()
    {
        LatentGenerator byOptions = Generator(Accepting with { Attributes = Only(Given.Is("Thick", true), Given.Is("Size", 2)) });
        LatentGenerator byRows = Generator(Accepting);
        LatentGenerator byBoth = Generator(Accepting with { Attributes = Only(Given.Is("Size", 2)) });

        SampleSet expected = byOptions.Draw([-1, -1], [3, 7]);
        SampleSet rows = byRows.DrawByAttributes([-1, -1, -1], [-1, 1, 1, -1, -1, -1, -1, -1, -1, 1, 1, -1], [3, 8, 7]);
        SampleSet both = byBoth.DrawByAttributes([-1, -1], [-1, 1, -1, -1, -1, 1, -1, -1], [3, 7]);

        Assert.IsTrue(expected.Spins[0].SequenceEqual(rows.Spins[0]) && expected.Spins[1].SequenceEqual(rows.Spins[2]));
        Assert.IsTrue(expected.Spins.AsSpan().SequenceEqual(both.Spins.AsSpan()));
        Assert.IsTrue(rows.Spins[1].SequenceEqual(Generator(Accepting).Draw([-1], [8]).Spins[0]), "free rows follow the prior");
        Assert.AreEqual(SmallAttributes.Prior.Energy(rows.Spins[0]), rows.Energies[0]);
    }

    // Classes without a classifier of their own: the head of the label's attribute accepts.
    [TestMethod]
    public void TheHeadOfTheLabelAcceptsRowsOfAClass()
    {
        SampleSet rows = Generator(Accepting).Draw([1, 1], [5, 6]);
        SampleSet given = Generator(Accepting with { Attributes = Only(Given.Is("Kind", "b")) }).Draw([-1, -1], [5, 6]);

        Assert.IsTrue(given.Spins.AsSpan().SequenceEqual(rows.Spins.AsSpan()));
    }

    // The value of the label's attribute is the class: nothing else is given, so rows are those of the class.
    [TestMethod]
    public void TheLabelAloneIsTheClass()
    {
        LatentGenerator generator = Generator(new() { Seed = 4 });
        var classes = new LatentGenerator(SmallAttributes.Prior, SmallAttributes.Classes, new() { Seed = 4 });

        SampleSet rows = generator.DrawByAttributes([-1, 1, 0], [1, -1, -1, -1, -1, -1, -1, -1, 0, -1, -1, -1], [5, 6, 7]);

        Assert.IsTrue(classes.Draw([1, 1, 0], [5, 6, 7]).Spins.AsSpan().SequenceEqual(rows.Spins.AsSpan()));
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void ARowDependsOnTheSeedItsIdAndItsConditionsAlone(bool acceptance)
    {
        var random = new Random(6);
        const int count = 200;
        int[] values = [.. Enumerable.Range(0, count).SelectMany(
            _ => new[] { random.Next(-1, 2), random.Next(-1, 2), random.Next(-1, 3), -1 })];
        GenerationOptions options = new() { PoolSize = 50, Sweeps = 2, Acceptance = acceptance, Seed = 3 };
        SampleSet together = Generator(options).DrawByAttributes(SmallAttributes.NoClass(count), values, SmallAttributes.Ids(count));

        LatentGenerator other = Generator(options with { MaxDegreeOfParallelism = 1 });
        foreach (int[] batch in Enumerable.Range(0, count).Reverse().Chunk(7))
        {
            SampleSet part = other.DrawByAttributes(
                SmallAttributes.NoClass(batch.Length),
                [.. batch.SelectMany(row => values[(row * 4)..((row + 1) * 4)])],
                [.. batch.Select(row => (ulong)row)]);
            for (int k = 0; k < batch.Length; k++)
            {
                Assert.IsTrue(together.Spins[batch[k]].SequenceEqual(part.Spins[k]), $"row {batch[k]}");
            }
        }
    }

    // The rate is (mean weight)^2 / mean squared weight over the proposal.
    [TestMethod]
    public void TheRateIsTheEffectiveShareOfTheProposal()
    {
        AttributeReport report = Generator(Accepting with { Attributes = Only(Given.Is("Size", 2)), PoolSize = 20_000 }).Report(100);

        double[] proposal = Proposal(Shared, (1, 2, 1)), target = Target(Shared, p => p[5]);
        double exact = 1 / proposal.Zip(target, (q, p) => p * p / q).Sum();
        Assert.AreEqual(exact, report.Rate, 0.03);
        Assert.IsTrue(exact is > 0.2 and < 0.9, "the proposal matters");
        Assert.AreEqual(1, Generator(Plain with { Attributes = Only(Given.Is("Size", 2)) }).Report(100).Rate);
    }

    [TestMethod]
    public void TheReportComparesGivenAndFreeAttributes()
    {
        const int rows = 20_000;
        AttributeReport report = Generator(
            Accepting with { Attributes = Only(Given.Is("Thick", true), Given.Is("Kind", "a")), PoolSize = rows }).Report(rows);

        double[] target = Target(Shared, p => p[3] * p[0]);
        double thick = Mean(p => p[3] >= p[2] ? 1 : 0), both = Mean(p => p[3] >= p[2] && p[0] >= p[1] ? 1 : 0);
        Assert.AreEqual(thick, report.Attributes[1].Accuracy!.Value, 0.02);
        Assert.AreEqual(both, report.Joint, 0.02);
        Assert.IsNull(report.Attributes[1].Leakage);

        // The only training rows that are thick and of kind a have size 1: half of log2(2 / (1 + p)), and so on.
        double p1 = Mean(p => p[4]), p2 = Mean(p => p[5]), p5 = Mean(p => p[6]);
        double expected = ((Math.Log2(2 / (1 + p1)) + (p1 * Math.Log2(2 * p1 / (1 + p1)))) / 2) + ((p2 + p5) / 2);
        Assert.AreEqual(expected, report.Attributes[2].Leakage!.Value, 0.02);
        Assert.IsNull(report.Attributes[2].Accuracy);
        StringAssert.Contains(report.ToString(), "Thick: as given 0.");

        // No training row is thin and of kind a.
        AttributeReport unseen = Generator(Plain with { Attributes = Only(Given.Is("Thick", false), Given.Is("Kind", "a")) }).Report(10);
        Assert.IsNull(unseen.Attributes[2].Leakage);

        double Mean(Func<float[], double> of) => target.Select((p, state) => p * of(SmallAttributes.HeadsOf(state))).Sum();
    }

    [TestMethod]
    public void RefusesWhatDoesNotFit()
    {
        GenerationOptions asks = new() { Attributes = [Given.Is("Thick", true)] };
        Refused(
            "Option 'Attributes': expected none in mode 'Unconditional', got 'Thick' True. Leave the mode out.",
            () => Generator(asks with { Mode = GenerationMode.Unconditional }));
        Refused(
            "Given 'Thick' True: expected an attribute of the model, but it has none: train it with attributes, got 'Thick'.",
            () => new LatentGenerator(SmallAttributes.Prior, SmallAttributes.Classes, asks));
        Refused("Values: expected 8, one for each of 4 attributes of 2 rows, or none, got 4.", () => Draw([-1, -1], [0, 0, 0, 0]));
        Refused("Attribute 'Size' of row 0: expected a value from 0 to 2, or -1 to leave it free, got 3.", () => Draw([-1], [0, 0, 3, 0]));
        Refused("Row 0: expected one value of 'Kind', got class 'a' and attribute 'b'.", () => Draw([0], [1, 0, 0, 0]));
        Refused(
            "Attribute 'Size': expected what training rows have, of '1', '2', '5'; got 'Size' 5; 'Size' 2.",
            () => Generator(new() { Attributes = [Given.Is("Size", 5)] }).DrawByAttributes([-1], [-1, -1, 1, -1], [1]));
        Refused(
            "Attribute 'Kind': expected the classes as values, b, a, got a, b.",
            () => new LatentGenerator(
                SmallAttributes.Prior, new([.. SmallAttributes.Classes.Items.Reverse()]), SmallAttributes.Attributes, new()));
        Assert.ThrowsExactly<InvalidOperationException>(() => Generator(new()).Report());

        static SampleSet Draw(int[] labels, int[] values) =>
            Generator(new()).DrawByAttributes(labels, values, SmallAttributes.Ids(labels.Length));

        static void Refused(string message, Func<object> act) =>
            Assert.StartsWith(message, Assert.ThrowsExactly<ArgumentException>(act).Message);
    }

    private static LatentGenerator Generator(GenerationOptions options) =>
        new(SmallAttributes.Prior, SmallAttributes.Classes, SmallAttributes.Attributes, options, new ExactSampler());

    private static ImmutableArray<Given> Only(params ImmutableArray<Given> given) => given;

    private static double[] Proposal(
        (IsingModel, double)[] machines, params (double Factor, int Attribute, int Value)[] fields) => Proposal(machines, 1, fields);

    private static double[] Proposal(
        (IsingModel, double)[] machines, double beta, params (double Factor, int Attribute, int Value)[] fields)
    {
        float[] sum = new float[SmallAttributes.Spins];
        foreach ((double factor, int attribute, int value) in fields)
        {
            for (int i = 0; i < sum.Length; i++)
            {
                sum[i] += (float)factor * SmallAttributes.Attributes.Items[attribute].Values[value].Fields[i];
            }
        }

        return SmallAttributes.Distribution(machines, sum, null, beta);
    }

    private static double[] Target((IsingModel, double)[] machines, Func<float[], double> factor, double beta = 1) =>
        SmallAttributes.Distribution(machines, null, factor, beta);

    private static int Spin(int state, int i) => (((state >> i) & 1) * 2) - 1;

    private static int State(ReadOnlySpan<sbyte> spins)
    {
        int state = 0;
        for (int i = 0; i < spins.Length; i++)
        {
            state |= spins[i] > 0 ? 1 << i : 0;
        }

        return state;
    }
}
