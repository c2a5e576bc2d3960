using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Learning.Tests;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Tests;

/// <summary>What the columns hold, on a table of Gaussian, Bernoulli and categorical features in units of their own.</summary>
[TestClass]
public sealed class BmVaeColumnsTests
{
    private const int Count = 400, Latents = 7;

    private static readonly string[] Names = ["Income", "Owner", "Red", "Green", "Blue"];
    private static readonly MLContext Ml = new(seed: 1);
    private static readonly float[][] Table = Generate(Count, seed: 1);
    private static readonly IDataView View = Rows(Table);

    private static readonly BmVaeColumns All = new()
    {
        Reconstruction = "Back", Energy = "Energy", ReconstructionLoss = "Loss", OutlierScore = "Score", PValue = "P",
    };

    private static readonly BmVaeEstimator.Options Options = new()
    {
        LatentSize = Latents, HiddenSizes = [16], SlotGroups = [new GaussianSlots(1), new BernoulliSlots(1), new CategoricalSlots(3)],
        Columns = All, Seed = 1,
        Training = new() { Epochs = 20, BatchSize = 30, Chains = 16, LearningRate = 3e-3, ValidationFraction = 0.25 },
    };

    private static readonly TrainingOptions Quick = new() { Epochs = 2, BatchSize = 30, Chains = 8 };

    private static readonly BmVaeTransformer Vae = Ml.Transforms.BmVae(Options).Fit(View);

    private static readonly float[] Logits = Encode();

    private static BmVaeModel Model => Vae.Model;

    [TestMethod]
    [DataRow(null, "Bit")]
    [DataRow(LatentKind.Bits, "Bit")]
    [DataRow(LatentKind.Probabilities, "Probability")]
    [DataRow(LatentKind.Spins, "Spin")]
    public void LatentsAreOfTheKindAskedFor(LatentKind? kind, string slot)
    {
        using BmVaeTransformer transformer = Vae.WithColumns(new() { LatentKind = kind });
        IDataView rows = transformer.Transform(View);

        float[] latents = [.. rows.GetColumn<float[]>("Latent").SelectMany(row => row)];

        for (int i = 0; i < latents.Length; i++)
        {
            double expected = kind switch
            {
                LatentKind.Probabilities => 1 / (1 + Math.Exp(-Logits[i])),
                LatentKind.Spins => Logits[i] > 0 ? 1 : -1,
                _ => Logits[i] > 0 ? 1 : 0,
            };
            Assert.AreEqual(expected, latents[i], kind == LatentKind.Probabilities ? 1e-5 : 0, $"value {i}");
        }

        Assert.AreEqual(string.Join(' ', Enumerable.Range(0, Latents).Select(i => $"{slot}{i}")), SlotNames(rows, "Latent"));
        Assert.AreEqual("Features Latent", string.Join(' ', rows.Schema.Select(column => column.Name)), "nothing else is added");
    }

    [TestMethod]
    public void ReconstructionDecodesTheBitsIntoTheUnitsOfTheInput()
    {
        IDataView rows = Vae.Transform(View);
        float[] expected = new float[Count * Names.Length];
        Model.Decode(Array.ConvertAll(Logits, logit => logit > 0 ? 1f : 0f), expected);

        float[][] back = [.. rows.GetColumn<float[]>("Back")];

        ColumnValues.AssertClose(expected, [.. back.SelectMany(row => row)], 1e-4, "reconstruction");
        Assert.AreEqual(string.Join(' ', Names), SlotNames(rows, "Back"));
        double error = back.Zip(Table).Average(pair => Math.Abs(pair.First[0] - pair.Second[0]));
        double spread = Table.Average(row => Math.Abs(row[0] - 1000));
        Assert.IsLessThan(spread / 2, error, "incomes of two groups about 1000 are told from one another");
    }

