using System.Buffers.Binary;
using System.Security.Cryptography;

namespace MLNetQuantumPrior.Learning.Tests;

[TestClass]
public sealed class ClassifierFileTests
{
    private const int VersionAt = 8, LengthAt = 12, LayerCountAt = 20, FirstLayerAt = 24;
    private const int SecondLayerAt = FirstLayerAt + 1 + 4 + 4 + 8;

    private static readonly ClassifierArchitecture Architecture = new(
        [
            new Dense(3, 4) { Gain = 2 }, new Activation(ActivationFunction.Relu), new Activation(ActivationFunction.LeakyRelu),
            new Activation(ActivationFunction.Tanh), new Dense(4, 2),
        ]);

    private string _folder = "";

    private string FilePath => Path.Combine(_folder, "some.bin");

    [TestInitialize]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("classifier").FullName;

    [TestCleanup]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    [TestMethod]
    public void ALoadedClassifierIsTheSavedOneToTheLastBit()
    {
        Classifier saved = Save();
        saved.Save(FilePath); // over the first

        Classifier loaded = Classifier.Load(FilePath);

        Assert.AreEqual(saved.Architecture, loaded.Architecture);
        Bits.AssertSame(saved.Parameters, loaded.Parameters);
        CollectionAssert.AreEqual(new[] { FilePath }, Directory.GetFiles(_folder), "Nothing but the file may be left.");
    }

    [TestMethod]
    public void EveryDamagedByteIsNoticed()
    {
        Save();
        byte[] file = File.ReadAllBytes(FilePath);
        for (int i = 0; i < file.Length; i++)
        {
            file[i] ^= 0x10;
            Refusal(file);
            file[i] ^= 0x10;
        }
    }

    [TestMethod]
    public void EveryCutIsNoticed()
    {
        Save();
        byte[] file = File.ReadAllBytes(FilePath);
        for (int length = 0; length < file.Length; length++)
        {
            Refusal(file[..length]);
        }

        StringAssert.Contains(Refusal(file[..^5]), $"expected {file.Length} bytes, got {file.Length - 5}");
        StringAssert.Contains(Refusal([.. file, 0]), $"expected {file.Length} bytes, got {file.Length + 1}");
    }

    [TestMethod]
    public void MessagesSayWhatIsWrong()
    {
        Save();
        StringAssert.Contains(Refusal("some text"u8.ToArray()), "expected a classifier, beginning with 424D434C41535359, got 9 bytes");
        StringAssert.Contains(Refusal([]), "got 0 bytes");
        StringAssert.Contains(Changed(file => file[VersionAt] = 2), "expected version 1, got 2");
        StringAssert.Contains(Changed(file => file[^40] ^= 1, sign: false), "expected the SHA-256 sum");
        Assert.ThrowsExactly<FileNotFoundException>(() => Classifier.Load(FilePath + ".other"));
    }

    [TestMethod]
    public void SignedNonsenseIsRefusedToo()
    {
        Save();
        StringAssert.Contains(Changed(file => file[LayerCountAt] = 0), "expected a Dense layer first and last, got no layer");
        StringAssert.Contains(Changed(file => file.AsSpan(LayerCountAt, 4).Fill(0x7f)), "Classifier file");
        StringAssert.Contains(Changed(file => file[LayerCountAt + 3] = 0xff), "expected a Dense layer first and last, got no layer");
        StringAssert.Contains(Changed(file => file[FirstLayerAt] = 9), "expected a layer of kind 1 or 2, got 9");
        StringAssert.Contains(Changed(file => file[SecondLayerAt + 1] = 9), "expected a known activation function, got 9");
        StringAssert.Contains(Changed(file => file[FirstLayerAt + 1] = 7), "expected 42 parameters in 168 bytes, got 104 bytes");
        StringAssert.Contains(Changed(file => file[FirstLayerAt + 5] = 5), "got rows of 5");
        StringAssert.Contains(
            Changed(file => BinaryPrimitives.WriteSingleLittleEndian(file.AsSpan(file.Length - 36), float.NaN)),
            "parameter 25: expected a finite number, got NaN");
    }

    private Classifier Save()
    {
        var classifier = new Classifier(Architecture, new ClassifierNetwork(Architecture, seed: 1, threads: 1).Parameters.ToArray());
        classifier.Save(FilePath);
        return classifier;
    }

    /// <summary>The refusal of the saved file with a change, under a right length and sum unless these are what is tested.</summary>
    private string Changed(Action<byte[]> change, bool sign = true)
    {
        Save();
        byte[] file = File.ReadAllBytes(FilePath);
        change(file);
        if (sign)
        {
            BinaryPrimitives.WriteInt64LittleEndian(file.AsSpan(LengthAt), file.Length);
            SHA256.HashData(file.AsSpan(..^SHA256.HashSizeInBytes), file.AsSpan(^SHA256.HashSizeInBytes..));
        }

        return Refusal(file);
    }

    private string Refusal(byte[] file)
    {
        File.WriteAllBytes(FilePath, file);
        string message = Assert.ThrowsExactly<InvalidDataException>(() => Classifier.Load(FilePath)).Message;
        StringAssert.StartsWith(message, $"Classifier file '{FilePath}': ");
        return message;
    }
}
