using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Tests;

/// <summary>Decoder files in ML.NET's own OnnxTransformer.</summary>
internal static class DecoderInMLNet
{
    /// <summary>Features of one code.</summary>
    public static float[] Run(BmVaeModel model, OnnxPrecision precision, float[] bits)
    {
        string file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            model.SaveDecoderOnnx(file, precision);
            var ml = new MLContext(seed: 1);
            SchemaDefinition schema = SchemaDefinition.Create(typeof(Code));
            schema[nameof(Code.Bits)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, bits.Length);
            IDataView codes = ml.Data.LoadFromEnumerable([new Code { Bits = bits }], schema);
            ITransformer decoder = ml.Transforms.ApplyOnnxModel(["Features"], ["Bits"], file).Fit(codes);
            float[] features = decoder.Transform(codes).GetColumn<float[]>("Features").Single();
            (decoder as IDisposable)?.Dispose();
            return features;
        }
        finally
        {
            File.Delete(file);
        }
    }

    private sealed class Code
    {
        public float[] Bits { get; set; } = [];
    }
}
