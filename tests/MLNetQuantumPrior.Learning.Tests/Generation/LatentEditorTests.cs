using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning.Tests;

[TestClass]
public sealed class LatentEditorTests
{
    private const int Spins = 8;
    private const int Rows = 20_000;

    private static readonly SpinGraph Graph = SpinGraph.Complete(Spins);
    private static readonly IsingModel Prior = SmallMachines.Random(Graph, 0.3f, seed: 40);
    private static readonly BoltzmannClasses Classes = new(
    [
        new("a", [.. SmallMachines.Random(Graph, 0.5f, seed: 41).Fields], [new(1, Prior)]),
        new("b", [.. SmallMachines.Random(Graph, 0.5f, seed: 42).Fields], [new(1, Prior)]),
    ]);

    private static readonly SpinMatrix OfA = Draws(Prior.WithAddedFields(Classes.Items[0].Fields.AsSpan()));

    // With enough sweeps the start is forgotten, and what is left is the prior with the fields added.
    [TestMethod]
    [DataRow(0, 1, 1.0)]
    [DataRow(0, 1, 2.5)]
    [DataRow(1, 0, 1.0)]
    [DataRow(-1, 1, 1.0)]
    [DataRow(0, -1, 1.0)]
    [DataRow(0, 1, 0.0)]
    public void LongEditsFollowThePriorWithTheDifferenceOfTheFields(int from, int to, double strength)
    {
        float[] difference = [.. Enumerable.Range(0, Spins).Select(i => Field(to, i) - Field(from, i))];
        var law = new ExactEnumeration(Prior.WithAddedFields(difference, strength));

        SampleSet edited = Edit(new() { Strength = strength, Sweeps = 60, StartBeta = 0.5, Seed = 1 }, from, to);

        for (int i = 0; i < Spins; i++)
        {
            double mean = Enumerable.Range(0, Rows).Average(row => edited.Spins[row][i]);
            Assert.AreEqual(law.MeanSpins[i], mean, 4 * Math.Sqrt((1 - Math.Pow(law.MeanSpins[i], 2)) / Rows), $"s_{i}");
        }

        Assert.AreEqual(Prior.Energy(edited.Spins[5]), edited.Energies[5]);

        static float Field(int label, int i) => label < 0 ? 0 : Classes.Items[label].Fields[i];
    }

    // One sweep draws the spins one after the other in the order of the colours, each given the others: exact by following all states.
    [TestMethod]
    public void ABriefEditIsOneSweepFromTheRow()
    {
        sbyte[] start = [1, -1, 1, 1, -1, 1, -1, -1];
        float[] difference = [.. Classes.Items[1].Fields.Zip(Classes.Items[0].Fields, (b, a) => b - a)];
        double[] exact = MeansAfterOneSweep(Prior.WithAddedFields(difference, 2), start);

        SpinMatrix rows = new(Rows, Spins, [.. Enumerable.Repeat(start, Rows).SelectMany(spins => spins)]);
        SampleSet edited = new LatentEditor(Prior, Classes, new() { Sweeps = 1, Strength = 2 })
            .Edit(rows, Labels(0), Labels(1), Ids());

        for (int i = 0; i < Spins; i++)
        {
            double mean = Enumerable.Range(0, Rows).Average(row => edited.Spins[row][i]);
            Assert.AreEqual(exact[i], mean, 4 * Math.Sqrt((1 - (exact[i] * exact[i])) / Rows), $"s_{i}");
        }
    }

    [TestMethod]
    public void EditingMovesTheMeanTowardsTheTargetFurtherWithStrength()
    {
        IsingModel target = Prior.WithAddedFields(Classes.Items[1].Fields.AsSpan());
        double[] ofTarget = [.. new ExactEnumeration(target).MeanSpins], ofSource = Means(OfA);
        double[] way = [.. ofTarget.Zip(ofSource, (b, a) => b - a)];

        double before = 0;
        foreach (double strength in new[] { 0.5, 1, 2 })
        {
            double[] means = Means(Edit(new() { Strength = strength, Sweeps = 3 }, 0, 1).Spins);
            double part = means.Zip(ofSource, (m, a) => m - a).Zip(way, (m, w) => m * w).Sum() / way.Sum(w => w * w);
            Assert.IsGreaterThan(before + 0.1, part, $"strength {strength}");
            before = part;
        }
    }

