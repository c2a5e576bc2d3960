using Google.Protobuf;
using MLNetQuantumPrior.Learning.Onnx;
using MLNetQuantumPrior.Tests;

namespace MLNetQuantumPrior.Learning.Tests;

[TestClass]
public sealed class PortableTablesFileTests
{
    private static readonly BmVaeModel Model = GeneratorModels.Random(4, 19, classes: 3, machinesPerClass: 3);

    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    [TestCleanup]
    public void Delete() => Directory.Delete(_folder, recursive: true);

    [TestMethod]
    [DataRow(GenerationMode.Conditional, GenerationCondition.ClassPriors, true, OnnxPrecision.Half)]
    [DataRow(GenerationMode.Conditional, GenerationCondition.ClassPriors, false, OnnxPrecision.Single)]
    [DataRow(GenerationMode.Conditional, GenerationCondition.Fields, true, OnnxPrecision.Single)]
    [DataRow(GenerationMode.Conditional, GenerationCondition.LabelSpins, false, OnnxPrecision.Half)]
    [DataRow(GenerationMode.Unconditional, GenerationCondition.ClassPriors, false, OnnxPrecision.Single)]
    public void AFileDrawsWhatItsGeneratorDraws(
        GenerationMode mode, GenerationCondition condition, bool acceptance, OnnxPrecision precision)
    {
        string path = Path.Combine(_folder, "x.generator.onnx");
        var options = new GenerationOptions { Mode = mode, Condition = condition, Acceptance = acceptance, PoolSize = 12, MaxRounds = 3 };
        var made = new PortableGenerator(Model, options, precision);
        made.SaveOnnx(path);
        Model.SaveGeneratorOnnx(Path.Combine(_folder, "same.onnx"), options, precision);

        PortableGenerator read = PortableGenerator.Load(path), alone = PortableGenerator.Load(path, maxDegreeOfParallelism: 1);

        PortableRow[] rows = [.. Enumerable.Range(0, 90).Select(k => new PortableRow(k % 3, k, k % 2, k % 5, 1 + (k % 3)))];
        CollectionAssert.AreEqual(made.Draw(rows).Bits.ToArray(), read.Draw(rows).Bits.ToArray());
        CollectionAssert.AreEqual(made.Draw(rows).Energies.ToArray(), read.Draw(rows).Energies.ToArray());
        CollectionAssert.AreEqual(made.Draw(rows).Bits.ToArray(), alone.Draw(rows).Bits.ToArray());
        Assert.AreEqual(1, alone.MaxDegreeOfParallelism);
        CollectionAssert.AreEqual(made.ClassNames.ToArray(), read.ClassNames.ToArray());
        Assert.AreEqual(made.Latents, read.Latents);
        CollectionAssert.AreEqual(File.ReadAllBytes(path), File.ReadAllBytes(Path.Combine(_folder, "same.onnx")));
        StringAssert.Contains(Assert.ThrowsExactly<InvalidOperationException>(() => read.SaveOnnx(Stream.Null)).Message, "Copy the file");
    }

    [TestMethod]
    [DataRow("decoder", "expected a generator of version 1, got none")]
    [DataRow("version", "expected a generator of version 1, got 2")]
    [DataRow("names", "expected names of 3 classes, got 0")]
    [DataRow("no weights", "expected a constant 'generator.weights', got none")]
    [DataRow("asymmetric", "expected symmetric matrices")]
    [DataRow("start", "expected 'generator.firstStart' within [0, 50]")]
    [DataRow("machine", "expected 'generator.weightsOf' within [0, 6]")]
    [DataRow("large", "expected sums below 16777216")]
    [DataRow("threshold", "expected finite thresholds")]
    [DataRow("energy", "expected an energy step that is a power of 2, got NaN")]
    [DataRow("shape", "expected 'generator.biases' of shape [6, 19]")]
    [DataRow("twice", "expected one constant 'generator.rounds', got several")]
    public void AFileOfAnotherKindOrADamagedOneIsRefused(string change, string message)
    {
        ModelProto file = change == "decoder"
            ? OnnxExport.Decoder(Model)
            : new PortableGenerator(Model, new() { PoolSize = 16, Acceptance = true }).ToOnnx();
        switch (change)
        {
            case "version":
                file.MetadataProps.Single(entry => entry.Key == "generator").Value = "2";
                break;
            case "names":
                file.MetadataProps.Remove(file.MetadataProps.Single(entry => entry.Key == "class_names"));
                break;
            case "no weights":
                file.Graph.Initializer.Remove(Tensor("weights"));
                break;
            case "asymmetric":
                Set("weights", 4, 1.0f);
                break;
            case "start":
                Set("firstStart", 8, 99L);
                break;
            case "machine":
                Set("weightsOf", 8, 99L);
                break;
            case "large":
                Set("biases", 4, 16777215f);
                break;
            case "threshold":
                Set("thresholds", 40, float.NaN);
                break;
            case "energy":
                Set("energy.step", 0, float.NaN);
                break;
            case "shape":
                (Tensor("biases").Dims[0], Tensor("biases").Dims[1]) = (19, 6);
                break;
            case "twice":
                file.Graph.Initializer.Add(Tensor("rounds").Clone());
                break;
        }

        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidDataException>(() => PortableTablesFile.Read(file.ToByteArray())).Message, message);

        TensorProto Tensor(string name) => file.Graph.Initializer.Single(tensor => tensor.Name == $"generator.{name}");

        void Set<T>(string name, int at, T value)
            where T : unmanaged
        {
            byte[] bytes = Tensor(name).RawData.ToByteArray();
            System.Runtime.InteropServices.MemoryMarshal.Write(bytes.AsSpan(at), value);
            Tensor(name).RawData = ByteString.CopyFrom(bytes);
        }
    }
}
