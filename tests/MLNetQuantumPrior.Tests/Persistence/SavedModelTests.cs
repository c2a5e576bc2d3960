using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Onnx;
using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.StockProcess;

namespace MLNetQuantumPrior.Tests;

[TestClass]
public sealed class SavedModelTests
{
    private const int Count = 200, Latents = 8;

    private static readonly string[] Columns = ["Latent", "Reconstruction", "Energy", "Loss", "Strangeness", "P", "Score"];

    private static readonly MLContext Ml = new(seed: 1);
    private static readonly Row[] Rows = Row.Generate(Count);
    private static readonly IDataView View = Ml.Data.LoadFromEnumerable(Rows);

    private static readonly BmVaeEstimator.Options Options = new()
    {
        LabelColumnName = "Label", LatentSize = Latents, HiddenSizes = [24], Seed = 1,
        Training = new() { Epochs = 10, BatchSize = 20, Chains = 32, LearningRate = 3e-3, ValidationFraction = 0.2 },
        ClassFit = new() { Steps = 50, Chains = 32 },
        Columns = new()
        {
            Reconstruction = "Reconstruction", Energy = "Energy", ReconstructionLoss = "Loss", OutlierScore = "Strangeness", PValue = "P",
        },
    };

    private static readonly ITransformer Chain = Ml.Transforms.Conversion.MapValueToKey("Key", "Label")
        .Append(Ml.Transforms.BmVae(Options))
        .Append(Ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy("Key", "Latent"))
        .Append(Ml.Transforms.Conversion.MapKeyToValue("Predicted", "PredictedLabel"))
        .Fit(View);

    private static readonly BmVaeTransformer Vae = ((IEnumerable<ITransformer>)Chain).OfType<BmVaeTransformer>().Single();

    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    private string ModelFile => Path.Combine(_folder, "model.zip");

    [TestCleanup]
    public void Delete() => Directory.Delete(_folder, recursive: true);

    [TestMethod]
    public void AProcessWithoutThisPackageGivesTheSameColumns()
    {
        Ml.Model.Save(Chain, View.Schema, ModelFile);

        StockAnswer answer = Ask(new()
        {
            ModelFile = ModelFile, Features = Features, Labels = Labels, Columns = Columns, TextColumn = "Predicted",
            PredictedColumn = "Latent",
        });

        Assert.IsNull(answer.Error);
        Assert.IsEmpty(answer.Ours);
        IDataView expected = Chain.Transform(View);
        AssertBits([.. expected.GetColumn<float[]>("Latent")], answer.Columns["Latent"]);
        foreach (string name in Columns.Except(["Latent"]))
        {
            AssertClose(name, ColumnValues.Of(expected, name), answer.Columns[name]);
        }

        foreach (string name in Columns)
        {
            // The classes of "Score" are not ours to keep; the shape is: [n], not [1, n], which trainers refuse. No graph gives a Single.
            string type = $"{expected.Schema[name].Type}";
            Assert.AreEqual(type == "Single" ? "Vector<Single, 1>" : type, answer.Types[name], name);
        }

        CollectionAssert.AreEqual(new[] { "Bit0", "Bit1", "Bit2" }, answer.SlotNames["Latent"].Take(3).ToArray());
        CollectionAssert.AreEqual(expected.GetColumn<string>("Predicted").ToArray(), answer.Texts);
        AssertEqualRows(answer.Columns["Latent"], answer.Predicted);
    }

    [TestMethod]
    public void LoadGivesTheWholeTransformerBack()
    {
        Ml.Model.Save(Chain, View.Schema, ModelFile);

        using BmVaeTransformer loaded = Ml.Model.LoadBmVae(ModelFile);

        AssertSame(Vae, loaded);
        AssertEqualRows(Generated(Vae), Generated(loaded));
    }

    [TestMethod]
    public void TheMeasureOfOutliersIsSavedToo()
    {
        using BmVaeTransformer vae = Vae.WithColumns(
            new() { OutlierScore = "Strangeness", PValue = "P", OutlierMeasure = OutlierMeasure.FreeEnergy });
        AssertSavedIsTheSameInBothProcesses(vae, "Strangeness", "P");
    }

    [TestMethod]
    public void AFileThatAnotherProcessSavedAgainIsWholeToo()
    {
        Ml.Model.Save(Chain, View.Schema, ModelFile);
        string again = Path.Combine(_folder, "again.zip");

        Assert.IsNull(Ask(new() { ModelFile = ModelFile, Features = Features[..1], Labels = Labels[..1], SaveAs = again }).Error);

        using BmVaeTransformer loaded = Ml.Model.LoadBmVae(again);
        AssertSame(Vae, loaded);
    }

