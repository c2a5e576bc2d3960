using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace MLNetQuantumPrior.Tests;

/// <summary>Rows that a component before ours fails at, as ML.NET's image loader does at damaged files.</summary>
[TestClass]
public sealed class ReadableRowsTests
{
    private const int Rows = 40;

    private static readonly BmVaeEstimator.Options Options = new()
    {
        LatentSize = 3, HiddenSizes = [8], Training = new() { Epochs = 1, BatchSize = 16, Chains = 8 }, Seed = 1,
    };

    private readonly List<string> _log = [];
    private readonly MLContext _ml = new(seed: 1);

    public ReadableRowsTests() => _ml.Log += (_, message) =>
    {
        if (message.Kind == ChannelMessageKind.Warning)
        {
            _log.Add(message.RawMessage);
        }
    };

    [TestMethod]
    public void FitNamesTheRowAndItsTexts()
    {
        var error = Assert.ThrowsExactly<InvalidDataException>(() => _ml.Transforms.BmVae(Options).Fit(Loaded(bad: [7])));

        Assert.Contains("Column 'Features', row 7 (Path '7.png'): expected a row that can be read, got: no image", error.Message);
        Assert.IsNotNull(error.InnerException);
    }

    [TestMethod]
    public void TransformNamesTheRow()
    {
        using BmVaeTransformer vae = _ml.Transforms.BmVae(Options).Fit(Loaded(bad: []));
        IDataView encoded = vae.Transform(Loaded(bad: [9]));

        var error = Assert.ThrowsExactly<InvalidDataException>(() => encoded.GetColumn<float[]>("Latent").Count());
        Assert.Contains("Column 'Features', row 9 (Path '9.png'): expected a row that can be read, got: no image", error.Message);
    }

    [TestMethod]
    public void TheFilterLeavesThemOutAndNamesEachOnce()
    {
        IDataView readable = _ml.Data.FilterUnreadableRows(Loaded(bad: [0, 7, Rows - 1]), "Features");

        string[] expected = [.. Enumerable.Range(0, Rows).Except([0, 7, Rows - 1]).Select(number => $"{number}.png")];
        CollectionAssert.AreEqual(expected, readable.GetColumn<string>("Path").ToArray());
        CollectionAssert.AreEqual(expected, readable.GetColumn<float[]>("Features").Select(row => $"{row[0]}.png").ToArray());
        Assert.HasCount(3, _log);
        Assert.StartsWith("Row 7 (Path '7.png') is left out: column 'Features' cannot be read.", _log[1]);

        using BmVaeTransformer vae = _ml.Transforms.BmVae(Options).Fit(readable);
        Assert.HasCount(Rows - 3, vae.Transform(readable).GetColumn<float[]>("Latent").ToArray());
    }

    [TestMethod]
    public void TheFilterIsAViewLikeOthers()
    {
        IDataView readable = _ml.Data.FilterUnreadableRows(Loaded(bad: [3, 4]), "Features");
        Assert.IsNull(readable.GetRowCount());
        using DataViewRowCursor cursor = readable.GetRowCursor([readable.Schema["Features"]]);
        ValueGetter<VBuffer<float>> getter = cursor.GetGetter<VBuffer<float>>(readable.Schema["Features"]);
        VBuffer<float> features = default;
        Assert.ThrowsExactly<InvalidOperationException>(() => getter(ref features));
        for (long row = 0; row < Rows - 2; row++)
        {
            Assert.IsTrue(cursor.MoveNext());
            Assert.AreEqual(row, cursor.Position);
            getter(ref features);
            Assert.AreEqual(row < 3 ? row : row + 2, features.GetItemOrDefault(0));
        }

        Assert.IsFalse(cursor.MoveNext());
        Assert.AreEqual(-1, cursor.Position);
        Assert.IsFalse(cursor.IsColumnActive(readable.Schema["Path"]));
        Assert.ThrowsExactly<InvalidOperationException>(() => cursor.GetGetter<ReadOnlyMemory<char>>(readable.Schema["Path"]));

        string[] parallel = [.. readable.GetRowCursorSet([readable.Schema["Path"]], 4).SelectMany(Paths)];
        CollectionAssert.AreEquivalent(readable.GetColumn<string>("Path").ToArray(), parallel);
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Data.FilterUnreadableRows(readable, "Path")).Message,
            "Schema mismatch for input column 'Path': expected a known-size vector of Single");
    }

    [TestMethod]
    public void ACancelledReadIsNoDamagedRow()
    {
        IDataView view = Loaded(bad: [5], () => new OperationCanceledException());
        Assert.Throws<OperationCanceledException>(() => _ml.Data.FilterUnreadableRows(view, "Features").GetColumn<string>("Path").Count());
    }

    private static IEnumerable<string> Paths(DataViewRowCursor cursor)
    {
        using (cursor)
        {
            ValueGetter<ReadOnlyMemory<char>> getter = cursor.GetGetter<ReadOnlyMemory<char>>(cursor.Schema["Path"]);
            while (cursor.MoveNext())
            {
                ReadOnlyMemory<char> path = default;
                getter(ref path);
                yield return path.ToString();
            }
        }
    }

    private IDataView Loaded(int[] bad, Func<Exception>? error = null)
    {
        IDataView files = _ml.Data.LoadFromEnumerable(Enumerable.Range(0, Rows).Select(number => new ImageFile { Path = $"{number}.png" }));
        return _ml.Transforms.CustomMapping<ImageFile, Pixels>(
            (file, pixels) =>
            {
                int number = int.Parse(Path.GetFileNameWithoutExtension(file.Path));
                pixels.Features = bad.Contains(number)
                    ? throw error?.Invoke() ?? new ArgumentException("no image")
                    : [number, number % 2, 1];
            },
            contractName: null).Fit(files).Transform(files);
    }

    private sealed class ImageFile
    {
        public string Path { get; set; } = "";
    }

    private sealed class Pixels
    {
        [VectorType(3)]
        public float[] Features { get; set; } = [];
    }
}
