namespace MLNetQuantumPrior;

internal sealed partial class TableRules
{
    private const byte Version = 1;

    /// <summary>Writes the rules; the same rules give the same bytes.</summary>
    public void Write(BinaryWriter writer) => writer.Write(Version);

    /// <summary>Reads rules that were written.</summary>
    /// <param name="reader">What to read from.</param>
    /// <param name="profiles">Profiles of the table's columns.</param>
    /// <exception cref="InvalidDataException">The bytes are not rules of such a table.</exception>
    public static TableRules Read(BinaryReader reader, ImmutableArray<ColumnProfile> profiles)
    {
        byte version = reader.ReadByte();
        return version == Version
            ? None(profiles)
            : throw new InvalidDataException($"Rules of a table: expected version {Version}, got {version}.");
    }
}