    [TestMethod]
    [DataRow(false, DisplayName = "LoadBmVae")]
    [DataRow(true, DisplayName = "RestoreBmVae")]
    public void AWholeModelComesBackAndCanBeSavedAgain(bool restored)
    {
        Ml.Model.Save(Chain, View.Schema, ModelFile);

        ITransformer loaded = Load(restored, out DataViewSchema? schema);

        CollectionAssert.AreEqual(
            ((IEnumerable<ITransformer>)Chain).Select(part => part.GetType()).ToArray(),
            ((IEnumerable<ITransformer>)loaded).Select(part => part.GetType()).ToArray());
        Assert.AreEqual(View.Schema["Features"].Type, schema!["Features"].Type);
        foreach (string name in Columns)
        {
            AssertEqualRows(ColumnValues.Of(Chain.Transform(View), name), ColumnValues.Of(loaded.Transform(View), name));
        }

        Ml.Model.Save(loaded, schema, ModelFile);
        using BmVaeTransformer again = Ml.Model.LoadBmVae(ModelFile);
        AssertSame(Vae, again);
        ((IDisposable)loaded).Dispose();
    }

    [TestMethod]
    public void ScopesOfAChainStay()
    {
        var chain = new TransformerChain<ITransformer>(
            [Ml.Transforms.CopyColumns("Copy", "Number").Fit(View), Vae], [TransformerScope.Training, TransformerScope.TrainTest]);
        Ml.Model.Save(chain, View.Schema, ModelFile);

        var loaded = (TransformerChain<ITransformer>)Ml.Model.LoadBmVae(ModelFile, out _);

        Assert.AreEqual(2, loaded.GetModelFor(TransformerScope.Training).Count());
        Assert.IsInstanceOfType<BmVaeTransformer>(loaded.GetModelFor(TransformerScope.Testing).Single());
        Assert.IsEmpty(loaded.GetModelFor(TransformerScope.Scoring));
    }

    [TestMethod]
    public void AColumnInThePlaceOfItsInputIsSavedToo()
    {
        using var vae = new BmVaeTransformer(Vae.Model, "Features");
        float[][] expected = [.. vae.Transform(View).GetColumn<float[]>("Features")];
        ITransformer[] models = [vae, new TransformerChain<ITransformer>(vae)];
        foreach (ITransformer model in models)
        {
            Ml.Model.Save(model, View.Schema, ModelFile);

            StockAnswer answer = Ask(new() { ModelFile = ModelFile, Features = Features, Labels = Labels, Columns = ["Features"] });
            Assert.IsNull(answer.Error);
            AssertBits(expected, answer.Columns["Features"]);
            ITransformer loaded = Ml.Model.LoadBmVae(ModelFile, out _);
            Assert.AreEqual(model.GetType(), loaded.GetType());
            AssertEqualRows(expected, [.. loaded.Transform(View).GetColumn<float[]>("Features")]);
            Assert.DoesNotContain(column => column.Name.Contains("replaced", StringComparison.Ordinal), loaded.Transform(View).Schema);
        }
    }

    [TestMethod]
    [DataRow(false, DisplayName = "LoadBmVae")]
    [DataRow(true, DisplayName = "RestoreBmVae")]
    public void AGeneratorComesBackAndOtherProcessesAreToldHow(bool restored)
    {
        var options = new GenerationOptions
        {
            Mode = GenerationMode.Conditional, PoolSize = 32, Seed = 4, Features = GeneratedFeatures.Sampled, Beta = 1.5,
        };
        using var generator = new LatentGeneratorTransformer(Vae.Model, options, "Features", "Label", "Unlikely");
        ITransformer chain = new TransformerChain<ITransformer>(Ml.Transforms.CopyColumns("Copy", "Label").Fit(View), generator);
        Ml.Model.Save(chain, View.Schema, ModelFile);

        StockAnswer answer = Ask(new() { ModelFile = ModelFile, Features = Features, Labels = Labels, Columns = ["Features"] });
        StringAssert.Contains(answer.Error, "load this model with ml.Model.LoadBmVae");

        ITransformer loaded = Load(restored, out _);
        foreach (string name in (string[])["Features", "Unlikely"])
        {
            AssertEqualRows(ColumnValues.Of(chain.Transform(View), name), ColumnValues.Of(loaded.Transform(View), name));
        }

        LatentGeneratorTransformer again = ((IEnumerable<ITransformer>)loaded).OfType<LatentGeneratorTransformer>().Single();
        Assert.AreEqual(options with { MaxDegreeOfParallelism = Environment.ProcessorCount }, again.Options);
    }

