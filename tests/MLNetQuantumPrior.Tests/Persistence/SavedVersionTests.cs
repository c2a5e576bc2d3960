using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Onnx;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Tests;

/// <summary>A file as the real ML.NET 5.0.0 and the code of its time wrote it. It must be readable for ever.</summary>
[TestClass]
public sealed class SavedVersionTests
{
    private const string ParameterDigest = "9B4919ABA4E8A48B88D2CF1DC4F15408FDF1440F611C5DEE46970CFE52A9ECDC"; // SHA-256 of the weights

    private static readonly MLContext Ml = new();

    private static readonly IDataView View = Ml.Data.LoadFromEnumerable(
    [
        new Row { Features = [-1, 1, 3], Label = "cats" },
        new Row { Features = [1, 0, 3], Label = "dogs" },
        new Row { Features = [0, 0.5f, 3] },
    ]);

    [TestMethod]
    public void TransformersOfTheFirstVersionComeBack()
    {
        using Stream file = OpenFirst();

        var chain = (TransformerChain<ITransformer>)Ml.Model.LoadBmVae(file, out _);

        var vae = (BmVaeTransformer)chain.First();
        var generator = (LatentGeneratorTransformer)chain.Last();
        Assert.AreEqual(("Latent", "Features", "Label"), (vae.OutputColumnName, vae.InputColumnName, vae.LabelColumnName));
        Assert.AreEqual(new BmVaeColumns { Energy = "PriorEnergy" }, vae.Columns);
        Assert.AreEqual(
            ("Generated", "Label", "Energy"), (generator.OutputColumnName, generator.LabelColumnName, generator.EnergyColumnName));
        Assert.AreEqual(
            new GenerationOptions
            {
                Mode = GenerationMode.Conditional, Features = GeneratedFeatures.Expected, Seed = 7, PoolSize = 16,
                MaxDegreeOfParallelism = Environment.ProcessorCount,
            },
            generator.Options);
        Assert.AreEqual(ParameterDigest, Digest(vae.Model));
        Assert.AreEqual(ParameterDigest, Digest(generator.Model));
        Assert.AreEqual(3, chain.Transform(View).GetColumn<float[]>("Generated").Count());
        chain.Dispose();
    }

    [TestMethod]
    public void MlNetLoadsThemWithTheSameColumns()
    {
        using Stream file = OpenFirst();
        var chain = (TransformerChain<ITransformer>)Ml.Model.Load(file, out _);
        using var stock = (OnnxTransformer)chain.First();
        file.Position = 0;
        using var ours = (BmVaeTransformer)((TransformerChain<ITransformer>)Ml.Model.LoadBmVae(file, out _)).First();

        IDataView expected = ours.Transform(View), got = stock.Transform(View);

        foreach (string column in (string[])["Latent", "PriorEnergy"])
        {
            float[][] one = [.. ColumnValues.Of(expected, column)], other = [.. got.GetColumn<float[]>(column)];
            foreach ((float a, float b) in one.SelectMany(row => row).Zip(other.SelectMany(row => row)))
            {
                Assert.AreEqual(a, b, 1e-6 * Math.Max(1, Math.Abs(a)), column);
            }
        }
    }

    private static string Digest(BmVaeModel model) => Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes(model.Parameters)));

    private static Stream OpenFirst() => typeof(SavedVersionTests).Assembly.GetManifestResourceStream("transformers1.zip")!;

    private sealed class Row
    {
        [VectorType(3)]
        public float[] Features { get; set; } = [];

        public string Label { get; set; } = "";
    }
}
