namespace MLNetQuantumPrior.Learning.Tests;

[TestClass]
public sealed class ImageAttributesTests
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    [TestCleanup]
    public void Clean() => Directory.Delete(_folder, recursive: true);

    /// <summary>As CelebA writes them: names with a blank at the end, values padded to two places.</summary>
    [TestMethod]
    public void PaddedValuesAreRead()
    {
        string attributes = Write("3\r\nBald Eyeglasses Smiling \r\n000001.jpg -1  1 -1\r\n000002.jpg  1 -1  1\r\n000003.jpg -1 -1 -1\r\n");
        string partitions = Write("000003.jpg 2\n000001.jpg 0\n000002.jpg 1\n000009.jpg 1\n");

        var faces = ImageAttributes.Read(attributes, partitions);

        CollectionAssert.AreEqual(new[] { "Bald", "Eyeglasses", "Smiling" }, faces.Names);
        CollectionAssert.AreEqual(new[] { "000001.jpg", "000002.jpg", "000003.jpg" }, faces.Images.Select(image => image.File).ToArray());
        CollectionAssert.AreEqual(new[] { false, true, false }, faces.Images[0].Has);
        CollectionAssert.AreEqual(new[] { true, false, true }, faces.Images[1].Has);
        CollectionAssert.AreEqual(
            new ImagePartition?[] { ImagePartition.Training, ImagePartition.Validation, ImagePartition.Test },
            faces.Images.Select(image => image.Partition).ToArray());
        Assert.AreEqual(2, faces["Smiling"]);
        Assert.IsNull(ImageAttributes.Read(attributes).Images[0].Partition);
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => faces["smiling"]).Message,
            "Attribute 'smiling': expected one of Bald, Eyeglasses, Smiling.");
    }

    [TestMethod]
    [DataRow("", "expected the number of images, got its end")]
    [DataRow("2\n", "expected names of attributes, got its end")]
    [DataRow("A B\n1.jpg 1 1\n", "line 1: expected the number of images alone, got A B")]
    [DataRow("-1\nA\n", "line 1: expected the number of images alone, got -1")]
    [DataRow("2\nA B\n1.jpg 1 1\n", "expected 2 images, as it says, got 1")]
    [DataRow("1\nA B\n1.jpg 1 1\n2.jpg 1 1\n", "expected 1 images, as it says, got 2")]
    [DataRow("1\nA B\n1.jpg 1\n", "line 3: expected a file name and 2 values, one an attribute, got 1 values")]
    [DataRow("1\nA B\n\n1.jpg 1 1 1\n", "line 4: expected a file name and 2 values, one an attribute, got 3 values")]
    [DataRow("1\nA B\n1.jpg 1 0\n", "line 3: expected 1 or -1, got 0")]
    [DataRow("1\nA A\n1.jpg 1 1\n", "line 2: expected different names of attributes, got A A")]
    [DataRow("2\nA\n1.jpg 1\n1.jpg 1\n", "line 4: expected each image once, got '1.jpg' again")]
    public void WhatIsWrongIsNamedWithItsLine(string content, string message)
    {
        string path = Write(content);
        string got = Assert.ThrowsExactly<InvalidDataException>(() => ImageAttributes.Read(path)).Message;
        Assert.StartsWith($"File '{path}'", got);
        Assert.Contains(message, got);
    }

    [TestMethod]
    [DataRow("1.jpg 0\n", "expected an image that")]
    [DataRow("1.jpg 0\n2.jpg 3\n", "line 2: expected a file name and 0, 1 or 2, got 2.jpg 3")]
    [DataRow("1.jpg 0\n2.jpg\n", "line 2: expected a file name and 0, 1 or 2, got 2.jpg")]
    [DataRow("1.jpg 0\n1.jpg 1\n", "line 2: expected each image once, got 1.jpg 1")]
    public void PartitionsAreChecked(string partitions, string message)
    {
        string attributes = Write("2\nA\n1.jpg 1\n2.jpg 1\n"), path = Write(partitions);
        Assert.Contains(
            message, Assert.ThrowsExactly<InvalidDataException>(() => ImageAttributes.Read(attributes, path)).Message);
    }

    private string Write(string content)
    {
        string path = Path.Combine(_folder, $"{Guid.NewGuid():N}.txt");
        File.WriteAllText(path, content);
        return path;
    }
}
