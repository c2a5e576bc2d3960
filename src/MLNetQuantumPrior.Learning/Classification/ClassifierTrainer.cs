using System.Diagnostics;

namespace MLNetQuantumPrior.Learning;

/// <summary>
/// Trains a <see cref="Classifier"/>: softmax cross-entropy, Adam with a linearly falling rate, rows in a new order each epoch.
/// </summary>
/// <remarks>The same seed gives the same classifier bit for bit on the same machine, whatever the thread count.</remarks>
/// <param name="options">How to train.</param>
public sealed class ClassifierTrainer(ClassifierOptions options)
{
    /// <summary>Trains a new classifier.</summary>
    /// <param name="data">Rows of features within [0, 1], at least one.</param>
    /// <param name="labels">The class of each row, from 0 to before the number of classes.</param>
    /// <param name="architecture">The network; as many inputs as the data has columns.</param>
    /// <param name="seed">Seed of all randomness.</param>
    /// <param name="progress">Called after each epoch, on the training thread.</param>
    /// <param name="cancel">Ends the training between two steps.</param>
    /// <exception cref="ArgumentException">Data, labels, architecture and options contradict each other.</exception>
    /// <exception cref="TrainingDivergedException">The loss is no longer a finite number.</exception>
    public Classifier Train(
        FeatureMatrix data,
        ReadOnlySpan<int> labels,
        ClassifierArchitecture architecture,
        ulong seed,
        IProgress<ClassifierEpoch>? progress = null,
        CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(architecture);
        ClassLabels.Check(labels, data.Rows, architecture.ClassCount);
        return Train(data, labels, architecture, [architecture.ClassCount], seed, progress, cancel);
    }

    /// <summary>Trains a classifier of several heads, a softmax each.</summary>
    /// <param name="data">Rows of features.</param>
    /// <param name="labels">The class of each head, checked; of several heads, -1 where it is not known. <c>[rows, heads]</c></param>
    /// <param name="architecture">The network.</param>
    /// <param name="heads">Classes of each head.</param>
    /// <param name="seed">Seed of all randomness.</param>
    /// <param name="progress">Called after each epoch.</param>
    /// <param name="cancel">Ends the training between two steps.</param>
    internal Classifier Train(
        FeatureMatrix data,
        ReadOnlySpan<int> labels,
        ClassifierArchitecture architecture,
        ImmutableArray<int> heads,
        ulong seed,
        IProgress<ClassifierEpoch>? progress = null,
        CancellationToken cancel = default)
    {
        CheckSizes(data, architecture);
        var network = new ClassifierNetwork(architecture, heads, seed, options.MaxDegreeOfParallelism);
        var run = new Run(network, data, labels.ToArray(), heads.Length, options, seed);
        for (int epoch = 0; epoch < run.Epochs; epoch++)
        {
            ClassifierEpoch report = run.Epoch(epoch, cancel);
            progress?.Report(report);
        }

        return new(architecture, network.Parameters.ToArray());
    }

    private void CheckSizes(FeatureMatrix data, ClassifierArchitecture architecture)
    {
        if (data.Rows == 0)
        {
            throw new ArgumentException("Training data: expected at least one row, got none.", nameof(data));
        }

        if (architecture.InputSize != data.Columns)
        {
            throw new ArgumentException(
                $"Architecture: expected {data.Columns} inputs, one a feature, got {architecture.InputSize}.", nameof(architecture));
        }

        if (options.Augmentation is { } image && image.Size != data.Columns)
        {
            throw new ArgumentException(
                $"Augmentation: expected images of {data.Columns} pixels, one a feature, got {image.Shape}.",
                nameof(data));
        }
    }

    /// <summary>The moving parts of one training.</summary>
    private sealed class Run(
        ClassifierNetwork network, FeatureMatrix data, int[] labels, int heads, ClassifierOptions options, ulong seed)
    {
        private readonly RowDistortion _rows = new(data, options, seed);
        private readonly float[] _batch = new float[Math.Min(options.BatchSize, data.Rows) * data.Columns];
        private readonly int[] _batchLabels = new int[Math.Min(options.BatchSize, data.Rows) * heads];
        private long _step;

        private long StepsPerEpoch => (data.Rows + (long)options.BatchSize - 1) / options.BatchSize;

        public int Epochs => (int)Math.Max(options.Epochs, (options.LeastSteps + StepsPerEpoch - 1) / StepsPerEpoch);

        public ClassifierEpoch Epoch(int epoch, CancellationToken cancel)
        {
            long start = Stopwatch.GetTimestamp();
            int[] order = new UniformStream(seed, RandomUse.RowOrder(epoch)).Permutation(data.Rows);
            double loss = 0;
            int batch = Math.Min(options.BatchSize, data.Rows);
            for (int first = 0; first < order.Length; first += batch)
            {
                cancel.ThrowIfCancellationRequested();
                int count = Math.Min(batch, order.Length - first);
                loss += count * Step(epoch, order.AsMemory(first, count));
            }

            return new(epoch + 1, Epochs, loss / data.Rows, data.Rows, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        private double Step(int epoch, ReadOnlyMemory<int> rows)
        {
            Memory<float> features = _batch.AsMemory(0, rows.Length * data.Columns);
            _rows.Fill(epoch, rows, features); // [rows] -> [rows, features]
            for (int k = 0; k < rows.Length; k++)
            {
                labels.AsSpan(rows.Span[k] * heads, heads).CopyTo(_batchLabels.AsSpan(k * heads));
            }

            double rate = options.LearningRate * (1 - (_step / ((double)Epochs * StepsPerEpoch)));
            double loss = network.Step(features.Span, _batchLabels.AsSpan(0, rows.Length * heads), rate);
            if (!double.IsFinite(loss))
            {
                throw new TrainingDivergedException(_step, loss, options.LearningRate);
            }

            _step++;
            return loss;
        }
    }
}
