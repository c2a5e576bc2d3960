using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using MLNetContract.Tests.Onnx;

namespace MLNetContract.Tests.Models;

/// <summary>A model with every kind of component that can be saved, and the rows it is fitted on.</summary>
internal static class SharedModel
{
    private static readonly string[] s_colours = ["red", "green", "blue"];

    public static IDataView View(MLContext ml) => ml.Data.LoadFromEnumerable(Enumerable.Range(0, 60).Select(i => new Row
    {
        Colour = s_colours[i % 3],
        Code = i % 3 * 7,
        X = [i % 3, i % 5 * 0.125f, i % 3 == 1 ? 2 : -2],
        Y0 = i % 4 == 3 ? float.NaN : i % 4,
    }));

    /// <param name="ml">Where to fit.</param>
    /// <param name="onnx">Its file is read again when the model is saved.</param>
    public static ITransformer Fit(MLContext ml, LinearModel onnx) =>
        ml.Transforms.Conversion.MapValueToKey("Label", "Colour")
            .Append(ml.Transforms.Categorical.OneHotEncoding("Hot", "Code"))
            .Append(ml.Transforms.IndicateMissingValues("Missing", "Y0"))
            .Append(ml.Transforms.ReplaceMissingValues("Y0", replacementMode: MissingValueReplacingEstimator.ReplacementMode.Mean))
            .Append(ml.Transforms.NormalizeMinMax("Scaled", "X", fixZero: false))
            .Append(ml.Transforms.NormalizeMeanVariance("Y0"))
            .Append(ml.Transforms.ApplyOnnxModel(["Y", "Positive"], ["X"], onnx.File))
            .Append(ml.Transforms.CopyColumns("Copy", "Y"))
            .Append(ml.Transforms.Concatenate("Features", "Scaled", "Copy", "Hot", "Y0"))
            .Append(ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy())
            .Append(ml.Transforms.Conversion.MapKeyToValue("Predicted", "PredictedLabel"))
            .Append(ml.Transforms.DropColumns("Copy", "Scaled"))
            .Fit(View(ml));

    private sealed class Row
    {
        public string Colour { get; set; }

        public int Code { get; set; }

        [VectorType(3)]
        public float[] X { get; set; }

        public float Y0 { get; set; }
    }
}
