using System.Security.Cryptography;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning.Tests;

/// <summary>The kinds of files of Sampling and Learning, small ones.</summary>
internal static class MutatedFiles
{
    private const int CheckpointHeader = 8 + SHA256.HashSizeInBytes;

    private static readonly (IsingFormat Format, string Text)[] Texts =
    [
        (IsingFormat.Rudy, "# four nodes\n4 3\n1 2 1.5\n2 3 -1\n1 4 2\n"),
        (IsingFormat.Qbsolv, "c four bits\np qubo 0 5 3 2\n0 0 -1.5\n2 2 3\n4 4 0\n0 2 4\n2 4 -0.5\n"),
        (IsingFormat.BiqMac, "# three bits\n3 4\n1 1 -2\n3 3 4\n1 2 1.5\n3 2 -1\n"),
        (IsingFormat.BqpJson, """
            {
              "version": "1.0.0", "id": 0, "metadata": {}, "variable_domain": "boolean", "scale": 2, "offset": 0.5,
              "variable_ids": [3, 0, 9], "linear_terms": [{ "id": 0, "coeff": -1 }, { "id": 9, "coeff": 0.25 }],
              "quadratic_terms": [{ "id_tail": 9, "id_head": 3, "coeff": 1.5 }]
            }
            """),
        (IsingFormat.DimodJson, """
            {"type": "BinaryQuadraticModel", "version": {"bqm_schema": "3.0.0"}, "use_bytes": false, "index_type": "uint16",
             "bias_type": "float64", "num_variables": 3, "num_interactions": 2, "variable_labels": [7, 2, 5], "variable_type": "SPIN",
             "offset": 1.25, "info": {}, "linear_biases": [1, 0, -0.1], "quadratic_biases": [-2, 0.5], "quadratic_head": [0, 1],
             "quadratic_tail": [1, 2]}
            """),
    ];

    private static readonly string[] Entries =
        ["manifest.json", "encoder.onnx", "decoder.onnx", "prior.bin", "classes.bin", "outliers.bin"];
    private static readonly string[] GaussianEntries = ["manifest.json", "encoder.onnx", "decoder.onnx", "classes.bin"];

    /// <param name="folder">An empty folder for files and checkpoints.</param>
    public static IEnumerable<MutatedFile> In(string folder)
    {
        byte[] spins = Bytes(SmallModels.WithClasses()), gaussian = Bytes(SmallModels.Gaussian());
        yield return new(".bmvae", spins, Mutation.OfBytes, Use);
        yield return new(".bmvae with right checksums", spins, (file, random) => Sealed(file, Entries, random), Use);
        yield return new(".bmvae of Gaussian latents with right checksums", gaussian, (file, random) =>
            Sealed(file, GaussianEntries, random), Use);

        yield return new(".bmvae with attributes and right checksums", Bytes(SmallModels.WithAttributes()), (file, random) =>
            Sealed(file, ["attributes.bin"], random), Use);

        byte[] checkpoint = Checkpoint(folder);
        yield return new("checkpoint", checkpoint, Mutation.OfBytes, Resume);
        yield return new("checkpoint with a right checksum", checkpoint, SealedCheckpoint, Resume);

        byte[] classifier = ClassifierFile.ToBytes(Classifier());
        yield return new("classifier", classifier, Mutation.OfBytes, content => ClassifierFile.Parse(content));
        yield return new("classifier with right length and checksum", classifier, SealedClassifier, content =>
            ClassifierFile.Parse(content));

        using var generator = new MemoryStream();
        SmallModels.WithClasses().SaveGeneratorOnnx(generator, new() { PoolSize = 4, MaxDegreeOfParallelism = 1 });
        yield return new("generator", generator.ToArray(), Mutation.OfBytes, content =>
            PortableTablesFile.Read(content).Draw([new(0, 1, Sweeps: 1), new(1, 2, Sweeps: 0)]));

        IsingModel model = SmallModels.WithClasses().Prior;
        string path = Path.Combine(folder, "model.txt");
        IsingJsonFile.Write(path, model);
        yield return new("Ising JSON", File.ReadAllBytes(path), Mutation.OfJson, content => Read(content, () => IsingJsonFile.Read(path)));
        IsingCooFile.Write(path, model);
        yield return new("COO", File.ReadAllBytes(path), Mutation.OfText, content => Read(content, () => IsingCooFile.Read(path)));

        foreach ((IsingFormat format, string text) in Texts)
        {
            byte[] file = System.Text.Encoding.UTF8.GetBytes(text);
            yield return new($"{format}", file, text[0] == '{' ? Mutation.OfJson : Mutation.OfText, content =>
                IsingFile.Read(new MemoryStream(content), format));
        }

        void Resume(byte[] content)
        {
            File.WriteAllBytes(Path.Combine(folder, "training.checkpoint"), content);
            Train(folder);
        }

        void Read(byte[] content, Func<IsingModel> read)
        {
            File.WriteAllBytes(path, content);
            IsingModel model = read();
            sbyte[] spins = new sbyte[model.SpinCount];
            Array.Fill(spins, (sbyte)1);
            model.Energy(spins);
        }
    }

