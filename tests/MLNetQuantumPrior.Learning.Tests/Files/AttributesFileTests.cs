using System.Buffers.Binary;
using System.Text;

namespace MLNetQuantumPrior.Learning.Tests;

[TestClass]
public sealed class AttributesFileTests
{
    private static readonly BoltzmannAttributes Attributes = SmallModels.WithAttributes().Attributes;

    [TestMethod]
    public void AFileHasEverything()
    {
        using var file = new MemoryStream();
        SmallModels.WithAttributes().Save(file);
        BoltzmannAttributes read = BmVaeModel.Load(file).Attributes;

        Assert.AreEqual("Animal", read.Label);
        Assert.IsTrue(Attributes.Classifier!.Network.Parameters.SequenceEqual(read.Classifier!.Network.Parameters));
        Assert.IsTrue(Attributes.Classifier.Heads.SequenceEqual(read.Classifier.Heads));
        foreach ((BoltzmannAttribute expected, BoltzmannAttribute item) in Attributes.Items.Zip(read.Items))
        {
            Assert.AreEqual((expected.Name, expected.Accuracy, expected.Column?.Type), (item.Name, item.Accuracy, item.Column?.Type));
            foreach ((AttributeValue value, AttributeValue own) in expected.Values.Zip(item.Values))
            {
                Assert.AreEqual((value.Name, value.Rows, value.Range), (own.Name, own.Rows, own.Range));
                Assert.IsTrue(value.Fields.SequenceEqual(own.Fields));
            }
        }

        Assert.IsTrue(Attributes.Combinations.Zip(read.Combinations).All(pair =>
            pair.First.Rows == pair.Second.Rows && pair.First.Values.SequenceEqual(pair.Second.Values)));
        using var twice = new MemoryStream();
        BmVaeModel.Load(file).Save(twice);
        CollectionAssert.AreEqual(file.ToArray(), twice.ToArray());
    }

    [TestMethod]
    public void AModelWithoutAttributesHasNoSuchEntry()
    {
        using var file = new MemoryStream();
        SmallModels.WithClasses().Save(file);
        Assert.IsFalse(Encoding.Latin1.GetString(file.ToArray()).Contains("attributes.bin"));
        Assert.IsTrue(BmVaeModel.Load(file).Attributes.Items.IsEmpty);
    }

    [TestMethod]
    public void DamageIsNamed()
    {
        byte[] whole = AttributesFile.Write(Attributes);
        Refused("expected it to begin with 'BMAT', got something else.", content => content[0]++);
        Refused("expected a description of at most", content => BinaryPrimitives.WriteInt32LittleEndian(content.AsSpan(4), int.MaxValue));
        Refused("expected a description of attributes, got", content => content[8] = (byte)'x');
        Refused("expected a number", content => Replace(content, "\"rows\": 7", "\"rows\": X"), any: true);
        Refused("expected rows of value 'cat', got 0.", content => Replace(content, "\"rows\": 7", "\"rows\": 0"));
        Refused("expected an accuracy of attribute 'Animal' from 0 to 1, got 7.75.", content => Replace(content, ": 0.75", ": 7.75"));
        Refused("expected a range of value '1 to 2.5'", content => Replace(content, "\"most\": 2.5", "\"most\": 0.5"));
        Refused("expected one with the name of the label, 'Xnimal', got none.",
            content => Replace(content, "\"label\": \"A", "\"label\": \"X"));
        int rows = whole.Length - sizeof(long);
        Refused("expected a row of a combination or more, got 0.", content => content.AsSpan(rows).Clear());
        Refused("expected values of their attributes, got 9, -1.", content => content[rows - 8] = 9);
        foreach (int length in new[] { 3, 20, whole.Length / 2, whole.Length - 1 })
        {
            Assert.ThrowsExactly<InvalidDataException>(() => AttributesFile.Read(whole[..length], 5));
        }

        Assert.ThrowsExactly<InvalidDataException>(() => AttributesFile.Read([.. whole, 1], 5));

        void Refused(string message, Action<byte[]> damage, bool any = false)
        {
            byte[] content = [.. whole];
            damage(content);
            Exception error = Assert.Throws<Exception>(() => AttributesFile.Read(content, 5));
            Assert.IsTrue(error is InvalidDataException or ArgumentException, $"{error}");
            if (!any)
            {
                StringAssert.Contains(error.Message, message);
            }
        }

        static void Replace(byte[] content, string old, string with)
        {
            int at = content.AsSpan().IndexOf(Encoding.UTF8.GetBytes(old));
            Assert.IsGreaterThan(0, at, old);
            Encoding.UTF8.GetBytes(with).CopyTo(content, at);
        }
    }

    [TestMethod]
    public void TheLabelIsThatOfTheClasses()
    {
        BoltzmannAttributes swapped = Attributes with
        {
            Items = [Attributes.Items[0] with { Values = [.. Attributes.Items[0].Values.Reverse()] }, Attributes.Items[1]],
        };
        using var file = new MemoryStream();
        SmallModels.WithClasses().With(swapped).Save(file);
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidDataException>(() => BmVaeModel.Load(file)).Message,
            "attributes.bin: Attribute 'Animal': expected the classes as values, cat, dog, got dog, cat.");
    }
}
