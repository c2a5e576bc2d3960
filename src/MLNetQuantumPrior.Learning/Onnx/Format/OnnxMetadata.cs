namespace MLNetQuantumPrior.Learning;

/// <summary>A named text about a model (StringStringEntryProto).</summary>
internal sealed record OnnxMetadata(string Key, string Value)
{
    private const int KeyField = 1;
    private const int ValueField = 2;

    public static OnnxMetadata Read(ProtobufReader reader)
    {
        string key = "", value = "";
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case KeyField:
                    key = reader.Text();
                    break;
                case ValueField:
                    value = reader.Text();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return new(key, value);
    }

    public ProtobufMessage ToMessage()
    {
        var message = new ProtobufMessage();
        message.Text(KeyField, Key);
        message.Text(ValueField, Value);
        return message;
    }
}
