namespace MLNetQuantumPrior.Learning;

/// <summary>
/// Which values the attributes of a code have: one network of one hidden layer with a softmax for each attribute, its head. Immutable and
/// safe for concurrent calls.
/// </summary>
/// <example>
/// <code>
/// float[] probabilities = new float[rows * classifier.ValueCount];
/// classifier.Predict(bits, probabilities);
/// </code>
/// </example>
public sealed class AttributeClassifier
{
    /// <exception cref="ArgumentException">The network is of another form, or gives other numbers of values.</exception>
    internal AttributeClassifier(Classifier network, ImmutableArray<int> heads)
    {
        ClassifierArchitecture architecture = network.Architecture;
        if (architecture.Layers is not [Dense, Activation { Function: ActivationFunction.Relu }, Dense]
            || heads.IsDefaultOrEmpty || heads.Min() < 1 || heads.Sum() != architecture.ClassCount)
        {
            throw new ArgumentException(
                $"Classifier of attributes: expected one hidden layer of ReLU and {(heads.IsDefault ? 0 : heads.Sum())} outputs, " +
                $"got {string.Join(", ", architecture.Layers)}.", nameof(network));
        }

        (Network, Heads) = (network, heads);
        Starts = [.. heads.Select((_, index) => heads.AsSpan()[..index].ToArray().Sum())];
    }

    /// <summary>Number of bits of a code.</summary>
    public int InputSize => Network.Architecture.InputSize;

    /// <summary>Number of values of each attribute, in the order of <see cref="BoltzmannAttributes.Items"/>.</summary>
    public ImmutableArray<int> Heads { get; }

    /// <summary>Values of all attributes together.</summary>
    public int ValueCount => Network.Architecture.ClassCount;

    /// <summary>The layers and their weights.</summary>
    internal Classifier Network { get; }

    /// <summary>Where the values of each attribute start.</summary>
    internal ImmutableArray<int> Starts { get; }

    /// <summary>Probability of each value, attribute after attribute. <c>[rows, InputSize] -> [rows, ValueCount]</c></summary>
    /// <param name="bits">Codes, 0 or 1 each.</param>
    /// <param name="probabilities">Receives numbers within [0, 1]; those of an attribute add up to 1.</param>
    /// <exception cref="ArgumentException">A length does not fit, or a bit is not a finite number.</exception>
    public void Predict(ReadOnlySpan<float> bits, Span<float> probabilities)
    {
        Network.Logits(bits, probabilities); // [rows, bits] -> [rows, values]
        for (int row = 0; row < bits.Length / InputSize; row++)
        {
            for (int head = 0; head < Heads.Length; head++)
            {
                HeadSoftmax.Run(probabilities.Slice((row * ValueCount) + Starts[head], Heads[head]));
            }
        }
    }
}
