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
        CheckSizes(data, architecture);
        ClassLabels.Check(labels, data.Rows, architecture.ClassCount);

        var network = new ClassifierNetwork(architecture, seed, options.MaxDegreeOfParallelism);
        var run = new Run(network, data, labels.ToArray(), options, seed);
        for (int epoch = 0; epoch < options.Epochs; epoch++)
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
    private sealed class Run(ClassifierNetwork network, FeatureMatrix data, int[] labels, ClassifierOptions options, ulong seed)
    {
        private readonly RowDistortion _rows = new(data, options, seed);
        private readonly float[] _batch = new float[Math.Min(options.BatchSize, data.Rows) * data.Columns];
        private readonly int[] _batchLabels = new int[Math.Min(options.BatchSize, data.Rows)];
        private long _step;

        private long StepsPerEpoch => (data.Rows + (long)options.BatchSize - 1) / options.BatchSize;

        public ClassifierEpoch Epoch(int epoch, CancellationToken cancel)
        {
            long start = Stopwatch.GetTimestamp();
            int[] order = new UniformStream(seed, RandomUse.RowOrder(epoch)).Permutation(data.Rows);
            double loss = 0;
            for (int first = 0; first < order.Length; first += _batchLabels.Length)
            {
                cancel.ThrowIfCancellationRequested();
                int count = Math.Min(_batchLabels.Length, order.Length - first);
                loss += count * Step(epoch, order.AsMemory(first, count));
            }

            return new(epoch + 1, options.Epochs, loss / data.Rows, data.Rows, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        private double Step(int epoch, ReadOnlyMemory<int> rows)
        {
            Memory<float> features = _batch.AsMemory(0, rows.Length * data.Columns);
            _rows.Fill(epoch, rows, features); // [rows] -> [rows, features]
            for (int k = 0; k < rows.Length; k++)
            {
                _batchLabels[k] = labels[rows.Span[k]];
            }

            double rate = options.LearningRate * (1 - (_step / ((double)options.Epochs * StepsPerEpoch)));
            double loss = network.Step(features.Span, _batchLabels.AsSpan(0, rows.Length), rate);
            if (!double.IsFinite(loss))
            {
                throw new TrainingDivergedException(_step, loss, options.LearningRate);
            }

            _step++;
            return loss;
        }
    }
}
