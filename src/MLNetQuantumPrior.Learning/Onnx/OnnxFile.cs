using Google.Protobuf;
using MLNetQuantumPrior.Learning.Onnx;

namespace MLNetQuantumPrior.Learning;

/// <summary>ONNX files as bytes.</summary>
internal static class OnnxFile
{
    private static readonly MessageParser<ModelProto> Parser = ModelProto.Parser.WithDiscardUnknownFields(true);

    /// <summary>Reads a file, in memory proportional to it.</summary>
    /// <exception cref="InvalidDataException">The bytes are not an ONNX file, or damaged, or a tensor is not what it says.</exception>
    public static ModelProto Read(ReadOnlySpan<byte> file)
    {
        ModelProto model;
        try
        {
            model = Parser.ParseFrom(file);
        }
        catch (InvalidProtocolBufferException error)
        {
            throw new InvalidDataException(
                $"ONNX file: expected a whole one, got one that is damaged or of another kind: {error.Message}", error);
        }

        if (model.Graph is null)
        {
            throw new InvalidDataException("ONNX file: expected a graph, got none.");
        }

        foreach (TensorProto tensor in Tensors(model))
        {
            tensor.Check();
        }

        return model;
    }

    /// <summary>
    /// Data that travels with a model and that runtimes for inference leave alone: the constants of the training information's
    /// initialization.
    /// </summary>
    public static IEnumerable<TensorProto> Payload(ModelProto model) =>
        model.TrainingInfo.SelectMany(training => training.Initialization?.Initializer ?? []);

    /// <exception cref="InvalidOperationException">The file would be longer than the 2 GB that protobuf allows.</exception>
    public static void Write(ModelProto model, Stream stream)
    {
        CheckSize(model);
        model.WriteTo(stream);
    }

    /// <inheritdoc cref="Write"/>
    public static byte[] ToArray(ModelProto model)
    {
        CheckSize(model);
        return model.ToByteArray();
    }

    private static IEnumerable<TensorProto> Tensors(ModelProto model) => (model.Graph?.Initializer ?? [])
        .Concat((model.Graph?.Node ?? []).SelectMany(node => node.Attribute).Select(attribute => attribute.T).OfType<TensorProto>())
        .Concat(Payload(model));

    private static void CheckSize(ModelProto model)
    {
        // Protobuf counts in 32 bits. All but the data of tensors is far below 2 GB, so a sum beyond that has become negative.
        long data = Tensors(model).Sum(tensor => (long)tensor.RawData.Length);
        if (data > int.MaxValue || model.CalculateSize() < 0)
        {
            throw new InvalidOperationException($"ONNX file: expected at most {int.MaxValue} bytes, got {data} of tensors and more.");
        }
    }
}
