using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetContract.Tests.Doubles;
using MLNetContract.Tests.Onnx;

namespace MLNetContract.Tests.Models;

/// <summary>
/// ML.NET and its stand-in read what the other wrote, and what they wrote themselves in another process. The files were written by
/// <see cref="AFileIsWrittenForTheOther"/>, which leaves one in the output folder.
/// </summary>
[TestClass]
public sealed class SharedFileTests : IDisposable
{
    private readonly MLContext _ml = new(seed: 1);
    private readonly LinearModel _onnx = new();

    public void Dispose() => _onnx.Dispose();

    [TestMethod]
    [DataRow("mlnet-5.0.0.zip")]
    [DataRow("offline.zip")]
    public void AFileOfEitherIsReadByBoth(string file) => Check(Path.Combine(AppContext.BaseDirectory, "Models", "Files", file));

    [TestMethod]
    public void AFileIsWrittenForTheOther()
    {
        string file = Path.Combine(AppContext.BaseDirectory, "written.zip");
        _ml.Model.Save(SharedModel.Fit(_ml, _onnx), SharedModel.View(_ml).Schema, file);
        Check(file);
    }

    private void Check(string file)
    {
        IDataView rows = SharedModel.View(_ml);
        ITransformer loaded = _ml.Model.Load(file, out DataViewSchema schema);
        CollectionAssert.AreEqual(Schema(rows.Schema), Schema(schema));
        IDataView actual = loaded.Transform(rows), expected = SharedModel.Fit(_ml, _onnx).Transform(rows);
        CollectionAssert.AreEqual(Schema(expected.Schema), Schema(actual.Schema));
        foreach (string column in (string[])["Hot", "Y", "Features"])
            CollectionAssert.AreEqual(Numbers(expected, column), Numbers(actual, column), new Close(), column);
        CollectionAssert.AreEqual(expected.GetColumn<bool>("Missing").ToArray(), actual.GetColumn<bool>("Missing").ToArray());
        CollectionAssert.AreEqual(actual.GetColumn<string>("Colour").ToArray(), actual.GetColumn<string>("Predicted").ToArray());
        VBuffer<ReadOnlyMemory<char>> names = default, expectedNames = default;
        actual.Schema["Features"].GetSlotNames(ref names);
        expected.Schema["Features"].GetSlotNames(ref expectedNames);
        CollectionAssert.AreEqual(Text(expectedNames), Text(names));
    }

    private static string[] Schema(DataViewSchema schema) => [.. schema.Select(column => column.ToString())];

    private static string[] Text(VBuffer<ReadOnlyMemory<char>> names) => [.. names.DenseValues().Select(name => name.ToString())];

    private static float[] Numbers(IDataView data, string column) => [.. data.GetColumn<float[]>(column).SelectMany(v => v)];
}
