namespace MLNetQuantumPrior.Learning;

/// <summary>A set of operators (OperatorSetIdProto).</summary>
/// <param name="Domain">Empty for the standard operators.</param>
/// <param name="Version">Its version.</param>
internal sealed record OnnxOpset(string Domain, long Version)
{
    private const int DomainField = 1;
    private const int VersionField = 2;

    public static OnnxOpset Read(ProtobufReader reader)
    {
        string domain = "";
        long version = 0;
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case DomainField:
                    domain = reader.Text();
                    break;
                case VersionField:
                    version = reader.Int64();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return new(domain, version);
    }

    public ProtobufMessage ToMessage()
    {
        var message = new ProtobufMessage();
        message.Text(DomainField, Domain);
        message.Varint(VersionField, Version);
        return message;
    }
}
