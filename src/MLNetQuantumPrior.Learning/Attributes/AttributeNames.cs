namespace MLNetQuantumPrior.Learning;

/// <summary>Names of attributes and of their values.</summary>
internal static class AttributeNames
{
    /// <exception cref="ArgumentException">There is no attribute or no value of one, or a name comes twice.</exception>
    public static void Check(ImmutableArray<BoltzmannAttribute> attributes)
    {
        if (attributes.IsDefaultOrEmpty)
        {
            throw new ArgumentException("Attributes: expected at least one, got none.", nameof(attributes));
        }

        CheckOnce("Attributes", attributes.Select(attribute => attribute.Name));
        foreach (BoltzmannAttribute attribute in attributes)
        {
            if (attribute.Values.IsDefaultOrEmpty)
            {
                throw new ArgumentException($"Attribute '{attribute.Name}': expected at least one value, got none.", nameof(attributes));
            }

            CheckOnce($"Values of attribute '{attribute.Name}'", attribute.Values.Select(value => value.Name));
        }
    }

    private static void CheckOnce(string what, IEnumerable<string> names)
    {
        string? twice = names.GroupBy(name => name).FirstOrDefault(same => same.Count() > 1)?.Key;
        if (twice is not null)
        {
            throw new ArgumentException($"{what}: expected different names, got '{twice}' twice.");
        }
    }
}
