using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Tests;

[TestClass]
public sealed class BmVaeEstimatorTests
{
    private static readonly BmVaeEstimator.Options Quick = new()
    {
        LatentSize = 6, HiddenSizes = [16], Training = new() { Epochs = 2, BatchSize = 32, Chains = 16 }, Seed = 1,
    };

    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void SchemaBeforeFittingIsThatAfterFitting()
    {
        IDataView rows = Row.View(_ml, 64);
        BmVaeEstimator estimator = _ml.Transforms.BmVae(Quick);

        var before = estimator.GetOutputSchema(Shape(rows)).ToDictionary(column => column.Name);
        DataViewSchema after = estimator.Fit(rows).GetOutputSchema(rows.Schema);

        CollectionAssert.AreEquivalent(after.Select(column => column.Name).ToArray(), before.Keys.ToArray());
        Assert.AreEqual(SchemaShape.Column.VectorKind.Vector, before["Latent"].Kind);
        Assert.AreEqual(NumberDataViewType.Single, before["Latent"].ItemType);
        Assert.IsFalse(before["Latent"].IsKey);
        Assert.AreEqual(new VectorDataViewType(NumberDataViewType.Single, 6), after["Latent"].Type);
    }

    [TestMethod]
    public void BothOverloadsTrainTheSameModel()
    {
        IDataView rows = Row.View(_ml, 128);

        BmVaeModel common = _ml.Transforms.BmVae("Latent", "Features", latentSize: 5, numberOfEpochs: 1, seed: 3).Fit(rows).Model;
        BmVaeModel options = _ml.Transforms.BmVae(
            new BmVaeEstimator.Options { LatentSize = 5, Training = new() { Epochs = 1 }, Seed = 3 }).Fit(rows).Model;

        Assert.IsTrue(common.Parameters.SequenceEqual(options.Parameters));
        CollectionAssert.AreEqual(common.Prior.Couplings, options.Prior.Couplings);
    }

    [TestMethod]
    public void GraphDecidesTheNumberOfBits()
    {
        SpinGraph graph = SpinGraph.Bipartite(3, 4);

        BmVaeTransformer transformer = _ml.Transforms.BmVae(Quick with { LatentSize = null, Graph = graph }).Fit(Row.View(_ml, 64));

        Assert.AreSame(graph, transformer.Model.Prior.Graph);
        Assert.AreEqual(7, transformer.Model.Architecture.LatentSize);
    }

    [TestMethod]
    public void SeedDecidesTheModelAndNullDrawsOneFromTheContext()
    {
        float[] Train(ulong? seed, int context) =>
            new MLContext(context).Transforms.BmVae(Quick with { Seed = seed }).Fit(Row.View(_ml, 64)).Model.Parameters.ToArray();

        CollectionAssert.AreEqual(Train(1, 1), Train(1, 2));
        CollectionAssert.AreNotEqual(Train(1, 1), Train(2, 1));
        CollectionAssert.AreEqual(Train(null, 1), Train(null, 1));
        CollectionAssert.AreNotEqual(Train(null, 1), Train(null, 2));
    }

    [TestMethod]
    public void EveryEpochIsLoggedThroughTheHost()
    {
        var lines = new List<string>();
        _ml.Log += (_, log) => lines.Add(log.Message);

        _ml.Transforms.BmVae(Quick).Fit(Row.View(_ml, 64));

        Assert.HasCount(
            1, lines.Where(line => line.Contains("64 rows of 36 features, Bernoulli(36); 6 latents, prior Boltzmann, seed 1")).ToArray());
        Assert.HasCount(1, lines.Where(line => line.Contains("epoch 1/2: reconstruction")).ToArray());
        Assert.HasCount(1, lines.Where(line => line.Contains("epoch 2/2: reconstruction")).ToArray());
        Assert.HasCount(1, lines.Where(line => line.Contains("check of the prior: fresh draws differ from the codes by")).ToArray());
    }

    [TestMethod]
    public void CancellationEndsFit()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();

