using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Tests;

/// <summary>Graphs that run without this package answer a row that means nothing with NaN, in every output.</summary>
[TestClass]
public sealed class NotFiniteRowTests
{
    private static readonly MLContext Ml = new(seed: 1);

    private static readonly Row[] Table = Row.Generate(120);

    private static readonly BmVaeEstimator.Options Options = new()
    {
        LatentSize = 6, HiddenSizes = [16], Seed = 1, Training = new() { Epochs = 2, BatchSize = 20, Chains = 16 },
        Columns = new() { Reconstruction = "Back", Energy = "Energy", ReconstructionLoss = "Loss", OutlierScore = "Score", PValue = "P" },
    };

    [TestMethod]
    [DataRow(MissingValues.Refuse, float.NaN)]
    [DataRow(MissingValues.Refuse, float.PositiveInfinity)]
    [DataRow(MissingValues.Refuse, float.NegativeInfinity)]
    [DataRow(MissingValues.Mean, float.NegativeInfinity)]
    public void TheyBecomeNaN(MissingValues missing, float wrong)
    {
        using BmVaeTransformer vae =
            Ml.Transforms.BmVae(Options with { MissingValues = missing }).Fit(Ml.Data.LoadFromEnumerable(Table));
        IDataView rows = With(wrong);
        using var zip = new MemoryStream();
        Ml.Model.Save(vae, rows.Schema, zip);
        string folder = Directory.CreateTempSubdirectory("bmvae").FullName;
        try
        {
            string file = Path.Combine(folder, "encoder.onnx");
            vae.Model.SaveEncoderOnnx(file);
            ITransformer encoder = Ml.Transforms.ApplyOnnxModel(["Logits", "Bits"], ["Features"], file).Fit(rows);
            AssertNaN(encoder.Transform(rows), "Logits", "Bits");
            (encoder as IDisposable)?.Dispose();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        ITransformer stock = Ml.Model.Load(zip, out _);
        AssertNaN(stock.Transform(rows), "Latent", "Back", "Energy", "Loss", "Score", "P");
        (stock as IDisposable)?.Dispose();
    }

    [TestMethod]
    public void MissingValuesThatAModelReplacesDoNot()
    {
        using BmVaeTransformer vae =
            Ml.Transforms.BmVae(Options with { MissingValues = MissingValues.Mean }).Fit(Ml.Data.LoadFromEnumerable(Table));
        using var zip = new MemoryStream();
        Ml.Model.Save(vae, null, zip);

        ITransformer stock = Ml.Model.Load(zip, out _);

        foreach (string column in (string[])["Latent", "Back", "Energy", "Loss", "Score", "P"])
        {
            Assert.IsTrue(ColumnValues.Of(stock.Transform(With(float.NaN)), column).SelectMany(row => row).All(float.IsFinite), column);
        }

        (stock as IDisposable)?.Dispose();
    }

    /// <summary>Three rows, a value of the second of which is another.</summary>
    private static IDataView With(float value) => Ml.Data.LoadFromEnumerable(Table.Take(3).Select((row, k) => new Row
    {
        Features = [.. row.Features.Select((old, slot) => k == 1 && slot == 5 ? value : old)],
    }));

    private static void AssertNaN(IDataView rows, params string[] columns)
    {
        foreach (string column in columns)
        {
            float[][] values = ColumnValues.Of(rows, column);
            Assert.IsTrue(values[1].All(float.IsNaN), column);
            Assert.IsTrue(values[0].Concat(values[2]).All(float.IsFinite), column);
        }
    }
}
