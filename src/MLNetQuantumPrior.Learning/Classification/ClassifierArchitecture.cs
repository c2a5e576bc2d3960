namespace MLNetQuantumPrior.Learning;

/// <summary>The network of a <see cref="Classifier"/>, as data: from the features of a row to one logit a class.</summary>
public sealed record ClassifierArchitecture
{
    /// <summary>Makes an architecture and checks that each layer takes what the one before it gives.</summary>
    /// <param name="layers"><see cref="Dense"/> and <see cref="Activation"/> layers; the first and the last are Dense.</param>
    /// <exception cref="ArgumentException">Two layers do not fit, or one is not of these kinds.</exception>
    public ClassifierArchitecture(ImmutableArray<Layer> layers)
    {
        if (layers.IsDefaultOrEmpty || layers[0] is not Dense first || layers[^1] is not Dense last)
        {
            string got = layers.IsDefaultOrEmpty ? "no layer" : $"{layers[0]} and {layers[^1]}";
            throw new ArgumentException($"Layers: expected a Dense layer first and last, got {got}.", nameof(layers));
        }

        if (layers.FirstOrDefault(layer => layer is not (Dense or Activation)) is { } other)
        {
            throw new ArgumentException($"Layers: expected Dense and Activation layers, got {other}.", nameof(layers));
        }

        ClassCount = layers.Aggregate(first.Inputs, (values, layer) => layer.OutputSize(values));
        double parameters = layers.OfType<Dense>().Sum(dense => (dense.Inputs + 1.0) * dense.Outputs);
        if (parameters > Array.MaxLength)
        {
            throw new ArgumentException($"Layers: expected at most {Array.MaxLength} parameters, got {parameters:F0}.", nameof(layers));
        }

        (Layers, InputSize, HiddenSize, ParameterCount) = (layers, first.Inputs, last.Inputs, (int)parameters);
    }

    /// <summary>Layers from features to logits.</summary>
    public ImmutableArray<Layer> Layers { get; }

    /// <summary>Number of features of a row.</summary>
    public int InputSize { get; }

    /// <summary>Number of values that the last layer takes.</summary>
    public int HiddenSize { get; }

    /// <summary>Number of classes; labels are 0 to before this number.</summary>
    public int ClassCount { get; }

    /// <summary>Length of the flat vector of all parameters: layer by layer, weights before biases.</summary>
    public int ParameterCount { get; }

    /// <summary>Dense layers with ReLU between them.</summary>
    /// <param name="inputs">Number of features, at least 1.</param>
    /// <param name="hidden">Sizes of the hidden layers; may be empty, which gives softmax regression.</param>
    /// <param name="classes">Number of classes, at least 1.</param>
    /// <exception cref="ArgumentException">A size is below 1.</exception>
    public static ClassifierArchitecture Mlp(int inputs, ReadOnlySpan<int> hidden, int classes)
    {
        var layers = ImmutableArray.CreateBuilder<Layer>();
        foreach (int size in hidden)
        {
            layers.Add(new Dense(inputs, size));
            layers.Add(new Activation(ActivationFunction.Relu));
            inputs = size;
        }

        layers.Add(new Dense(inputs, classes));
        return new(layers.ToImmutable());
    }

    /// <summary>Two architectures are equal when their layers are.</summary>
    public bool Equals(ClassifierArchitecture? other) => other is not null && Layers.SequenceEqual(other.Layers);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(InputSize, HiddenSize, ClassCount, ParameterCount, Layers.Length);
}