    [TestMethod]
    [DataRow("complete")]
    [DataRow("ring")]
    [DataRow("independent")]
    public void EnergyIsThatOfTheSpinsUnderThePrior(string graph)
    {
        BmVaeEstimator.Options options = Options with { Columns = new() { Energy = "Energy" }, LatentSize = null, Training = Quick };
        using BmVaeTransformer vae = graph switch
        {
            "ring" => Fit(options with { Graph = Ring(40) }),
            "independent" => Fit(options with { LatentSize = 9, Prior = PriorKind.Bernoulli }),
            _ => Fit(options with { LatentSize = 9 }),
        };
        IDataView rows = vae.Transform(View);
        float[][] latents = [.. rows.GetColumn<float[]>("Latent")];
        float[] energies = [.. rows.GetColumn<float>("Energy")];

        for (int row = 0; row < Count; row++)
        {
            double expected = vae.Model.Prior.Energy(Array.ConvertAll(latents[row], bit => (sbyte)((2 * bit) - 1)));
            Assert.AreEqual(expected, energies[row], 1e-5 * Math.Max(1, Math.Abs(expected)), $"row {row}");
        }

        Assert.IsGreaterThan(3, energies.Distinct().Count(), "rows differ");

        static BmVaeTransformer Fit(BmVaeEstimator.Options options) => Ml.Transforms.BmVae(options).Fit(View);

        static SpinGraph Ring(int n) =>
            SpinGraph.FromEdges(n, [new SpinEdge(0, n - 1), .. Enumerable.Range(1, n - 1).Select(i => new SpinEdge(i - 1, i))]);
    }

    [TestMethod]
    public void LossIsMinusTheLogLikelihoodOfTheScaledRowAtItsBits()
    {
        float[] losses = [.. Vae.Transform(View).GetColumn<float>("Loss")];
        Likelihood likelihood = Model.Architecture.Likelihood;
        double[] learned = [.. Model.LikelihoodParameters.ToArray().Select(value => (double)value)];
        Assert.HasCount(1, learned);
        for (int row = 0; row < Count; row++)
        {
            float[] scaled = [.. Table[row]], outputs = new float[Names.Length];
            Model.Scaling.Scale(scaled, scaled);
            Model.DecodeOutputs([.. Logits[(row * Latents)..((row + 1) * Latents)].Select(logit => logit > 0 ? 1f : 0f)], outputs);
            double expected = PlainLikelihood.Nats(
                likelihood, Array.ConvertAll(outputs, x => (double)x), Array.ConvertAll(scaled, x => (double)x), learned);

            Assert.AreEqual(expected, losses[row], 1e-4 * Math.Max(1, Math.Abs(expected)), $"row {row}");
        }
    }

    [TestMethod]
    [DataRow(OutlierMeasure.Combined)]
    [DataRow(OutlierMeasure.Reconstruction)]
    [DataRow(OutlierMeasure.PriorEnergy)]
    [DataRow(OutlierMeasure.FreeEnergy)]
    [DataRow(OutlierMeasure.Divergence)]
    [DataRow(OutlierMeasure.Mahalanobis)]
    [DataRow(OutlierMeasure.CombinedEnergy)]
    [DataRow(OutlierMeasure.CombinedMahalanobis)]
    public void ScoresAndPValuesAreThoseOfTheOutlierScorer(OutlierMeasure measure)
    {
        var scorer = new OutlierScorer(Model, Model.Outliers!, measure);
        double[] expected = scorer.Score([.. Table.SelectMany(row => row)]);
        using BmVaeTransformer vae = Vae.WithColumns(All with { OutlierMeasure = measure });
        IDataView rows = vae.Transform(View);

        float[] scores = [.. rows.GetColumn<float>("Score")];
        float[] values = [.. rows.GetColumn<float>("P")];

        Assert.HasCount(Count / 4, Model.Outliers!.HeldOut);
        for (int row = 0; row < Count; row++)
        {
            Assert.AreEqual(expected[row], scores[row], 1e-3, $"score of row {row}");
            // rounding may move a score past that of one held-out row
            Assert.AreEqual(scorer.PValue(scores[row]), values[row], 1.01 / (1 + (Count / 4)), $"p-value of row {row}");
        }
    }

