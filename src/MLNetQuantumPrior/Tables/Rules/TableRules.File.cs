namespace MLNetQuantumPrior;

internal sealed partial class TableRules
{
    private const byte Version = 1;

    /// <summary>Writes the rules; the same rules give the same bytes.</summary>
    public void Write(BinaryWriter writer)
    {
        writer.Write(Version);
        writer.Write(Profiles.Length);
        writer.Write(Functions.Length);
        foreach (ColumnFunction function in Functions)
        {
            RuleWriter.Write(writer, function);
        }

        writer.Write(Impossible.Length);
        foreach (ImpossiblePairs pairs in Impossible)
        {
            RuleWriter.Write(writer, pairs);
        }

        writer.Write(Constraints.Length);
        foreach (BoundConstraint constraint in Constraints)
        {
            RuleWriter.Write(writer, constraint);
        }
    }

    /// <summary>Reads rules that were written.</summary>
    /// <param name="reader">What to read from.</param>
    /// <param name="profiles">Profiles of the table's columns.</param>
    /// <exception cref="InvalidDataException">The bytes are not rules of such a table.</exception>
    public static TableRules Read(BinaryReader reader, ImmutableArray<ColumnProfile> profiles)
    {
        RuleReader rules = new(reader, profiles);
        try
        {
            rules.Expect(Version, reader.ReadByte(), "version");
            rules.Expect(profiles.Length, reader.ReadInt32(), "number of columns");
            ImmutableArray<ColumnFunction> functions = rules.Many(rules.Function);
            RuleReader.Check(functions.Select(one => one.Column).Distinct().Count() == functions.Length, "each column computed once");
            for (int k = 0; k < functions.Length; k++)
            {
                RuleReader.Check(
                    !functions[k..].Any(later => functions[k].Sources.Contains(later.Column)), "functions after those that they need");
            }

            return new(profiles, functions, rules.Many(rules.Pairs), rules.Many(rules.Constraint));
        }
        catch (EndOfStreamException)
        {
            throw new InvalidDataException("Rules of a table: expected more bytes, got the end.");
        }
    }
}
