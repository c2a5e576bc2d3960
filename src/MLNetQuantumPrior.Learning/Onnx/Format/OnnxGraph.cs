using System.Collections.Immutable;

namespace MLNetQuantumPrior.Learning;

/// <summary>A computation (GraphProto): nodes in an order in which they can be computed.</summary>
internal sealed record OnnxGraph(string Name)
{
    private const int NodeField = 1;
    private const int NameField = 2;
    private const int ConstantField = 5;
    private const int InputField = 11;
    private const int OutputField = 12;

    public ImmutableArray<OnnxNode> Nodes { get; init; } = [];

    /// <summary>Weights and other constants ("initializers").</summary>
    public ImmutableArray<OnnxTensor> Constants { get; init; } = [];

    public ImmutableArray<OnnxPort> Inputs { get; init; } = [];

    public ImmutableArray<OnnxPort> Outputs { get; init; } = [];

    public static OnnxGraph Read(ProtobufReader reader)
    {
        string name = "";
        var nodes = ImmutableArray.CreateBuilder<OnnxNode>();
        var constants = ImmutableArray.CreateBuilder<OnnxTensor>();
        var inputs = ImmutableArray.CreateBuilder<OnnxPort>();
        var outputs = ImmutableArray.CreateBuilder<OnnxPort>();
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case NodeField:
                    nodes.Add(OnnxNode.Read(reader.Message()));
                    break;
                case NameField:
                    name = reader.Text();
                    break;
                case ConstantField:
                    constants.Add(OnnxTensor.Read(reader.Message()));
                    break;
                case InputField:
                    inputs.Add(OnnxPort.Read(reader.Message()));
                    break;
                case OutputField:
                    outputs.Add(OnnxPort.Read(reader.Message()));
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return new(name)
        {
            Nodes = nodes.ToImmutable(),
            Constants = constants.ToImmutable(),
            Inputs = inputs.ToImmutable(),
            Outputs = outputs.ToImmutable(),
        };
    }

    public ProtobufMessage ToMessage()
    {
        var message = new ProtobufMessage();
        foreach (OnnxNode node in Nodes)
        {
            message.Message(NodeField, node.ToMessage());
        }

        message.Text(NameField, Name);
        foreach (OnnxTensor constant in Constants)
        {
            message.Message(ConstantField, constant.ToMessage());
        }

        foreach (OnnxPort input in Inputs)
        {
            message.Message(InputField, input.ToMessage());
        }

        foreach (OnnxPort output in Outputs)
        {
            message.Message(OutputField, output.ToMessage());
        }

        return message;
    }
}