    [TestMethod]
    public void ARowDependsOnTheSeedItsCodeItsIdAndItsClassesAlone()
    {
        const int count = 60;
        int[] from = [.. Enumerable.Range(0, count).Select(row => row % 2)], to = [.. from.Select(label => 1 - label)];
        sbyte[] some = OfA.AsSpan()[..(count * Spins)].ToArray();
        var editor = new LatentEditor(Prior, Classes, new() { Seed = 3, Sweeps = 2 });
        SampleSet together = editor.Edit(new(count, Spins, some), from, to, Ids()[..count]);

        for (int row = 0; row < count; row++)
        {
            SampleSet one = new LatentEditor(Prior, Classes, new() { Seed = 3, Sweeps = 2, MaxDegreeOfParallelism = 1 })
                .Edit(new(1, Spins, some.AsSpan(row * Spins, Spins)), [from[row]], [to[row]], [(ulong)row]);
            Assert.IsTrue(together.Spins[row].SequenceEqual(one.Spins[0]), $"row {row}");
            Assert.AreEqual(together.Energies[row], one.Energies[0]);
        }

        SampleSet reseeded = new LatentEditor(Prior, Classes, new() { Seed = 4, Sweeps = 2 })
            .Edit(new(count, Spins, some), from, to, Ids()[..count]);
        Assert.IsFalse(together.Spins.AsSpan().SequenceEqual(reseeded.Spins.AsSpan()));
    }

    [TestMethod]
    public void RefusesWhatDoesNotFit()
    {
        var editor = new LatentEditor(Prior, Classes, new());
        var one = new SpinMatrix(1, Spins, [1, 1, 1, 1, 1, 1, 1, 1]);

        Refused("Editing: expected a model with classes, got one without.", () => new LatentEditor(Prior, BoltzmannClasses.None, new()));
        Refused(
            "Class 'c': expected 8 fields, got 1.", () => new LatentEditor(Prior, new([new("c", [1], [new(1, Prior)])]), new()));
        Refused("Rows: expected codes of 8 spins, got 2.", () => editor.Edit(new(1, 2, [1, 1]), [0], [1], [1]));
        Refused("Rows: expected as many classes to start from, classes to become and ids as codes, 1, got 2, 1 and 1.",
            () => editor.Edit(one, [0, 0], [1], [1]));
        Refused("Label of row 0: expected a class from 0 to 1, or -1 for none, got 2.", () => editor.Edit(one, [0], [2], [1]));
        Refused("Label of row 0: expected a class from 0 to 1, or -1 for none, got -2.", () => editor.Edit(one, [-2], [0], [1]));
        foreach ((string name, Func<object> make) in new (string, Func<object>)[]
        {
            ("Strength", () => new EditOptions { Strength = -1 }),
            ("Strength", () => new EditOptions { Strength = double.NaN }),
            ("Sweeps", () => new EditOptions { Sweeps = 0 }),
            ("StartBeta", () => new EditOptions { StartBeta = 1.1 }),
            ("StartBeta", () => new EditOptions { StartBeta = double.NaN }),
            ("MaxDegreeOfParallelism", () => new EditOptions { MaxDegreeOfParallelism = 0 }),
        })
        {
            Assert.AreEqual(name, Assert.ThrowsExactly<ArgumentOutOfRangeException>(make).ParamName);
        }

        static void Refused(string message, Func<object> act) =>
            Assert.StartsWith(message, Assert.ThrowsExactly<ArgumentException>(act).Message);
    }

    private static double[] MeansAfterOneSweep(IsingModel model, sbyte[] start)
    {
        var chances = new Dictionary<string, (sbyte[] Spins, double Chance)> { [""] = (start, 1) };
        foreach (int spin in model.Graph.Coloring.Classes.SelectMany(color => color))
        {
            var next = new Dictionary<string, (sbyte[], double)>();
            foreach ((sbyte[] spins, double chance) in chances.Values)
            {
                sbyte[] up = [.. spins], down = [.. spins];
                (up[spin], down[spin]) = (1, -1);
                double upChance = 1 / (1 + Math.Exp(model.Energy(up) - model.Energy(down)));
                foreach ((sbyte[] state, double part) in new[] { (up, upChance), (down, 1 - upChance) })
                {
                    string key = string.Join(',', state);
                    next[key] = (state, next.GetValueOrDefault(key).Item2 + (chance * part));
                }
            }

            chances = next;
        }

        return [.. Enumerable.Range(0, start.Length).Select(i => chances.Values.Sum(state => state.Chance * state.Spins[i]))];
    }

    private static SampleSet Edit(EditOptions options, int from, int to) =>
        new LatentEditor(Prior, Classes, options).Edit(OfA, Labels(from), Labels(to), Ids());

    private static double[] Means(SpinMatrix rows) =>
        [.. Enumerable.Range(0, Spins).Select(i => Enumerable.Range(0, rows.Rows).Average(row => rows[row][i]))];

    private static SpinMatrix Draws(IsingModel model) => new ExactSampler().Sample(model, new(Rows, 5)).Spins;

    private static int[] Labels(int label) => [.. Enumerable.Repeat(label, Rows)];

    private static ulong[] Ids() => [.. Enumerable.Range(0, Rows).Select(row => (ulong)row)];
}