    [TestMethod]
    public void PValuesOfNewRowsAreFairAndThoseOfStrangeOnesSmall()
    {
        const double level = 0.1;
        float[] ordinary = PValues(Generate(1000, seed: 2));
        float[][] strange = Generate(100, seed: 3);
        foreach (float[] row in strange)
        {
            row[0] = 1000; // an income between the groups, and a rare colour and owner: every value is possible on its own
            (row[1], row[2], row[3], row[4]) = (1 - row[1], 0, 0, 1);
        }

        // P(p <= level) <= level for rows like the held-out ones; those are 100, so the share varies by sqrt(level (1 - level) / 100).
        double share = ordinary.Count(p => p <= level) / 1000.0, error = Math.Sqrt(level * (1 - level) * ((1 / 100.0) + (1 / 1000.0)));
        Assert.IsLessThan(level + (4 * error), share);
        Assert.IsGreaterThan(level - (4 * error), share, "and no lazy ones");
        Assert.IsLessThan(ordinary.Average() / 2, PValues(strange).Average());
        Assert.IsTrue(ordinary.All(p => p > 0 && p <= 1));

        static float[] PValues(float[][] rows) => [.. Vae.Transform(Rows(rows)).GetColumn<float>("P")];
    }

    [TestMethod]
    public void WithoutAValidationFractionATenthOfTheRowsIsHeldOut()
    {
        BmVaeEstimator.Options options = Options with { Columns = new() { OutlierScore = "Score" }, Training = Quick };

        OutlierCalibration scores = Ml.Transforms.BmVae(options).Fit(View).Model.Outliers!;
        OutlierCalibration values = Ml.Transforms.BmVae(options with { Columns = new() { PValue = "P" } }).Fit(View).Model.Outliers!;

        Assert.HasCount(Count / 10, scores.HeldOut, "a standardised score is measured on rows that the training did not see");
        Assert.HasCount(Count / 10, values.HeldOut);
        Assert.IsNull(Ml.Transforms.BmVae(options with { Columns = new() }).Fit(View).Model.Outliers, "nobody asked");
    }

