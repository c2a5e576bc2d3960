namespace MLNetQuantumPrior.Learning;

/// <summary>Whether what was learned of attributes goes with a prior.</summary>
internal static class AttributeFit
{
    /// <exception cref="ArgumentException">The attribute of the label has other values than the classes.</exception>
    public static void Check(BoltzmannAttributes attributes, BoltzmannClasses classes)
    {
        BoltzmannAttribute? item = attributes.Label is { } label ? attributes.Items[attributes.IndexOf(label)] : null;
        if (item is not null && !item.Values.Select(value => value.Name).SequenceEqual(classes.Items.Select(own => own.Name)))
        {
            throw new ArgumentException(
                $"Attribute '{item.Name}': expected the classes as values, {string.Join(", ", classes.Items.Select(own => own.Name))}, " +
                $"got {string.Join(", ", item.Values.Select(value => value.Name))}.", nameof(attributes));
        }
    }

    /// <exception cref="ArgumentException">Sizes differ, a name comes twice, or there is no classifier.</exception>
    public static void Check(BoltzmannAttributes attributes, int spins)
    {
        if (attributes.Items.IsEmpty)
        {
            return;
        }

        AttributeNames.Check(attributes.Items);
        foreach (BoltzmannAttribute attribute in attributes.Items)
        {
            if (attribute.Values.FirstOrDefault(value => value.Fields.Length != spins) is { } wrong)
            {
                throw new ArgumentException(
                    $"Attribute '{attribute.Name}', value '{wrong.Name}': expected {spins} fields, one a spin, got {wrong.Fields.Length}.",
                    nameof(attributes));
            }
        }

        AttributeClassifier? classifier = attributes.Classifier;
        if (classifier?.InputSize != spins || !classifier.Heads.SequenceEqual(attributes.Items.Select(item => item.Values.Length)))
        {
            string got = classifier is null
                ? "none"
                : $"one of {classifier.InputSize} bits with {string.Join(", ", classifier.Heads)} values";
            throw new ArgumentException(
                $"Attributes: expected a classifier of {spins} bits with a head for each of {attributes.Items.Length} attributes, " +
                $"got {got}.",
                nameof(attributes));
        }

        if (attributes.Label is { } label && attributes.IndexOf(label) < 0)
        {
            throw new ArgumentException($"Attributes: expected one with the name of the label, '{label}', got none.", nameof(attributes));
        }
    }
}
