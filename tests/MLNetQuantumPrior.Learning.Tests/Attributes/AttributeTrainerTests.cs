using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning.Tests;

[TestClass]
public sealed class AttributeTrainerTests
{
    private const int Rows = 4000;

    private static readonly IsingModel Prior = SmallMachines.Random(SpinGraph.Complete(8), 0.3f, seed: 80);
    private static readonly ClassFitOptions Options = new() { Steps = 1300, Chains = 1000, LearningRate = 0.02 };

    // Spin 0 is the first attribute; spins 1 and 2 the second, missing in every fourth row.
    private static readonly ImmutableArray<BoltzmannAttribute> Attributes =
        [new("Sign", [new("down"), new("up")]), new("Pair", [new("0"), new("1"), new("2")])];

    private static readonly AttributeCodes Codes = MakeCodes();

    [TestMethod]
    public void FieldsGiveThePriorTheMeansOfTheCodes()
    {
        BoltzmannAttributes learned = new AttributeTrainer(new ExactSampler(), Options).Train(Prior, Codes, seed: 1);

        Assert.AreEqual(3000, learned.Items[1].Values.Sum(value => value.Rows));
        for (int attribute = 0; attribute < 2; attribute++)
        {
            for (int value = 0; value < Attributes[attribute].Values.Length; value++)
            {
                AttributeValue own = learned.Items[attribute].Values[value];
                int[] rows = [.. Enumerable.Range(0, Rows).Where(row => Codes.Values(row)[attribute] == value)];
                Assert.AreEqual(rows.Length, own.Rows);
                var shifted = new ExactEnumeration(Prior.WithAddedFields(own.Fields.AsSpan()));
                for (int i = 0; i < 8; i++)
                {
                    double mean = rows.Average(row => Math.Tanh(Codes[row][i] / 2));
                    Assert.AreEqual(mean, shifted.MeanSpins[i], 0.04, $"{attribute} {value} s_{i}");
                }
            }
        }
    }

    [TestMethod]
    public void TheClassifierReadsWhatIsInTheCodes()
    {
        BoltzmannAttributes learned = Quick().Train(Prior, Codes, seed: 1);

        Assert.IsGreaterThan(0.9, learned.Items[0].Accuracy!.Value);
        Assert.IsGreaterThan(0.85, learned.Items[1].Accuracy!.Value);
        float[] probabilities = new float[5];
        learned.Classifier!.Predict([1, 1, 1, 0, 0, 0, 0, 0], probabilities);
        Assert.IsGreaterThan(0.9f, probabilities[1]);
        Assert.AreEqual(4, Array.IndexOf(probabilities, probabilities.AsSpan(2).ToArray().Max(), 2));
        Assert.AreEqual(1, probabilities[0] + probabilities[1], 1e-6f);
        CollectionAssert.AreEqual(new[] { 2, 3 }, learned.Classifier.Heads.ToArray());
    }

    // Ten epochs of 300 rows are 30 steps: too few to read anything.
    [TestMethod]
    public void TheClassifierReadsCodesOfFewRowsToo()
    {
        const int Few = 300;
        var codes = new AttributeCodes(
            Attributes, 8, [.. Enumerable.Range(0, Few).SelectMany(row => Codes[row].ToArray())],
            [.. Enumerable.Range(0, Few).SelectMany(row => Codes.Values(row).ToArray())]);

        ClassFitOptions quick = new() { Steps = 4, Chains = 8 };
        double byDefault = Accuracy(quick), brief = Accuracy(quick with { Classifier = quick.Classifier! with { LeastSteps = 0 } });
        Assert.IsGreaterThan(0.95, byDefault);
        Assert.IsLessThan(0.7, brief);

        double Accuracy(ClassFitOptions options)
        {
            AttributeClassifier classifier = new AttributeTrainer(new ExactSampler(), options).Train(Prior, codes, seed: 1).Classifier!;
            float[] probabilities = new float[5];
            double right = 0;
            for (int row = Few; row < Rows; row++)
            {
                classifier.Predict(Array.ConvertAll(Codes[row].ToArray(), logit => logit > 0 ? 1f : 0), probabilities);
                right += MostProbable.Of(probabilities.AsSpan(2)) == Codes.Values(row)[1] ? 1 : 0;
            }

            return right / Enumerable.Range(Few, Rows - Few).Count(row => Codes.Values(row)[1] >= 0);
        }
    }