    [TestMethod]
    public void AGaussianModelIsSavedToo()
    {
        using BmVaeTransformer vae = Ml.Transforms.BmVae(Options with
        {
            Prior = PriorKind.Gaussian,
            Training = new() { Epochs = 1, BatchSize = 20 },
            Columns = new() { Reconstruction = "Reconstruction" },
        }).Fit(View);
        AssertSavedIsTheSameInBothProcesses(vae, "Latent", "Reconstruction");
    }

    [TestMethod]
    public void TransformersOfOthersAreLeftAlone()
    {
        string file = Path.Combine(_folder, "encoder.onnx");
        Vae.Model.SaveEncoderOnnx(file);
        using OnnxTransformer other = Ml.Transforms.ApplyOnnxModel(["Bits"], ["Features"], file).Fit(View);
        var chain = new TransformerChain<ITransformer>(other, Vae);
        Ml.Model.Save(chain, View.Schema, ModelFile);

        var loaded = (TransformerChain<ITransformer>)Ml.Model.LoadBmVae(ModelFile, out _);

        Assert.IsInstanceOfType<OnnxTransformer>(loaded.First());
        AssertEqualRows([.. chain.Transform(View).GetColumn<float[]>("Latent")], [.. loaded.Transform(View).GetColumn<float[]>("Latent")]);
        Assert.AreSame(other, Ml.Model.RestoreBmVae(other));
        ((IDisposable)loaded).Dispose();
    }

    [TestMethod]
    public void ASaveThatFailsLeavesTheOldFile()
    {
        Ml.Model.SaveBmVae(Chain, View.Schema, ModelFile);
        byte[] old = File.ReadAllBytes(ModelFile);

        ITransformer unsaveable = Ml.Transforms.CustomMapping<Row, Prediction>((_, _) => { }, contractName: null).Fit(View);
        Assert.Throws<Exception>(() => Ml.Model.SaveBmVae(new TransformerChain<ITransformer>(Vae, unsaveable), View.Schema, ModelFile));

        CollectionAssert.AreEqual(old, File.ReadAllBytes(ModelFile));
        CollectionAssert.AreEqual(new[] { ModelFile }, Directory.GetFiles(_folder));
    }

    [TestMethod]
    public void AFileSavedOverAnotherIsSeenToChange()
    {
        Ml.Model.SaveBmVae(Chain, View.Schema, ModelFile);
        using var changed = new ManualResetEventSlim();
        using var watcher = new FileSystemWatcher(_folder, Path.GetFileName(ModelFile)); // as PredictionEnginePool watches
        watcher.Changed += (_, _) => changed.Set();
        watcher.EnableRaisingEvents = true;

        Ml.Model.SaveBmVae(Chain, View.Schema, ModelFile);

        Assert.IsTrue(changed.Wait(TimeSpan.FromSeconds(30)));
    }

    [TestMethod]
    public void EnginesOfManyThreadsShareAModelThatMlNetLoaded()
    {
        const int threads = 16;
        Ml.Model.SaveBmVae(Chain, View.Schema, ModelFile);
        float[][] bits = [.. Chain.Transform(View).GetColumn<float[]>("Latent")];
        float[][] energies = ColumnValues.Of(Chain.Transform(View), "Energy");
        ITransformer loaded = Ml.Model.Load(ModelFile, out _); // once, as PredictionEnginePool does it
        var predictions = new Prediction[threads][];

        Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, thread =>
        {
            var engine = Ml.Model.CreatePredictionEngine<Row, Prediction>(loaded); // which nobody disposes of
            predictions[thread] = [.. Rows.Select(engine.Predict)];
        });

        foreach (Prediction[] of in predictions)
        {
            AssertBits(bits, [.. of.Select(prediction => prediction.Latent)]);
            AssertClose("Energy", energies, [.. of.Select(prediction => prediction.Energy)]);
        }

