namespace MLNetQuantumPrior.Learning;

/// <summary>The encoder's logits of rows and the values of their attributes, in memory.</summary>
/// <example>
/// <code>
/// ImmutableArray&lt;BoltzmannAttribute&gt; attributes = [new("Thick", [new("False"), new("True")])];
/// var codes = new AttributeCodes(attributes, model.Architecture.LatentSize, logits, values);
/// BoltzmannAttributes learned = new AttributeTrainer(new PopulationAnnealingSampler(), new()).Train(model.Prior, codes, seed: 1);
/// </code>
/// </example>
public sealed class AttributeCodes
{
    private readonly CodeLogits _logits;
    private readonly int[] _values;

    /// <summary>Wraps arrays without copying them; do not change them afterwards.</summary>
    /// <param name="attributes">
    /// Names of the attributes and their values, at least one each, none twice; what else they say is not looked at.
    /// </param>
    /// <param name="spins">Logits of a row, at least 1.</param>
    /// <param name="logits">The encoder's logits. <c>[rows, spins]</c></param>
    /// <param name="values">
    /// The number of the value of each attribute in each row, or -1 where it is missing. <c>[rows, attributes]</c>
    /// </param>
    /// <exception cref="ArgumentException">
    /// A length is wrong, a value is not of its attribute, or no row has it, a logit is not finite, or a name comes twice.
    /// </exception>
    public AttributeCodes(ImmutableArray<BoltzmannAttribute> attributes, int spins, float[] logits, int[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        AttributeNames.Check(attributes);
        (Attributes, Spins, _values) = (attributes, spins, values);
        if (values.Length % attributes.Length != 0)
        {
            throw new ArgumentException(
                $"Values: expected whole rows of {attributes.Length} values, one an attribute, got {values.Length} values.",
                nameof(values));
        }

        _logits = new(logits, Rows, spins);
        CheckValues();
    }

    /// <summary>The attributes.</summary>
    public ImmutableArray<BoltzmannAttribute> Attributes { get; }

    /// <summary>Logits of a row.</summary>
    public int Spins { get; }

    /// <summary>Number of rows.</summary>
    public int Rows => _values.Length / Attributes.Length;

    /// <summary>Logits of one row.</summary>
    internal ReadOnlySpan<float> this[int row] => _logits.Slice(row, row + 1);

    /// <summary>Logits of rows <paramref name="start"/> to before <paramref name="end"/>.</summary>
    internal ReadOnlySpan<float> Slice(int start, int end) => _logits.Slice(start, end);

    /// <summary>The values of one row, one an attribute.</summary>
    internal ReadOnlySpan<int> Values(int row) => _values.AsSpan(row * Attributes.Length, Attributes.Length);

    private void CheckValues()
    {
        for (int index = 0; index < Attributes.Length; index++)
        {
            BoltzmannAttribute attribute = Attributes[index];
            bool[] occurs = new bool[attribute.Values.Length];
            for (int row = 0; row < Rows; row++)
            {
                int value = Values(row)[index];
                if (value < -1 || value >= occurs.Length)
                {
                    throw new ArgumentException(
                        $"Attribute '{attribute.Name}' of row {row}: expected a value from 0 to {occurs.Length - 1}, or -1 for none, " +
                        $"got {value}.", "values");
                }

                if (value >= 0)
                {
                    occurs[value] = true;
                }
            }

            int empty = Array.IndexOf(occurs, false);
            if (empty >= 0)
            {
                throw new ArgumentException(
                    $"Attribute '{attribute.Name}', value '{attribute.Values[empty].Name}': expected at least one row, got none. " +
                    "Leave values without rows out.", "values");
            }
        }
    }
}
