using System.Collections.Immutable;

namespace MLNetQuantumPrior.Learning;

/// <summary>One operation (NodeProto).</summary>
/// <param name="OpType">Name of the operator, such as "Gemm".</param>
/// <param name="Name">Name of this use of it.</param>
/// <param name="Inputs">Names of the values it takes.</param>
/// <param name="Outputs">Names of the values it makes.</param>
internal sealed record OnnxNode(string OpType, string Name, ImmutableArray<string> Inputs, ImmutableArray<string> Outputs)
{
    private const int InputField = 1;
    private const int OutputField = 2;
    private const int NameField = 3;
    private const int OpTypeField = 4;
    private const int AttributeField = 5;
    private const int DomainField = 7;

    /// <summary>The operator set; empty for the standard operators.</summary>
    public string Domain { get; init; } = "";

    public ImmutableArray<OnnxAttribute> Attributes { get; init; } = [];

    public static OnnxNode Read(ProtobufReader reader)
    {
        string opType = "", name = "", domain = "";
        var inputs = ImmutableArray.CreateBuilder<string>();
        var outputs = ImmutableArray.CreateBuilder<string>();
        var attributes = ImmutableArray.CreateBuilder<OnnxAttribute>();
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case InputField:
                    inputs.Add(reader.Text());
                    break;
                case OutputField:
                    outputs.Add(reader.Text());
                    break;
                case NameField:
                    name = reader.Text();
                    break;
                case OpTypeField:
                    opType = reader.Text();
                    break;
                case AttributeField:
                    attributes.Add(OnnxAttribute.Read(reader.Message()));
                    break;
                case DomainField:
                    domain = reader.Text();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return new(opType, name, inputs.ToImmutable(), outputs.ToImmutable()) { Domain = domain, Attributes = attributes.ToImmutable() };
    }

    public ProtobufMessage ToMessage()
    {
        var message = new ProtobufMessage();
        foreach (string input in Inputs)
        {
            message.Text(InputField, input);
        }

        foreach (string output in Outputs)
        {
            message.Text(OutputField, output);
        }

        message.Text(NameField, Name);
        message.Text(OpTypeField, OpType);
        foreach (OnnxAttribute attribute in Attributes)
        {
            message.Message(AttributeField, attribute.ToMessage());
        }

        if (Domain.Length > 0)
        {
            message.Text(DomainField, Domain);
        }

        return message;
    }
}