        ((IDisposable)loaded).Dispose();
    }

    private sealed class Prediction
    {
        public float[] Latent { get; set; } = [];

        public float[] Energy { get; set; } = [];
    }

    [TestMethod]
    public void FilesWithoutOneTransformerAreRefused()
    {
        Ml.Model.Save(Ml.Transforms.CopyColumns("Copy", "Label").Fit(View), View.Schema, ModelFile);
        Refused("expected a BmVaeTransformer in the ML.NET model file, got none");
        Ml.Model.Save(new TransformerChain<ITransformer>(Vae, Vae), View.Schema, ModelFile);
        Refused("got 2");
        File.WriteAllText(ModelFile, "no zip");
        Refused("expected an ML.NET model file, which is a zip");
        Assert.ThrowsExactly<FileNotFoundException>(() => Ml.Model.LoadBmVae(Path.Combine(_folder, "missing.zip")));

        void Refused(string message)
        {
            var error = Assert.ThrowsExactly<InvalidDataException>(() => Ml.Model.LoadBmVae(ModelFile));
            StringAssert.Contains(error.Message, ModelFile);
            StringAssert.Contains(error.Message, message);
        }
    }

    private static float[][] Features => [.. Rows.Select(row => row.Features)];

    private static string[] Labels => [.. Rows.Select(row => row.Label)];

    /// <summary>A process without our package gives the same columns, and this one the whole object.</summary>
    private void AssertSavedIsTheSameInBothProcesses(BmVaeTransformer vae, params string[] columns)
    {
        Ml.Model.Save(vae, View.Schema, ModelFile);

        StockAnswer answer = Ask(new() { ModelFile = ModelFile, Features = Features, Labels = Labels, Columns = columns });

        Assert.IsNull(answer.Error);
        Assert.HasCount(columns.Length, answer.Columns);
        foreach ((string name, float[][] values) in answer.Columns)
        {
            AssertClose(name, ColumnValues.Of(vae.Transform(View), name), values);
        }

        using BmVaeTransformer loaded = Ml.Model.LoadBmVae(ModelFile);
        AssertSame(vae, loaded);
    }

    private StockAnswer Ask(StockRequest request) => StockRun.Ask(_folder, request);

    private ITransformer Load(bool restored, out DataViewSchema? schema)
    {
        if (!restored)
        {
            return Ml.Model.LoadBmVae(ModelFile, out schema);
        }

        ITransformer loaded = Ml.Model.Load(ModelFile, out DataViewSchema saved);
        schema = saved;
        return Ml.Model.RestoreBmVae(loaded);
    }

    private static float[][] Generated(BmVaeTransformer vae)
    {
        using LatentGeneratorTransformer generator = vae.Generator(new() { Mode = GenerationMode.Conditional, PoolSize = 32 });
        return [.. generator.Generate(20).GetColumn<float[]>("Features")];
    }

    private static void AssertSame(BmVaeTransformer expected, BmVaeTransformer got)
    {
        Assert.AreEqual(expected.OutputColumnName, got.OutputColumnName);
        Assert.AreEqual(expected.InputColumnName, got.InputColumnName);
        Assert.AreEqual(expected.LabelColumnName, got.LabelColumnName);
        Assert.AreEqual(expected.Columns, got.Columns);
        CollectionAssert.AreEqual(Bytes(expected.Model), Bytes(got.Model));
    }

    private static byte[] Bytes(BmVaeModel model)
    {
        using var file = new MemoryStream();
        model.Save(file);
        return file.ToArray();
    }

    /// <summary>Equal wherever the logit is not as good as 0.</summary>
    private static void AssertBits(float[][] expected, float[][] got)
    {
        Assert.HasCount(expected.Length, got);
        float[] logits = new float[Latents];
        foreach ((Row row, float[] one, float[] other) in Rows.Zip(expected, got))
        {
            Vae.Model.Encode(row.Features, logits);
            for (int i = 0; i < Latents; i++)
            {
                Assert.IsTrue(one[i] == other[i] || Math.Abs(logits[i]) <= 1e-5, $"bit {i} with logit {logits[i]}");
            }
        }
    }

    private static void AssertClose(string name, float[][] expected, float[][] got)
    {
        // A p-value counts held-out rows: one more or less where two scores are equal but for rounding.
        double tolerance = name == "P" ? 1.01 / (1 + (0.2 * Count)) : 1e-6;
        Assert.HasCount(expected.Length, got);
        foreach ((float[] one, float[] other) in expected.Zip(got))
        {
            Assert.HasCount(one.Length, other);
            for (int i = 0; i < one.Length; i++)
            {
                Assert.AreEqual(one[i], other[i], tolerance * Math.Max(1, Math.Abs(one[i])), name);
            }
        }
    }

    private static void AssertEqualRows(float[][] expected, float[][] got)
    {
        Assert.HasCount(expected.Length, got);
        CollectionAssert.AreEqual(expected.SelectMany(row => row).ToArray(), got.SelectMany(row => row).ToArray());
    }
}
