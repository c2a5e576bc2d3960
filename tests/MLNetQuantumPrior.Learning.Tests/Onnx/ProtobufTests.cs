namespace MLNetQuantumPrior.Learning.Tests;

[TestClass]
public sealed class ProtobufTests
{
    // The first three are the examples of the protobuf documentation on encoding.
    [TestMethod]
    [DataRow("089601", 1, 150L)]
    [DataRow("08FEFFFFFFFFFFFFFFFF01", 1, -2L)]
    [DataRow("0800", 1, 0L)]
    [DataRow("A00107", 20, 7L)]
    [DataRow("08FFFFFFFFFFFFFFFF7F", 1, long.MaxValue)]
    [DataRow("0880808080808080808001", 1, long.MinValue)]
    public void NumbersAreWrittenAndReadAsDocumented(string bytes, int field, long value)
    {
        Assert.AreEqual(bytes, Written(message => message.Varint(field, value)));
        ProtobufReader reader = Read(bytes);
        Assert.IsTrue(reader.Next());
        Assert.AreEqual((field, value), (reader.Field, reader.Int64()));
        Assert.IsFalse(reader.Next());
    }

    [TestMethod]
    public void TextsFloatsAndMessagesAreWrittenAsDocumented()
    {
        Assert.AreEqual("120774657374696E67", Written(message => message.Text(2, "testing")));
        Assert.AreEqual("15000080BF", Written(message => message.Float(2, -1)));
        Assert.AreEqual("1A03089601", Written(message =>
        {
            var inner = new ProtobufMessage();
            inner.Varint(1, 150);
            message.Message(3, inner);
        }));
    }

    [TestMethod]
    public void LongMessagesInsideMessagesAreReadBack()
    {
        byte[] content = [.. Enumerable.Range(0, 70_000).Select(i => (byte)(i * 7))];
        ProtobufReader reader = Read(Written(message =>
        {
            var inner = new ProtobufMessage();
            inner.Bytes(5, content);
            inner.Text(6, "größe");
            message.Message(1, inner);
            message.Float(2, 0.1f);
        }));
        Assert.IsTrue(reader.Next());
        ProtobufReader message = reader.Message();
        Assert.IsTrue(message.Next());
        CollectionAssert.AreEqual(content, message.Bytes().ToArray());
        Assert.IsTrue(message.Next());
        Assert.AreEqual("größe", message.Text());
        Assert.IsFalse(message.Next());
        Assert.IsTrue(reader.Next());
        Assert.AreEqual(0.1f, reader.Float());
    }

    [TestMethod]
    [DataRow("0801088002", "one by one")]
    [DataRow("0A03018002", "packed")]
    [DataRow("08010A028002", "mixed")]
    public void RepeatedNumbersMayBePacked(string bytes, string _)
    {
        ProtobufReader reader = Read(bytes);
        var values = new List<long>();
        while (reader.Next())
        {
            reader.Int64s(values);
        }

        CollectionAssert.AreEqual(new long[] { 1, 256 }, values);
    }

    [TestMethod]
    public void UnknownFieldsOfEveryWireTypeAreSkipped()
    {
        ProtobufReader reader = Read("089601" + "110102030405060708" + "1A03AABBCC" + "2501020304" + "3005");
        while (reader.Next() && reader.Field != 6)
        {
            reader.Skip();
        }

        Assert.AreEqual(5, reader.Int64());
        Assert.IsFalse(reader.Next());
    }

    [TestMethod]
    [DataRow("80", "byte 0: expected a number, got the end")]
    [DataRow("0880", "byte 1: expected a number, got the end")]
    [DataRow("08", "byte 1: expected a number, got the end")]
    [DataRow("08FFFFFFFFFFFFFFFFFF02", "byte 1: expected a number of at most 64 bits")]
    [DataRow("0880808080808080808080808001", "byte 1: expected a number of at most 64 bits")]
    [DataRow("0001", "byte 0: expected a field number from 1 to 536870911, got 0")]
    [DataRow("808080801000", "got 536870912")]
    [DataRow("0B", "byte 0: expected a wire type of 0, 1, 2 or 5, got 3")]
    [DataRow("0C", "got 4")]
    [DataRow("0E", "got 6")]
    [DataRow("0F", "got 7")]
    [DataRow("0A0401", "byte 1: expected at most the remaining 1 bytes, got 4")]
    [DataRow("0AFFFFFFFF07", "got 2147483647")]
    [DataRow("0AFFFFFFFFFFFFFFFFFF01", "got 18446744073709551615")]
    [DataRow("0D0000", "byte 1: expected 4 more bytes, got 2")]
    [DataRow("0900000000000000", "byte 1: expected 8 more bytes, got 7")]
    public void DamagedBytesAreNamed(string bytes, string message)
    {
        ProtobufReader reader = Read(bytes);
        var error = Assert.ThrowsExactly<InvalidDataException>(() =>
        {
            while (reader.Next())
            {
                reader.Skip();
            }
        });
        StringAssert.Contains(error.Message, message);
    }

    [TestMethod]
    public void ValuesOfAnotherTypeAreRefused()
    {
        Refused("0801", reader => reader.Text());
        Refused("0801", reader => reader.Float());
        Refused("0801", reader => reader.Message());
        Refused("0A00", reader => reader.Int64());
        Refused("0D00000000", reader => reader.Int64());
        Refused("0D00000000", reader => reader.Int64s(new List<long>()));
        Refused("0A0180", reader => reader.Int64s(new List<long>()));
        Refused("088080808010", reader => reader.Int32());
        Refused("0A02C328", reader => reader.Text());

        static void Refused(string bytes, Action<ProtobufReader> take)
        {
            ProtobufReader reader = Read(bytes);
            Assert.IsTrue(reader.Next());
            Assert.ThrowsExactly<InvalidDataException>(() => take(reader), bytes);
        }
    }

    [TestMethod]
    public void ErrorsInsideMessagesNameTheByteOfTheFile()
    {
        ProtobufReader reader = Read("0801" + "1204" + "0A02" + "0880");
        Assert.IsTrue(reader.Next());
        reader.Skip();
        Assert.IsTrue(reader.Next());
        ProtobufReader outer = reader.Message();
        Assert.IsTrue(outer.Next());
        ProtobufReader inner = outer.Message();
        Assert.IsTrue(inner.Next());
        var error = Assert.ThrowsExactly<InvalidDataException>(() => inner.Int64());
        StringAssert.Contains(error.Message, "byte 7:");
    }

    private static string Written(Action<ProtobufMessage> write)
    {
        var message = new ProtobufMessage();
        write(message);
        var stream = new MemoryStream();
        message.WriteTo(stream);
        Assert.AreEqual(stream.Length, message.Length);
        return Convert.ToHexString(stream.ToArray());
    }

    private static ProtobufReader Read(string bytes) => new(Convert.FromHexString(bytes));
}
