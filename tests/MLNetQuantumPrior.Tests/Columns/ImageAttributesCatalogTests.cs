using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Tests;

[TestClass]
public sealed class ImageAttributesCatalogTests
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;
    private readonly MLContext _ml = new(seed: 1);

    [TestInitialize]
    public void Write()
    {
        WriteAttributes("Hat Smiling");
        File.WriteAllText(Path.Combine(_folder, "list_eval_partition.txt"), "1.png 0\n2.png 1\n3.png 0\n");
    }

    [TestCleanup]
    public void Clean() => Directory.Delete(_folder, recursive: true);

    [TestMethod]
    public void EachPictureIsARowOfItsPathPartitionAndAttributes()
    {
        IDataView faces = _ml.Data.LoadImageAttributes(_folder);

        CollectionAssert.AreEqual(
            new[] { "Path", "Partition", "Hat", "Smiling" }, faces.Schema.Select(column => column.Name).ToArray());
        Assert.AreEqual(3, faces.GetRowCount());
        string[] paths = [.. Enumerable.Range(1, 3).Select(k => Path.Combine(_folder, "img_align_celeba", $"{k}.png"))];
        CollectionAssert.AreEqual(paths, faces.GetColumn<string>("Path").ToArray());
        CollectionAssert.AreEqual(new[] { "Training", "Validation", "Training" }, faces.GetColumn<string>("Partition").ToArray());
        CollectionAssert.AreEqual(new[] { true, false, true }, faces.GetColumn<bool>("Hat").ToArray());
        CollectionAssert.AreEqual(new[] { false, false, true }, faces.GetColumn<bool>("Smiling").ToArray());
    }

    [TestMethod]
    public void PicturesOfARelativeFolderAreFound()
    {
        string relative = Path.GetRelativePath(Environment.CurrentDirectory, _folder);

        string[] paths = [.. _ml.Data.LoadImageAttributes(relative).GetColumn<string>("Path")];

        Assert.AreEqual(Path.Combine(_folder, "img_align_celeba", "1.png"), paths[0]);
    }

    [TestMethod]
    public void APartitionHasItsPicturesOnly()
    {
        IDataView training = _ml.Data.LoadImageAttributes(_folder, ImagePartition.Training);

        CollectionAssert.AreEqual(new[] { false, true }, training.GetColumn<bool>("Smiling").ToArray());
        Assert.AreEqual(0, _ml.Data.LoadImageAttributes(_folder, ImagePartition.Test).GetRowCount());
    }

    [TestMethod]
    public void WithoutAFileOfPartitionsThereIsNoColumnOfThem()
    {
        File.Delete(Path.Combine(_folder, "list_eval_partition.txt"));

        CollectionAssert.AreEqual(
            new[] { "Path", "Hat", "Smiling" }, _ml.Data.LoadImageAttributes(_folder).Schema.Select(column => column.Name).ToArray());
        Assert.ThrowsExactly<FileNotFoundException>(() => _ml.Data.LoadImageAttributes(_folder, ImagePartition.Test));
    }

    [TestMethod]
    public void CursorsOfASetHaveTheRowsBetweenThem()
    {
        IDataView faces = _ml.Data.LoadImageAttributes(_folder);
        DataViewSchema.Column hat = faces.Schema["Hat"];
        var ids = new List<ulong>();
        foreach (DataViewRowCursor cursor in faces.GetRowCursorSet([hat], 2))
        {
            ValueGetter<DataViewRowId> id = cursor.GetIdGetter();
            ValueGetter<bool> has = cursor.GetGetter<bool>(hat);
            bool value = false;
            Assert.ThrowsExactly<InvalidOperationException>(() => has(ref value), "before the first row");
            Assert.ThrowsExactly<InvalidOperationException>(() => cursor.GetGetter<bool>(faces.Schema["Smiling"]), "not asked for");
            while (cursor.MoveNext())
            {
                DataViewRowId row = default;
                id(ref row);
                has(ref value);
                Assert.AreEqual(row.Low != 1, value);
                ids.Add(row.Low);
            }
        }

        CollectionAssert.AreEqual(new ulong[] { 0, 1, 2 }, ids);
    }

    [TestMethod]
    public void AnAttributeOfTheNameOfAnotherColumnIsRefused()
    {
        WriteAttributes("Path Smiling");

        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidDataException>(() => _ml.Data.LoadImageAttributes(_folder)).Message,
            "expected attributes of other names than Path and Partition, got 'Path'.");
    }

    private void WriteAttributes(string names) =>
        File.WriteAllText(Path.Combine(_folder, "list_attr_celeba.txt"), $"3\n{names} \n1.png  1 -1\n2.png -1 -1\n3.png  1  1\n");
}
