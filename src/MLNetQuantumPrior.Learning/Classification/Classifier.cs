using MLNetQuantumPrior.Learning.Kernels;

namespace MLNetQuantumPrior.Learning;

/// <summary>
/// A trained classifier of rows: which class a row is of, how probable each class is, and what its last hidden layer makes of the row.
/// Immutable and safe for concurrent calls.
/// </summary>
/// <remarks>A row's result is bitwise the same whatever rows come with it.</remarks>
public sealed class Classifier
{
    /// <summary>Softmax of so few classes takes some microseconds.</summary>
    private const int RowsPerPart = 128;

    private readonly float[] _parameters;
    private readonly LayerStack _layers;
    private readonly LayerStack _hidden;

    /// <summary>Takes ownership of <paramref name="parameters"/>.</summary>
    internal Classifier(ClassifierArchitecture architecture, float[] parameters)
    {
        (Architecture, _parameters) = (architecture, parameters);
        _layers = new(architecture.Layers, architecture.InputSize);
        _hidden = new(architecture.Layers[..^1], architecture.InputSize);
    }

    /// <summary>The network, as data.</summary>
    public ClassifierArchitecture Architecture { get; }

    /// <summary>All weights: layer by layer, weights before biases.</summary>
    public ReadOnlySpan<float> Parameters => _parameters;

    /// <summary>Reads a classifier from a file.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is damaged, or not a classifier.</exception>
    public static Classifier Load(string path) => ClassifierFile.Read(path);

    /// <summary>Writes this classifier to a file, beside it first, so that a file of that name is whole at any time.</summary>
    public void Save(string path) => ClassifierFile.Write(this, path);

    /// <summary>Probability of each class. <c>[rows, InputSize] -> [rows, ClassCount]</c></summary>
    /// <param name="features">Rows of finite numbers.</param>
    /// <param name="probabilities">Receives numbers within [0, 1] that add up to 1 in each row.</param>
    /// <exception cref="ArgumentException">A length does not fit, or a feature is not a finite number.</exception>
    public unsafe void Predict(ReadOnlySpan<float> features, Span<float> probabilities)
    {
        int rows = Logits(features, probabilities); // [rows, features] -> [rows, classes]
        fixed (float* p = probabilities)
        fixed (double* logSums = new double[rows])
        {
            LaneJob<Softmax>.Run(new(Architecture.ClassCount, p, p, logSums), rows, RowsPerPart, threads: 1);
        }
    }

    /// <summary>The most probable class, the lower one of two that are equally probable. <c>[rows, InputSize] -> [rows]</c></summary>
    /// <param name="features">Rows of finite numbers.</param>
    /// <param name="labels">Receives a number from 0 to before ClassCount for each row.</param>
    /// <exception cref="ArgumentException">A length does not fit, or a feature is not a finite number.</exception>
    public void Classify(ReadOnlySpan<float> features, Span<int> labels)
    {
        int rows = CheckedRows(features);
        int classes = Architecture.ClassCount;
        Check(labels.Length, rows, 1, nameof(labels));
        float[] logits = new float[rows * classes];
        _layers.Forward(_parameters, rows, features, logits); // [rows, features] -> [rows, classes]
        for (int row = 0; row < rows; row++)
        {
            int best = 0;
            ReadOnlySpan<float> scores = logits.AsSpan(row * classes, classes);
            for (int c = 1; c < classes; c++)
            {
                best = scores[c] > scores[best] ? c : best;
            }

            labels[row] = best;
        }
    }

    /// <summary>
    /// What the last layer sees: features that the classifier found itself, in which rows of a class lie together. Without hidden layers,
    /// the rows themselves. <c>[rows, InputSize] -> [rows, HiddenSize]</c>
    /// </summary>
    /// <param name="features">Rows of finite numbers.</param>
    /// <param name="hidden">Receives the values of the last hidden layer.</param>
    /// <exception cref="ArgumentException">A length does not fit, or a feature is not a finite number.</exception>
    public void Features(ReadOnlySpan<float> features, Span<float> hidden)
    {
        int rows = CheckedRows(features);
        Check(hidden.Length, rows, Architecture.HiddenSize, nameof(hidden));
        if (_hidden.Passes.IsEmpty)
        {
            features.CopyTo(hidden);
        }
        else
        {
            _hidden.Forward(_parameters.AsSpan(0, _hidden.ParameterCount), rows, features, hidden);
        }
    }

    /// <summary>Share of rows whose most probable class is their label, within [0, 1].</summary>
    /// <param name="data">Rows of features, at least one.</param>
    /// <param name="labels">The class of each row, from 0 to before ClassCount.</param>
    /// <exception cref="ArgumentException">A size does not fit, or a label is no class.</exception>
    public double Accuracy(FeatureMatrix data, ReadOnlySpan<int> labels)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.Rows == 0)
        {
            throw new ArgumentException("Data: expected at least one row, got none.", nameof(data));
        }

        ClassLabels.Check(labels, data.Rows, Architecture.ClassCount);
        if (data.Columns != Architecture.InputSize)
        {
            throw new ArgumentException($"Data: expected rows of {Architecture.InputSize} values, got {data.Columns}.", nameof(data));
        }

        int[] found = new int[data.Rows];
        Classify(data.Slice(0, data.Rows), found);
        int right = 0;
        for (int row = 0; row < found.Length; row++)
        {
            right += found[row] == labels[row] ? 1 : 0;
        }

        return (double)right / found.Length;
    }

    /// <summary>What the softmax is taken of. <c>[rows, InputSize] -> [rows, ClassCount]</c></summary>
    /// <returns>The number of rows.</returns>
    /// <exception cref="ArgumentException">A length does not fit, or a feature is not a finite number.</exception>
    internal int Logits(ReadOnlySpan<float> features, Span<float> logits)
    {
        int rows = CheckedRows(features);
        Check(logits.Length, rows, Architecture.ClassCount, "probabilities");
        _layers.Forward(_parameters, rows, features, logits);
        return rows;
    }

    private int CheckedRows(ReadOnlySpan<float> features)
    {
        int width = Architecture.InputSize;
        if (features.Length % width != 0)
        {
            throw new ArgumentException(
                $"Features: expected whole rows of {width} values, got {features.Length} values.", nameof(features));
        }

        for (int i = 0; i < features.Length; i++)
        {
            if (!float.IsFinite(features[i]))
            {
                throw new ArgumentException(
                    $"Feature {i % width} of row {i / width}: expected a finite number, got {features[i]}.", nameof(features));
            }
        }

        return features.Length / width;
    }

    private static void Check(int length, int rows, int width, string name)
    {
        if (length != (long)rows * width)
        {
            throw new ArgumentException(
                $"{name}: expected {(long)rows * width} values, {width} for each of {rows} rows, got {length}.", name);
        }
    }
}
