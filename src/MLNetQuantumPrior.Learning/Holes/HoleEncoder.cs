using System.Buffers;

namespace MLNetQuantumPrior.Learning;

/// <summary>
/// What the bits of a row may be when some of its columns are not known: the log-odds of each bit given the known ones, as the encoder of
/// the whole row would give them on average over what the others may be. Immutable and safe for concurrent calls.
/// </summary>
/// <remarks>A row's result is bitwise the same whatever rows come with it.</remarks>
internal sealed class HoleEncoder
{
    private readonly float[] _parameters;
    private readonly LayerStack _layers;

    /// <summary>Takes ownership of <paramref name="parameters"/>.</summary>
    /// <param name="columns">Which slots belong to which column.</param>
    /// <param name="architecture">The network; as many inputs as there are slots and columns.</param>
    /// <param name="parameters">Its weights.</param>
    /// <exception cref="ArgumentException">Columns, network and weights do not fit each other.</exception>
    public HoleEncoder(SlotColumns columns, ClassifierArchitecture architecture, float[] parameters)
    {
        if (architecture.InputSize != columns.InputSize || parameters.Length != architecture.ParameterCount)
        {
            throw new ArgumentException(
                $"Encoder of rows with holes: expected {columns.InputSize} inputs and {architecture.ParameterCount} parameters, " +
                $"got {architecture.InputSize} and {parameters.Length}.");
        }

        (Columns, Architecture, _parameters) = (columns, architecture, parameters);
        _layers = new(architecture.Layers, architecture.InputSize);
    }

    /// <summary>Which slots belong to which column.</summary>
    public SlotColumns Columns { get; }

    /// <summary>The network, as data; its outputs are log-odds of bits rather than of classes.</summary>
    public ClassifierArchitecture Architecture { get; }

    /// <summary>Number of bits.</summary>
    public int LatentSize => Architecture.ClassCount;

    /// <summary>All weights: layer by layer, weights before biases.</summary>
    public ReadOnlySpan<float> Parameters => _parameters;

    /// <summary>Log-odds of bits. <c>[rows, slots], [rows, columns] -> [rows, LatentSize]</c></summary>
    /// <param name="scaled">Scaled slots of rows; those of hidden columns are not looked at.</param>
    /// <param name="hidden">Which columns are not known.</param>
    /// <param name="logits">Receives the log-odds.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public void Encode(ReadOnlySpan<float> scaled, ReadOnlySpan<bool> hidden, Span<float> logits)
    {
        int rows = logits.Length / LatentSize;
        int width = Columns.InputSize;
        float[] inputs = ArrayPool<float>.Shared.Rent(rows * width);
        for (int row = 0; row < rows; row++)
        {
            Columns.Hide(
                scaled.Slice(row * Columns.Slots, Columns.Slots),
                hidden.Slice(row * Columns.Count, Columns.Count),
                inputs.AsSpan(row * width, width));
        }

        _layers.Forward(_parameters, rows, inputs.AsSpan(0, rows * width), logits);
        ArrayPool<float>.Shared.Return(inputs);
    }
}
