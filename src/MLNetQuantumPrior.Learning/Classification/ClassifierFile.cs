using System.Buffers.Binary;
using System.Security.Cryptography;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning;

/// <summary>The file of a <see cref="Classifier"/>.</summary>
/// <remarks>
/// Little-endian, in this order:
/// the eight bytes "BMCLASSY"; the version as Int32, 1; the length of the whole file as Int64;
/// the number of layers as Int32; each layer as a byte for its kind, 1 = dense with inputs and outputs as Int32 and gain as Double,
/// 2 = activation with its function as a byte, 0 ReLU, 1 leaky ReLU, 2 tanh;
/// all parameters as Single, layer by layer, weights [inputs, outputs] row-major before biases; the SHA-256 of all bytes before it.
/// </remarks>
internal static class ClassifierFile
{
    private const int Version = 1;
    private const byte DenseKind = 1, ActivationKind = 2;
    private const int HeaderSize = 8 + sizeof(int) + sizeof(long);

    private static ReadOnlySpan<byte> Magic => "BMCLASSY"u8;

    public static void Write(Classifier classifier, string path)
    {
        byte[] content = ToBytes(classifier);
        WholeFile.Write(path, stream => stream.Write(content));
    }

    /// <summary>The content of the file.</summary>
    public static byte[] ToBytes(Classifier classifier)
    {
        using var content = new MemoryStream();
        using var writer = new BinaryWriter(content);
        writer.Write(Magic);
        writer.Write(Version);
        writer.Write(0L); // the length, known at the end
        writer.Write(classifier.Architecture.Layers.Length);
        foreach (Layer layer in classifier.Architecture.Layers)
        {
            WriteLayer(writer, layer);
        }

        foreach (float parameter in classifier.Parameters)
        {
            writer.Write(parameter);
        }

        content.Position = HeaderSize - sizeof(long);
        writer.Write(content.Length + SHA256.HashSizeInBytes);
        content.Position = content.Length;
        writer.Write(SHA256.HashData(content.GetBuffer().AsSpan(0, (int)content.Length)));
        return content.ToArray();
    }

    public static Classifier Read(string path)
    {
        try
        {
            return Parse(File.ReadAllBytes(path));
        }
        catch (InvalidDataException error)
        {
            throw new InvalidDataException($"Classifier file '{path}': {error.Message}", error);
        }
    }

    /// <summary>Reads what <see cref="ToBytes"/> made.</summary>
    /// <exception cref="InvalidDataException">It is damaged, or no classifier.</exception>
    public static Classifier Parse(byte[] file)
    {
        CheckWhole(file);
        try
        {
            using var reader = new BinaryReader(new MemoryStream(file, HeaderSize, file.Length - HeaderSize - SHA256.HashSizeInBytes));
            var layers = ImmutableArray.CreateBuilder<Layer>();
            for (int count = reader.ReadInt32(); layers.Count < count;)
            {
                layers.Add(ReadLayer(reader));
            }

            var architecture = new ClassifierArchitecture(layers.ToImmutable());
            return new(architecture, ReadParameters(reader, architecture.ParameterCount));
        }
        catch (Exception error) when (error is ArgumentException or EndOfStreamException)
        {
            throw new InvalidDataException(error.Message, error);
        }
    }

    private static void CheckWhole(ReadOnlySpan<byte> file)
    {
        if (file.Length < HeaderSize || !file.StartsWith(Magic))
        {
            throw new InvalidDataException(
                $"expected a classifier, beginning with {Convert.ToHexString(Magic)}, " +
                $"got {file.Length} bytes, beginning with '{Convert.ToHexString(file[..Math.Min(Magic.Length, file.Length)])}'.");
        }

        int version = BinaryPrimitives.ReadInt32LittleEndian(file[Magic.Length..]);
        if (version != Version)
        {
            throw new InvalidDataException($"expected version {Version}, got {version}. A newer release wrote it, or it is damaged.");
        }

        long length = BinaryPrimitives.ReadInt64LittleEndian(file[(Magic.Length + sizeof(int))..]);
        if (length != file.Length || length < HeaderSize + SHA256.HashSizeInBytes)
        {
            throw new InvalidDataException($"expected {length} bytes, got {file.Length}. It is cut off or damaged.");
        }

        string sum = Convert.ToHexStringLower(file[^SHA256.HashSizeInBytes..]);
        string actual = Convert.ToHexStringLower(SHA256.HashData(file[..^SHA256.HashSizeInBytes]));
        if (sum != actual)
        {
            throw new InvalidDataException($"expected the SHA-256 sum {sum}, got {actual}. It is damaged.");
        }
    }

    private static void WriteLayer(BinaryWriter writer, Layer layer)
    {
        if (layer is Dense dense)
        {
            writer.Write(DenseKind);
            writer.Write(dense.Inputs);
            writer.Write(dense.Outputs);
            writer.Write(dense.Gain);
        }
        else
        {
            writer.Write(ActivationKind);
            writer.Write((byte)((Activation)layer).Function);
        }
    }

    private static Layer ReadLayer(BinaryReader reader) => reader.ReadByte() switch
    {
        DenseKind => new Dense(reader.ReadInt32(), reader.ReadInt32()) { Gain = reader.ReadDouble() },
        ActivationKind => new Activation(ReadFunction(reader)),
        byte kind => throw new InvalidDataException($"expected a layer of kind {DenseKind} or {ActivationKind}, got {kind}."),
    };

    private static ActivationFunction ReadFunction(BinaryReader reader)
    {
        var function = (ActivationFunction)reader.ReadByte();
        return Enum.IsDefined(function)
            ? function
            : throw new InvalidDataException($"expected a known activation function, got {function}.");
    }

    private static float[] ReadParameters(BinaryReader reader, int count)
    {
        long present = reader.BaseStream.Length - reader.BaseStream.Position;
        if (present != (long)count * sizeof(float))
        {
            throw new InvalidDataException($"expected {count} parameters in {(long)count * sizeof(float)} bytes, got {present} bytes.");
        }

        float[] parameters = new float[count];
        for (int i = 0; i < count; i++)
        {
            parameters[i] = reader.ReadSingle();
            if (!float.IsFinite(parameters[i]))
            {
                throw new InvalidDataException($"parameter {i}: expected a finite number, got {parameters[i]}.");
            }
        }

        return parameters;
    }
}