        Assert.ThrowsExactly<OperationCanceledException>(() =>
            _ml.Transforms.BmVae(Quick with { CancellationToken = source.Token }).Fit(Row.View(_ml, 64)));
    }

    [TestMethod]
    public void MissingColumnIsNamed()
    {
        BmVaeEstimator estimator = _ml.Transforms.BmVae(Quick with { InputColumnName = "Pixels" });

        Throws<ArgumentOutOfRangeException>(
            "Could not find input column 'Pixels': expected a known-size vector of Single", () => estimator.Fit(Row.View(_ml, 64)));
        Throws<ArgumentOutOfRangeException>(
            "Could not find input column 'Pixels'", () => estimator.GetOutputSchema(Shape(Row.View(_ml, 64))));
        Throws<ArgumentOutOfRangeException>(
            "Could not find input column 'Pixels'", () =>
                _ml.Transforms.CopyColumns("Copy", "Features").Append(estimator).Fit(Row.View(_ml, 64)));
    }

    private sealed class WrongTypes
    {
        public float Scalar { get; set; }

        [VectorType(3)]
        public double[] Doubles { get; set; } = [1, 0, 1];

        public float[] Variable { get; set; } = [1, 0, 1];
    }

    [TestMethod]
    [DataRow("Scalar", "got Single.", "got Single.")]
    [DataRow("Doubles", "got Vector<Double, 3>.", "got Vector<Double>.")]
    [DataRow("Variable", "got Vector<Single> of unknown size.", "got Vector<Single> of unknown size.")]
    public void ColumnOfAnotherTypeIsNamed(string column, string gotFromData, string gotFromShape)
    {
        IDataView rows = _ml.Data.LoadFromEnumerable(Enumerable.Repeat(new WrongTypes(), 200));
        BmVaeEstimator estimator = _ml.Transforms.BmVae(Quick with { InputColumnName = column });
        string expected = $"Schema mismatch for input column '{column}': expected a known-size vector of Single, ";

        Throws<ArgumentOutOfRangeException>(expected + gotFromData, () => estimator.Fit(rows));
        Throws<ArgumentOutOfRangeException>(expected + gotFromShape, () => estimator.GetOutputSchema(Shape(rows)));
    }

    [TestMethod]
    [DataRow(float.NaN, "NaN. Where values are missing, train with MissingValues.Mean.")]
    [DataRow(float.PositiveInfinity, "Infinity.")]
    public void ValueThatIsNotFiniteIsNamedWithItsRowAndSlot(float value, string got)
    {
        Row[] rows = Row.Generate(64);
        rows[40].Features[7] = value;

        Throws<ArgumentException>(
            $"Input column 'Features', row 40, slot 7: expected a finite number, got {got}",
            () => _ml.Transforms.BmVae(Quick).Fit(_ml.Data.LoadFromEnumerable(rows)));
    }

    [TestMethod]
    public void WithoutScalingValuesOutsideTheUnitIntervalAreRefused()
    {
        Row[] rows = Row.Generate(64);
        rows[40].Features[7] = 255;

        Throws<ArgumentException>(
            "Input column 'Features', row 40, slot 7: expected a number within [0, 1], " +
            "since the slot is Bernoulli and 'Scaling' is None, got 255.",
            () => _ml.Transforms.BmVae(Quick with { Scaling = FeatureScaling.None, Likelihood = FeatureLikelihood.Bernoulli })
                .Fit(_ml.Data.LoadFromEnumerable(rows)));
    }

    [TestMethod]
    public void ScalingIsLearnedAndKept()
    {
        Row[] rows = Row.Generate(64);
        Array.ForEach(rows, row => row.Features = [.. row.Features.Select((value, i) => i == 3 ? 10 + (5 * value) : value)]);

        BmVaeModel model = _ml.Transforms.BmVae(Quick with { Likelihood = FeatureLikelihood.Bernoulli })
            .Fit(_ml.Data.LoadFromEnumerable(rows)).Model;
        BmVaeModel shared = _ml.Transforms.BmVae(Quick with { Scaling = FeatureScaling.Shared })
            .Fit(_ml.Data.LoadFromEnumerable(rows)).Model;

        Assert.AreEqual((10f, 5f), (model.Scaling.Offset[3], model.Scaling.Unit[3]));
        Assert.AreEqual((0f, 1f), (model.Scaling.Offset[4], model.Scaling.Unit[4]));
        Assert.AreEqual((0f, 15f), (shared.Scaling.Offset[3], shared.Scaling.Unit[3]));
        Assert.AreEqual((0f, 15f), (shared.Scaling.Offset[4], shared.Scaling.Unit[4]));
    }

    [TestMethod]
    public void LabelColumnThatIsMissingOrOfAnotherTypeIsNamed()
    {
        BmVaeEstimator missing = _ml.Transforms.BmVae(Quick with { LabelColumnName = "Class" });
        BmVaeEstimator number = _ml.Transforms.BmVae(Quick with { LabelColumnName = "Features" });
        IDataView rows = Row.View(_ml, 64);

        Throws<ArgumentOutOfRangeException>(
            "Could not find label column 'Class': expected a key, text, a Boolean or a number", () => missing.Fit(rows));
        Throws<ArgumentOutOfRangeException>("Could not find label column 'Class'", () => missing.GetOutputSchema(Shape(rows)));
        Throws<ArgumentOutOfRangeException>(
            "Schema mismatch for label column 'Features': expected a key, text, a Boolean or a number, got Vector<Single, 36>",
            () => number.Fit(rows));
        Throws<ArgumentOutOfRangeException>("Schema mismatch for label column 'Features'", () => number.GetOutputSchema(Shape(rows)));
    }

    [TestMethod]
    public void EmptyDataAreRefused()
    {
        Throws<ArgumentException>(
            "Input column 'Features': expected rows, got an empty view.", () => _ml.Transforms.BmVae(Quick).Fit(Row.View(_ml, 0)));
    }

    [TestMethod]
    public void ContradictingOptionsAreNamed()
    {
        Throws<ArgumentException>("expected a graph of 6 spins, as 'LatentSize' says, got complete(7) with 7 spins", () =>
            _ml.Transforms.BmVae(Quick with { Graph = SpinGraph.Complete(7) }));
        Throws<ArgumentOutOfRangeException>(
            "Option 'LatentSize': expected a number of at least 1, got 0", () => _ml.Transforms.BmVae("Latent", latentSize: 0));
        Throws<ArgumentOutOfRangeException>("Option 'HiddenSizes': expected sizes of at least 1, got [16, 0]", () =>
            _ml.Transforms.BmVae(Quick with { HiddenSizes = [16, 0] }));
        Throws<ArgumentException>(
            "Option 'OutputColumnName': expected the name of a column", () => _ml.Transforms.BmVae(Quick with { OutputColumnName = "" }));
    }

    [TestMethod]
    public void ChoicesThatDoNotExistAreNamed()
    {
        Throws<ArgumentOutOfRangeException>(
            "Option 'Prior': expected one of Boltzmann, ", () => _ml.Transforms.BmVae(Quick with { Prior = (PriorKind)9 }));
        Throws<ArgumentOutOfRangeException>(
            "Option 'Scaling': expected one of ", () => _ml.Transforms.BmVae(Quick with { Scaling = (FeatureScaling)9 }));
        Throws<ArgumentOutOfRangeException>(
            "Option 'Likelihood': expected one of ", () => _ml.Transforms.BmVae(Quick with { Likelihood = (FeatureLikelihood)9 }));
        Throws<ArgumentOutOfRangeException>(
            "Option 'MissingValues': expected one of ", () => _ml.Transforms.BmVae(Quick with { MissingValues = (MissingValues)9 }));
    }

    /// <summary>
    /// A data set's schema as estimators see it before there is data, by public API only: what an
    /// estimator that changes nothing gives back.
    /// </summary>
    private static SchemaShape Shape(IDataView view)
    {
        var recorder = new ShapeRecorder();
        Assert.ThrowsExactly<OperationCanceledException>(() => new EstimatorChain<ITransformer>().Append(recorder).Fit(view));
        return recorder.Shape!;
    }

    private static void Throws<TError>(string message, Action action)
        where TError : Exception => StringAssert.Contains(Assert.ThrowsExactly<TError>(action).Message, message);

    /// <summary>Keeps the shape that a chain shows it before fitting.</summary>
    private sealed class ShapeRecorder : IEstimator<ITransformer>
    {
        public SchemaShape? Shape { get; private set; }

        public ITransformer Fit(IDataView input) => throw new OperationCanceledException();

        public SchemaShape GetOutputSchema(SchemaShape inputSchema) => Shape = inputSchema;
    }
}
