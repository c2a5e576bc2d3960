using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Onnx;

namespace MLNetQuantumPrior;

/// <summary>
/// What stands for one of our transformers inside an ML.NET model file: ML.NET's own <see cref="OnnxTransformer"/>, which any process can
/// load. It lives for the time of a save.
/// </summary>
internal static class StockTransformer
{
    /// <summary>Writes an ONNX file where our transformer would write itself.</summary>
    /// <param name="onnx">The file.</param>
    /// <param name="input">Its input, and the column to read.</param>
    /// <param name="columns">Those of its outputs that become columns, by name.</param>
    /// <param name="replaced">
    /// The one of them that is to take the place of the input column, as no ONNX graph can: ML.NET copies it there and drops it. Null for
    /// none.
    /// </param>
    /// <param name="context">Where to write.</param>
    public static void Save(byte[] onnx, FeatureInput input, ImmutableArray<string> columns, string? replaced, ModelSaveContext context)
    {
        string folder = Directory.CreateTempSubdirectory("bmvae").FullName;
        try
        {
            string file = Path.Combine(folder, "model.onnx"); // read when the transformer is made, and once more when it is saved
            File.WriteAllBytes(file, onnx);
            var ml = new MLContext(); // not the user's, which may name a GPU that this machine lacks
            using OnnxTransformer stock = ml.Transforms.ApplyOnnxModel([.. columns], [input.Name], file).Fit(input.EmptyView(ml));
            ICanSaveModel saved = replaced is null ? stock : Replacing(ml, stock, input, replaced);
            saved.Save(context);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static TransformerChain<ITransformer> Replacing(MLContext ml, OnnxTransformer stock, FeatureInput input, string replaced)
    {
        IDataView scored = stock.Transform(input.EmptyView(ml));
        ITransformer copy = ml.Transforms.CopyColumns(input.Name, replaced).Fit(scored);
        return new(stock, copy, ml.Transforms.DropColumns(replaced).Fit(copy.Transform(scored)));
    }
}
