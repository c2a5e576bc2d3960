using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Onnx;

namespace MLNetQuantumPrior.Tests.MLNet;

/// <summary>
/// What our graphs lean on in ML.NET's <see cref="OnnxTransformer"/>, which stands for our transformers in its model files.
/// </summary>
[TestClass]
public sealed class OnnxTransformerTests : IDisposable
{
    private readonly MLContext _ml = new(seed: 1);
    private readonly LinearOnnx _model = new();

    public void Dispose() => _model.Dispose();

    [TestMethod]
    public void ABatchDimensionShowsInTheType()
    {
        using OnnxTransformer transformer = _ml.Transforms.ApplyOnnxModel(_model.File).Fit(LinearOnnx.View(_ml, 1));
        string[] expected =
        [
            "X: Vector<Single, 3>", "Y.nd: Vector<Single, 1, 2>", "Y: Vector<Single, 2> {SlotNames}", "Positive: Vector<Boolean, 2>",
            "Total: Single",
        ];

        DataViewSchema schema = transformer.GetOutputSchema(LinearOnnx.View(_ml, 1).Schema);

        CollectionAssert.AreEqual(expected, schema.Select(column => $"{column}").ToArray());
    }

    [TestMethod]
    public void SlotNamesComeFromANodeThatNothingUses()
    {
        using OnnxTransformer transformer = _model.Transformer(_ml, "Y");
        IDataView data = transformer.Transform(LinearOnnx.View(_ml, 2));
        VBuffer<ReadOnlyMemory<char>> names = default;
        data.Schema["Y"].GetSlotNames(ref names);

        CollectionAssert.AreEqual(new[] { "left", "right" }, names.DenseValues().Select(name => $"{name}").ToArray());
        CollectionAssert.AreEqual(LinearOnnx.Expected(LinearOnnx.Row.At(1).X), data.GetColumn<float[]>("Y").Last());
    }

    [TestMethod]
    public void AnOutputWithoutADimensionCannotBeRead()
    {
        using OnnxTransformer transformer = _model.Transformer(_ml, "Total");
        IDataView data = transformer.Transform(LinearOnnx.View(_ml, 1));

        Assert.Throws<Exception>(() => data.GetColumn<float>("Total").ToArray());
    }

    [TestMethod]
    public void OtherInputsAreRefusedBeforeAndAfterFitting()
    {
        OnnxScoringEstimator estimator = _ml.Transforms.ApplyOnnxModel("Y", "X", _model.File);
        IDataView doubles = _ml.Data.LoadFromEnumerable([new Doubles { X = [1, 2, 3] }]);
        IDataView missing = _ml.Data.LoadFromEnumerable([new Nothing()]);
        IDataView longer = _ml.Data.LoadFromEnumerable([new Longer { X = [1, 2, 3, 4] }]);

        foreach (IDataView wrong in new[] { doubles, missing })
        {
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => estimator.Fit(wrong));
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new EstimatorChain<ITransformer>().Append(estimator).Fit(wrong));
        }

        var error = Assert.ThrowsExactly<InvalidOperationException>(() => estimator.Fit(longer));
        StringAssert.Contains(error.Message, "Input 'X' has shape 1,3, but input data is of length 4.");
    }

    private sealed class Nothing
    {
        public float Other { get; set; }
    }

    private sealed class Doubles
    {
        [VectorType(3)]
        public double[] X { get; set; } = [];
    }

    private sealed class Longer
    {
        [VectorType(4)]
        public float[] X { get; set; } = [];
    }
}