    /// <summary>A change to one entry, under right checksums.</summary>
    private static byte[] Sealed(byte[] file, string[] entries, Random random)
    {
        string name = entries[random.Next(entries.Length)];
        return Damage.Sealed(
            file, name, content => name == "manifest.json" ? Mutation.OfJson(content, random) : Mutation.OfBytes(content, random));
    }

    private static void Use(byte[] file)
    {
        BmVaeModel model = BmVaeModel.Load(new MemoryStream(file));
        model.Save(Stream.Null);
        float[] latents = new float[model.Architecture.LatentSize], features = new float[model.Architecture.InputSize];
        model.Decode(latents, features);
        model.Encode(features, latents);
        if (model.Kind != PriorKind.Gaussian && !model.Classes.Items.IsEmpty)
        {
            var options = new GenerationOptions { Mode = GenerationMode.Conditional, PoolSize = 4, Sweeps = 1, MaxDegreeOfParallelism = 1 };
            new LatentGenerator(model.Prior, model.Classes, options).Draw([0], [0]);
        }
    }

    private static byte[] SealedCheckpoint(byte[] file, Random random)
    {
        byte[] content = Mutation.OfBytes(file[CheckpointHeader..], random);
        return [.. file[..8], .. SHA256.HashData(content), .. content];
    }

    private static byte[] SealedClassifier(byte[] file, Random random)
    {
        const int Length = 8 + sizeof(int);
        byte[] layers = Mutation.OfBytes(file[(Length + sizeof(long))..^SHA256.HashSizeInBytes], random);
        long size = Length + sizeof(long) + layers.Length + SHA256.HashSizeInBytes;
        byte[] whole = [.. file[..Length], .. BitConverter.GetBytes(size), .. layers];
        return [.. whole, .. SHA256.HashData(whole)];
    }

    private static byte[] Checkpoint(string folder)
    {
        Train(folder);
        return File.ReadAllBytes(Path.Combine(folder, "training.checkpoint"));
    }

    private static void Train(string folder)
    {
        const int Pixels = BarsAndStripes.Side * BarsAndStripes.Side;
        var options = new TrainingOptions
        {
            Epochs = 1, BatchSize = 40, Chains = 4, ValidationFraction = 0.2, MaxDegreeOfParallelism = 1,
        };
        var sampler = new BlockGibbsSampler { Sweeps = 1, MaxDegreeOfParallelism = 1 };
        new BmVaeTrainer(new SimdEngine { MaxDegreeOfParallelism = 1 }, sampler, options) { CheckpointFolder = folder }
            .Train(BarsAndStripes.Rows(copies: 2), VaeArchitecture.Mlp(Pixels, [4], 4), PriorKind.Boltzmann, seed: 7);
    }

    private static Classifier Classifier()
    {
        ClassifierArchitecture network = ClassifierArchitecture.Mlp(5, [3], classes: 2);
        float[] numbers = new float[network.ParameterCount];
        new UniformStream(9, 1).FillNormal(numbers, 1);
        return new(network, numbers);
    }

    private static byte[] Bytes(BmVaeModel model)
    {
        using var stream = new MemoryStream();
        model.Save(stream);
        return stream.ToArray();
    }
}