    [TestMethod]
    public void AScoreInNatsNeedsNoOrdinaryRows()
    {
        BmVaeColumns columns = new() { OutlierScore = "Score", OutlierMeasure = OutlierMeasure.FreeEnergy };

        using BmVaeTransformer vae = Ml.Transforms.BmVae(Options with { Columns = columns, Training = Quick }).Fit(View);

        Assert.IsNull(vae.Model.Outliers);
        Assert.IsTrue(vae.Transform(View).GetColumn<float>("Score").All(float.IsFinite));
        Assert.Contains(
            "Column 'P': expected a model calibrated on ordinary rows, got one that is not.",
            Assert.ThrowsExactly<ArgumentException>(() => vae.WithColumns(columns with { PValue = "P" })).Message);
        Assert.StartsWith(
            "Option 'OutlierMeasure': expected one of Combined, Reconstruction, PriorEnergy, FreeEnergy, Divergence, Mahalanobis, " +
            "CombinedEnergy, CombinedMahalanobis, got 8.",
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => columns with { OutlierMeasure = (OutlierMeasure)8 }).Message);
    }

    [TestMethod]
    public void OutliersCanBeCalibratedAfterTheTraining()
    {
        using BmVaeTransformer plain = Ml.Transforms.BmVae(Options with { Columns = new() }).Fit(View);
        var error = Assert.ThrowsExactly<ArgumentException>(() => plain.WithColumns(new() { OutlierScore = "Score" }));
        Assert.StartsWith("Column 'Score': expected a model calibrated on ordinary rows, got one that is not.", error.Message);

        float[][] held = Generate(50, seed: 4);
        using BmVaeTransformer calibrated = plain.WithOutliers(View, Rows(held), new() { PValue = "P" });
        float[] values = [.. calibrated.Transform(Rows(held)).GetColumn<float>("P").Order()];

        // A held-out row is at least as strange as itself: the k-th strangest of 50 has (k + 1) / 51, give or take one by rounding of ties.
        for (int k = 0; k < values.Length; k++)
        {
            Assert.AreEqual((k + 2) / 51.0, values[k], 1.01 / 51 + 1e-6);
        }

        OutlierCalibration ofScores = new(new(0, 1), new(0, 1), new(0, 1), new(0, 1), []);
        using var scores = new BmVaeTransformer(
            plain.Model.With(ofScores), "Latent", "Features", columns: new() { OutlierScore = "Score" });
        Assert.Contains(
            "expected a model calibrated with held-out rows, got one without",
            Assert.ThrowsExactly<ArgumentException>(() => scores.WithColumns(new() { PValue = "P" })).Message);
    }

    [TestMethod]
    public void AGaussianModelHasMeansReconstructionsAndLossesAndRefusesWhatNeedsSpins()
    {
        BmVaeEstimator.Options options = Options with
        {
            Prior = PriorKind.Gaussian, LatentSize = 3, Training = Quick,
            Columns = new()
            {
                Reconstruction = "Back", ReconstructionLoss = "Loss", OutlierScore = "Score", PValue = "P",
                OutlierMeasure = OutlierMeasure.Reconstruction,
            },
        };
        using BmVaeTransformer vae = Ml.Transforms.BmVae(options).Fit(View);
        IDataView rows = vae.Transform(View);
        float[] means = new float[Count * 3], back = new float[Count * Names.Length];
        vae.Model.Encode([.. Table.SelectMany(row => row)], means);
        vae.Model.Decode(means, back);

        ColumnValues.AssertClose(means, [.. rows.GetColumn<float[]>("Latent").SelectMany(row => row)], 1e-4, "means");
        ColumnValues.AssertClose(back, [.. rows.GetColumn<float[]>("Back").SelectMany(row => row)], 1e-4, "reconstructions");
        float[] losses = [.. rows.GetColumn<float>("Loss")];
        var scorer = new OutlierScorer(vae.Model, vae.Model.Outliers!, OutlierMeasure.Reconstruction);
        float[] scores = [.. rows.GetColumn<float>("Score")];
        ColumnValues.AssertClose(
            [.. scorer.Score([.. Table.SelectMany(row => row)]).Select(score => (float)score)], scores, 1e-3, "scores");
        float constant = losses[0] - scores[0]; // rows of zeros, ones and Gaussian slots have one least loss
        ColumnValues.AssertClose([.. scores.Select(score => score + constant)], losses, 1e-3, "losses");
        float[] expected = [.. scores.Select(score => (float)scorer.PValue(score))];
        float[] values = [.. rows.GetColumn<float>("P")];
        ColumnValues.AssertClose(expected, values, 1.01 / (1 + (Count / 10)), "p-values, which rounding may move past one held-out row");

        var ofSpins = new BmVaeColumns { Energy = "X" };
        string before = Assert.ThrowsExactly<ArgumentException>(() => Ml.Transforms.BmVae(options with { Columns = ofSpins })).Message;
        Assert.StartsWith("Column 'X' (Energy): expected a prior of spins, whose energy it takes, got a Gaussian one", before);
        Assert.AreEqual(before, Assert.ThrowsExactly<ArgumentException>(() => vae.WithColumns(ofSpins)).Message);

        using BmVaeTransformer byDefault = vae.WithColumns(new() { OutlierScore = "Score" });
        var freeEnergy = new OutlierScorer(vae.Model, vae.Model.Outliers!, OutlierMeasure.FreeEnergy);
        ColumnValues.AssertClose(
            [.. freeEnergy.Score([.. Table.SelectMany(row => row)]).Select(score => (float)score)],
            [.. byDefault.Transform(View).GetColumn<float>("Score")],
            1e-3,
            "scores by default");

        Assert.Contains(
            "Option 'LatentKind' with a Gaussian prior: expected Means, got Bits.",
            Assert.ThrowsExactly<ArgumentException>(() => vae.WithColumns(new() { LatentKind = LatentKind.Bits })).Message);
        Assert.Contains(
            "Option 'LatentKind' with a Boltzmann prior: expected Bits, Probabilities or Spins, got Means.",
            Assert.ThrowsExactly<ArgumentException>(() => Vae.WithColumns(new() { LatentKind = LatentKind.Means })).Message);
    }

    [TestMethod]
    public void NamesMustDifferAndBeNames()
    {
        Assert.AreEqual(
            "Columns: expected different names, got 'Latent' for both Bits and Energy.",
            Assert.ThrowsExactly<ArgumentException>(() => Vae.WithColumns(new() { Energy = "Latent" })).Message);
        Assert.AreEqual(
            "Column ReconstructionLoss: expected a name, or null for none, got an empty one.",
            Assert.ThrowsExactly<ArgumentException>(() => Vae.WithColumns(new() { ReconstructionLoss = "" })).Message);
    }

    [TestMethod]
    public void AGraphHasOnlyWhatItsOutputsNeed()
    {
        Assert.IsFalse(Weights(RowOutput.Bits).Any(name => name.StartsWith("decoder") || name.Contains("couplings")));
        Assert.IsFalse(Weights(RowOutput.Energy).Any(name => name.StartsWith("decoder")));
        Assert.IsTrue(Weights(RowOutput.Energy).Any(name => name.Contains("couplings")));
        Assert.IsFalse(Weights(RowOutput.Reconstruction).Any(name => name.Contains("couplings")));
        Assert.IsTrue(Weights(RowOutput.Reconstruction).Any(name => name.StartsWith("decoder")));
        Assert.AreEqual(
            Weights(RowOutput.PValue).Length,
            Weights(RowOutput.Bits, RowOutput.ReconstructionLoss, RowOutput.OutlierScore, RowOutput.PValue).Length,
            "what outputs share is there once");

        static string[] Weights(params RowOutput[] outputs) =>
            [.. RowGraph.Of(Model, [.. outputs], OutlierMeasure.Combined).Initializer.Select(constant => constant.Name)];
    }

    private static float[] Encode()
    {
        float[] logits = new float[Count * Latents];
        Model.Encode([.. Table.SelectMany(row => row)], logits);
        return logits;
    }

    private static string SlotNames(IDataView rows, string column)
    {
        VBuffer<ReadOnlyMemory<char>> names = default;
        rows.Schema[column].GetSlotNames(ref names);
        return string.Join(' ', names.DenseValues());
    }

    /// <summary>Two groups: incomes about 900, rarely owners and mostly red; incomes about 1100, mostly owners and green.</summary>
    private static float[][] Generate(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            bool rich = random.Next(2) == 0;
            int colour = random.Next(10) == 0 ? 2 : (random.Next(10) == 0 ? 1 : 0) ^ (rich ? 1 : 0);
            float income = (rich ? 1100 : 900) + (20 * (random.NextSingle() + random.NextSingle() - 1));
            return (float[])[income, random.Next(8) == 0 ^ rich ? 1 : 0, colour == 0 ? 1 : 0, colour == 1 ? 1 : 0, colour == 2 ? 1 : 0];
        })];
    }

    private static IDataView Rows(float[][] table)
    {
        var schema = SchemaDefinition.Create(typeof(TableRow));
        schema[0].ColumnType = new VectorDataViewType(NumberDataViewType.Single, Names.Length);
        schema[0].AddAnnotation(
            "SlotNames",
            new VBuffer<ReadOnlyMemory<char>>(Names.Length, [.. Names.Select(name => name.AsMemory())]),
            new VectorDataViewType(TextDataViewType.Instance, Names.Length));
        return Ml.Data.LoadFromEnumerable(table.Select(row => new TableRow { Features = row }), schema);
    }

    private sealed class TableRow
    {
        public float[] Features { get; set; } = [];
    }
}
