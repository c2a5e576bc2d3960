using System.Collections.Immutable;

namespace MLNetQuantumPrior.Learning;

/// <summary>A named constant of a node (AttributeProto): one of the records below.</summary>
internal abstract record OnnxAttribute(string Name)
{
    private const int NameField = 1;
    private const int FloatField = 2;
    private const int IntField = 3;
    private const int IntsField = 8;
    private const int TextsField = 9;
    private const int TypeField = 20;

    private enum Kind
    {
        Float = 1,
        Int = 2,
        Ints = 7,
        Texts = 8,
    }

    public static OnnxAttribute Read(ProtobufReader reader)
    {
        string name = "";
        int kind = 0;
        float single = 0;
        long integer = 0;
        var integers = ImmutableArray.CreateBuilder<long>();
        var texts = ImmutableArray.CreateBuilder<string>();
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case NameField:
                    name = reader.Text();
                    break;
                case FloatField:
                    single = reader.Float();
                    break;
                case IntField:
                    integer = reader.Int64();
                    break;
                case IntsField:
                    reader.Int64s(integers);
                    break;
                case TextsField:
                    texts.Add(reader.Text());
                    break;
                case TypeField:
                    kind = reader.Int32();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return (Kind)kind switch
        {
            Kind.Float => new OnnxFloat(name, single),
            Kind.Int => new OnnxInt(name, integer),
            Kind.Ints => new OnnxInts(name, integers.ToImmutable()),
            Kind.Texts => new OnnxTexts(name, texts.ToImmutable()),
            _ => throw reader.Damaged($"type 1, 2, 7 or 8 for attribute '{name}'", kind),
        };
    }

    public ProtobufMessage ToMessage()
    {
        var message = new ProtobufMessage();
        message.Text(NameField, Name);
        message.Varint(TypeField, (long)WriteValue(message));
        return message;
    }

    private Kind WriteValue(ProtobufMessage message)
    {
        switch (this)
        {
            case OnnxFloat attribute:
                message.Float(FloatField, attribute.Value);
                return Kind.Float;
            case OnnxInt attribute:
                message.Varint(IntField, attribute.Value);
                return Kind.Int;
            case OnnxInts attribute:
                foreach (long value in attribute.Values)
                {
                    message.Varint(IntsField, value);
                }

                return Kind.Ints;
            case OnnxTexts attribute:
                foreach (string value in attribute.Values)
                {
                    message.Text(TextsField, value);
                }

                return Kind.Texts;
            default:
                throw new InvalidOperationException($"Attribute '{Name}': expected one with a kind, got {GetType()}.");
        }
    }
}

internal sealed record OnnxFloat(string Name, float Value) : OnnxAttribute(Name);

internal sealed record OnnxInt(string Name, long Value) : OnnxAttribute(Name);

internal sealed record OnnxInts(string Name, ImmutableArray<long> Values) : OnnxAttribute(Name);

internal sealed record OnnxTexts(string Name, ImmutableArray<string> Values) : OnnxAttribute(Name);
