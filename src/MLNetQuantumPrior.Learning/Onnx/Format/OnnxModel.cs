using System.Collections.Immutable;

namespace MLNetQuantumPrior.Learning;

/// <summary>An ONNX file (ModelProto), as far as this project writes it.</summary>
/// <param name="Producer">What made it.</param>
/// <param name="ProducerVersion">Which version of that.</param>
/// <param name="Opsets">The operator sets that the graph uses.</param>
/// <param name="Graph">The computation.</param>
internal sealed record OnnxModel(string Producer, string ProducerVersion, ImmutableArray<OnnxOpset> Opsets, OnnxGraph Graph)
{
    /// <summary>The version of the file format that came with operator set 17.</summary>
    public const int DefaultIrVersion = 8;

    private const int IrVersionField = 1;
    private const int ProducerField = 2;
    private const int ProducerVersionField = 3;
    private const int GraphField = 7;
    private const int OpsetField = 8;
    private const int MetadataField = 14;
    private const int TrainingField = 20;

    // Of TrainingInfoProto.
    private const int InitializationField = 1;

    /// <summary>Version of the file format.</summary>
    public long IrVersion { get; init; } = DefaultIrVersion;

    /// <summary>Named texts about the model.</summary>
    public ImmutableArray<OnnxMetadata> Metadata { get; init; } = [];

    /// <summary>
    /// Data that travels with the model and that runtimes for inference leave alone: the constants of the training information's
    /// initialization.
    /// </summary>
    public ImmutableArray<OnnxTensor> Payload { get; init; } = [];

    /// <summary>The value of a key of <see cref="Metadata"/>, or null.</summary>
    public string? this[string key] => Metadata.FirstOrDefault(entry => entry.Key == key)?.Value;

    /// <exception cref="InvalidDataException">The bytes are no ONNX file, damaged, or use what this project never writes.</exception>
    public static OnnxModel Read(ReadOnlyMemory<byte> bytes)
    {
        var reader = new ProtobufReader(bytes);
        long irVersion = 0;
        string producer = "", producerVersion = "";
        OnnxGraph? graph = null;
        var opsets = ImmutableArray.CreateBuilder<OnnxOpset>();
        var metadata = ImmutableArray.CreateBuilder<OnnxMetadata>();
        var payload = ImmutableArray.CreateBuilder<OnnxTensor>();
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case IrVersionField:
                    irVersion = reader.Int64();
                    break;
                case ProducerField:
                    producer = reader.Text();
                    break;
                case ProducerVersionField:
                    producerVersion = reader.Text();
                    break;
                case GraphField:
                    graph = OnnxGraph.Read(reader.Message());
                    break;
                case OpsetField:
                    opsets.Add(OnnxOpset.Read(reader.Message()));
                    break;
                case MetadataField:
                    metadata.Add(OnnxMetadata.Read(reader.Message()));
                    break;
                case TrainingField:
                    payload.AddRange(ReadTraining(reader.Message()));
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return new(producer, producerVersion, opsets.ToImmutable(), graph ?? throw reader.Damaged("a graph", "none"))
        {
            IrVersion = irVersion,
            Metadata = metadata.ToImmutable(),
            Payload = payload.ToImmutable(),
        };
    }

    /// <exception cref="InvalidOperationException">The file would be longer than 2 GB.</exception>
    public void WriteTo(Stream stream) => ToMessage().WriteTo(stream);

    public byte[] ToArray()
    {
        var stream = new MemoryStream();
        WriteTo(stream);
        return stream.ToArray();
    }

    private static ImmutableArray<OnnxTensor> ReadTraining(ProtobufReader reader)
    {
        ImmutableArray<OnnxTensor> payload = [];
        while (reader.Next())
        {
            if (reader.Field == InitializationField)
            {
                payload = OnnxGraph.Read(reader.Message()).Constants;
            }
            else
            {
                reader.Skip();
            }
        }

        return payload;
    }

    private ProtobufMessage ToMessage()
    {
        var message = new ProtobufMessage();
        message.Varint(IrVersionField, IrVersion);
        message.Text(ProducerField, Producer);
        message.Text(ProducerVersionField, ProducerVersion);
        message.Message(GraphField, Graph.ToMessage());
        foreach (OnnxOpset opset in Opsets)
        {
            message.Message(OpsetField, opset.ToMessage());
        }

        foreach (OnnxMetadata entry in Metadata)
        {
            message.Message(MetadataField, entry.ToMessage());
        }

        if (!Payload.IsEmpty)
        {
            var training = new ProtobufMessage();
            training.Message(InitializationField, new OnnxGraph("payload") { Constants = Payload }.ToMessage());
            message.Message(TrainingField, training);
        }

        return message;
    }
}
