namespace Microsoft.ML.Trainers;

/// <summary>
/// What the maximum entropy trainer minimises, apart from the L1 term: (sum of weighted losses + l2 / 2 |W|^2) / sum of weights.
/// Parameters are the biases, then the weights class by class; biases are not regularised.
/// </summary>
internal sealed class SoftmaxObjective
{
    // Shards depend on the data alone and are reduced in order: the number of threads does not change a bit of the result.
    private const int MaximumShards = 16;

    private readonly TrainingRows _rows;
    private readonly int _classes;
    private readonly double _l2;
    private readonly ParallelOptions _parallel;
    private readonly float[] _weights;
    private readonly Shard[] _shards;

    public SoftmaxObjective(TrainingRows rows, int classes, double l2, int threads)
    {
        _rows = rows;
        _classes = classes;
        _l2 = l2;
        _parallel = new ParallelOptions { MaxDegreeOfParallelism = threads };
        int paddedClasses = SoftmaxKernel.PaddedClasses(classes);
        _weights = new float[paddedClasses * rows.Stride];
        int blocks = rows.Blocks.Count;
        int shards = Math.Min(MaximumShards, blocks);
        _shards = new Shard[shards];
        for (int s = 0; s < shards; s++)
            _shards[s] = new Shard((int)((long)blocks * s / shards), (int)((long)blocks * (s + 1) / shards), paddedClasses, rows.Stride);
    }

    public double Evaluate(ReadOnlySpan<double> parameters, Span<double> gradient)
    {
        Pack(parameters);
        Parallel.For(0, _shards.Length, _parallel, s => Accumulate(_shards[s]));

        double loss = 0;
        gradient.Clear();
        foreach (Shard shard in _shards)
        {
            loss += shard.Loss;
            AddUnpacked(shard.Gradient, gradient);
        }
        for (int i = _classes; i < parameters.Length; i++)
        {
            loss += 0.5 * _l2 * parameters[i] * parameters[i];
            gradient[i] += _l2 * parameters[i];
        }
        double scale = 1 / _rows.WeightSum;
        for (int i = 0; i < gradient.Length; i++)
            gradient[i] *= scale;
        return loss * scale;
    }

    private void Accumulate(Shard shard)
    {
        int group = SoftmaxKernel.GroupRows, stride = _rows.Stride;
        Span<float> scores = shard.Scores, gradient = shard.BlockGradient;
        shard.Loss = 0;
        Array.Clear(shard.Gradient);
        for (int b = shard.FirstBlock; b < shard.EndBlock; b++)
        {
            TrainingRows.Block block = _rows.Blocks[b];
            gradient.Clear();
            for (int r = 0; r < block.Count; r += group)
            {
                ReadOnlySpan<float> x = block.Values.AsSpan(r * stride, group * stride);
                SoftmaxKernel.Scores(x, _weights, scores, stride);
                shard.Loss += SoftmaxKernel.Residuals(scores, block.Labels.AsSpan(r, group), block.Weights.AsSpan(r, group), _classes);
                SoftmaxKernel.AddGradient(x, scores, gradient, stride);
            }
            for (int i = 0; i < gradient.Length; i++)
                shard.Gradient[i] += gradient[i];
        }
    }

    // [biases, weights] -> [class, stride] with the bias after the features
    private void Pack(ReadOnlySpan<double> parameters)
    {
        int features = _rows.Features;
        for (int c = 0; c < _classes; c++)
        {
            Span<float> row = _weights.AsSpan(c * _rows.Stride, features + 1);
            for (int j = 0; j < features; j++)
                row[j] = (float)parameters[_classes + c * features + j];
            row[features] = (float)parameters[c];
        }
    }

    private void AddUnpacked(ReadOnlySpan<double> packed, Span<double> gradient)
    {
        int features = _rows.Features;
        for (int c = 0; c < _classes; c++)
        {
            ReadOnlySpan<double> row = packed.Slice(c * _rows.Stride, features + 1);
            for (int j = 0; j < features; j++)
                gradient[_classes + c * features + j] += row[j];
            gradient[c] += row[features];
        }
    }

    /// <summary>A fixed range of blocks with the sums over it. Floats sum a block, doubles the blocks.</summary>
    private sealed class Shard(int firstBlock, int endBlock, int paddedClasses, int stride)
    {
        public readonly int FirstBlock = firstBlock, EndBlock = endBlock;
        public readonly double[] Gradient = new double[paddedClasses * stride];
        public readonly float[] BlockGradient = new float[paddedClasses * stride];
        public readonly float[] Scores = new float[SoftmaxKernel.GroupRows * paddedClasses];
        public double Loss;
    }
}
