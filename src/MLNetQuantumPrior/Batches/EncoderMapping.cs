using Microsoft.ML;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior;

/// <summary>Computes what a consumer asks for of the feature column, on ONNX Runtime.</summary>
internal sealed class EncoderMapping(
    DataViewSchema input,
    FeatureColumn features,
    RowSessions sessions,
    ImmutableArray<RowOutput> outputs,
    ImmutableArray<AddedColumn> added)
    : BatchMapping(input, [features.Column], added)
{
    /// <summary>Large enough that matrix products run at full speed, small enough to stay in the cache.</summary>
    public override int BatchSize => 128;

    public override RowBatch CreateBatch(DataViewRow input, int capacity, IReadOnlySet<int> active)
    {
        int[] asked = [.. active.Order()];
        int[] places = new int[outputs.Length]; // of each added column among those asked for
        for (int k = 0; k < asked.Length; k++)
        {
            places[asked[k]] = k;
        }

        return new Batch(input, features, sessions.For([.. asked.Select(index => outputs[index])]), places, capacity);
    }

    private sealed class Batch(DataViewRow input, FeatureColumn features, INetworkSession session, int[] places, int capacity) : RowBatch
    {
        private readonly FeatureReader _reader = new(input, features);
        private readonly float[] _features = new float[capacity * features.Size];
        private readonly float[][] _values = [.. session.OutputSizes.Select(size => new float[capacity * size])];

        public override void Read(int row) => _reader.Read(_features.AsSpan(row * features.Size, features.Size));

        public override void Compute(int count)
        {
            var outputs = new Memory<float>[_values.Length];
            for (int k = 0; k < outputs.Length; k++)
            {
                outputs[k] = _values[k].AsMemory(0, count * session.OutputSizes[k]);
            }

            session.Run(_features.AsSpan(0, count * features.Size), outputs);
        }

        public override ReadOnlySpan<float> Values(int added, int row)
        {
            int size = session.OutputSizes[places[added]];
            return _values[places[added]].AsSpan(row * size, size);
        }
    }
}