    [TestMethod]
    public void ThreadsDoNotMatter()
    {
        BoltzmannAttributes one = Quick(1).Train(Prior, Codes, seed: 1), many = Quick(3).Train(Prior, Codes, seed: 1);

        Assert.IsTrue(one.Classifier!.Network.Parameters.SequenceEqual(many.Classifier!.Network.Parameters));
        Assert.IsTrue(one.Items.Zip(many.Items).All(pair => pair.First.Accuracy == pair.Second.Accuracy
            && pair.First.Values.Zip(pair.Second.Values).All(values => values.First.Fields.SequenceEqual(values.Second.Fields))));
    }

    [TestMethod]
    public void FieldsOfTheLabelAreThoseOfTheClasses()
    {
        var classes = new BoltzmannClasses([.. Attributes[0].Values.Select((value, k) => new BoltzmannClass(
            value.Name, [.. Enumerable.Repeat(0.1f * k, 8)], [new(1, Prior)]))]);
        BoltzmannAttributes learned = Quick().Train(Prior, Codes, seed: 1, "Sign", classes);

        Assert.AreEqual("Sign", learned.Label);
        Assert.IsTrue(learned.Items[0].Values[1].Fields.SequenceEqual(classes.Items[1].Fields));
        Assert.AreEqual(Codes.Rows, learned.Items[0].Values.Sum(value => value.Rows));
    }

    [TestMethod]
    public void CountsValuesThatComeTogether()
    {
        BoltzmannAttributes learned = Quick().Train(Prior, Codes, seed: 1);

        Assert.AreEqual(Rows, learned.Combinations.Sum(entry => entry.Rows));
        foreach (AttributeCombination entry in learned.Combinations)
        {
            Assert.AreEqual(entry.Rows, Enumerable.Range(0, Rows).Count(row => Codes.Values(row).SequenceEqual(entry.Values.AsSpan())));
        }
    }

    [TestMethod]
    public void RefusesWhatDoesNotFit()
    {
        Refused("Attributes: expected at least one, got none.", () => new AttributeCodes([], 1, [], []));
        Refused("Attributes: expected different names, got 'A' twice.", () => new AttributeCodes([One("A"), One("A")], 1, [0], [0, 0]));
        Refused("Values: expected whole rows of 2 values, one an attribute, got 3 values.",
            () => new AttributeCodes(Attributes, 1, [0], [0, 0, 0]));
        Refused("Logits: expected 2 values, 1 rows of 2 spins, got 1.", () => new AttributeCodes([One("A")], 2, [0], [0]));
        Refused("Logit 0 of row 0: expected a finite number, got NaN.", () => new AttributeCodes([One("A")], 1, [float.NaN], [0]));
        Refused("Attribute 'A' of row 0: expected a value from 0 to 0, or -1 for none, got 1.",
            () => new AttributeCodes([One("A")], 1, [0], [1]));
        Refused("Attribute 'A', value 'x': expected at least one row, got none.", () => new AttributeCodes([One("A")], 1, [0], [-1]));
        Refused("Label: expected the name of an attribute, got 'B'.", () => Quick().Train(Prior, Codes, 1, "B"));
        Refused(
            "Codes: expected 2 spins, as the prior has, got 8.",
            () => Quick().Train(SmallMachines.Random(SpinGraph.Complete(2), 1, 1), Codes, 1));

        static BoltzmannAttribute One(string name) => new(name, [new("x")]);

        static void Refused(string message, Func<object> act) =>
            Assert.StartsWith(message, Assert.ThrowsExactly<ArgumentException>(act).Message);
    }

    private static AttributeTrainer Quick(int threads = 2) =>
        new(new ExactSampler(), Options with { Steps = 20, Chains = 100, MaxDegreeOfParallelism = threads });

    private static AttributeCodes MakeCodes()
    {
        SampleSet drawn = new ExactSampler().Sample(Prior, new(Rows, 3));
        float[] logits = [.. Enumerable.Range(0, Rows).SelectMany(row => drawn.Spins[row].ToArray().Select(spin => 4f * spin))];
        int[] values = [.. Enumerable.Range(0, Rows).SelectMany(row => new[]
        {
            drawn.Spins[row][0] > 0 ? 1 : 0, row % 4 == 3 ? -1 : (drawn.Spins[row][1] + drawn.Spins[row][2] + 2) / 2,
        })];
        return new(Attributes, 8, logits, values);
    }
}
