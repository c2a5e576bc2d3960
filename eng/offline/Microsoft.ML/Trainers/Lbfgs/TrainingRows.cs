using System.Numerics;
using Microsoft.ML.Data;

namespace Microsoft.ML.Trainers;

/// <summary>
/// The training set as dense float rows in blocks. A row ends in a constant 1, which turns the biases into ordinary weights, and is padded
/// with zeros to whole vectors; a block is padded with all-zero rows of weight 0 to whole groups. So the kernels have no remainder loops.
/// </summary>
internal sealed class TrainingRows
{
    private const int MaximumBlockRows = 512;
    private const int MaximumBlockValues = 1 << 20;

    private readonly int _blockRows;
    private readonly List<Block> _blocks = [];

    public TrainingRows(int features)
    {
        Features = features;
        int lanes = Vector<float>.Count;
        Stride = (features + 1 + lanes - 1) / lanes * lanes;
        int rows = Math.Clamp(MaximumBlockValues / Stride, SoftmaxKernel.GroupRows, MaximumBlockRows);
        _blockRows = rows / SoftmaxKernel.GroupRows * SoftmaxKernel.GroupRows;
    }

    public int Features { get; }

    public int Stride { get; }

    public long Count { get; private set; }

    public double WeightSum { get; private set; }

    public IReadOnlyList<Block> Blocks => _blocks;

    public void Add(in VBuffer<float> features, int label, float weight)
    {
        if (_blocks.Count == 0 || _blocks[^1].Count == _blockRows)
            _blocks.Add(new Block(_blockRows, Stride));
        Block block = _blocks[^1];
        Span<float> row = block.Values.AsSpan(block.Count * Stride, Stride);
        features.CopyTo(row[..Features]);
        row[Features] = 1;
        block.Labels[block.Count] = label;
        block.Weights[block.Count] = weight;
        block.Count++;
        Count++;
        WeightSum += weight;
    }

    public sealed class Block(int rows, int stride)
    {
        public readonly float[] Values = new float[rows * stride];
        public readonly int[] Labels = new int[rows];
        public readonly float[] Weights = new float[rows];
        public int Count;
    }
}
