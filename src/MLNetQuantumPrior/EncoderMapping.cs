using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetQuantumPrior;

/// <summary>Encodes the feature column into latent bits, on ONNX Runtime.</summary>
internal sealed class EncoderMapping(DataViewSchema input, FeatureColumn features, OnnxSession encoder, AddedColumn latents)
    : BatchMapping(input, [features.Column], [latents])
{
    public override RowBatch CreateBatch(DataViewRow input, int capacity) => new EncodedBatch(input, features, encoder, capacity);

    private sealed class EncodedBatch(DataViewRow input, FeatureColumn features, OnnxSession encoder, int capacity) : RowBatch
    {
        private readonly ValueGetter<VBuffer<float>> _getter = input.GetGetter<VBuffer<float>>(features.Column);
        private readonly float[] _features = new float[capacity * features.Size];
        private readonly float[] _bits = new float[capacity * encoder.OutputSizes[0]];
        private VBuffer<float> _scratch;

        private int Width => encoder.OutputSizes[0];

        public override void Read(int row)
        {
            _getter(ref _scratch);
            features.Read(in _scratch, input.Position, _features.AsSpan(row * features.Size, features.Size));
        }

        public override void Compute(int count) => encoder.Run(_features.AsSpan(0, count * features.Size), _bits.AsMemory(0, count * Width));

        public override ReadOnlySpan<float> Values(int added, int row) => _bits.AsSpan(row * Width, Width);
    }
}
