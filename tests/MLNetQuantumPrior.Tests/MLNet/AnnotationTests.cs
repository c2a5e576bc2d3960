using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetQuantumPrior.Tests.MLNet;

/// <summary>What ML.NET's transforms say of the slots that they make: how the likelihood of a column is found.</summary>
[TestClass]
public sealed class AnnotationTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void RangesOfOneHotSlotsMoveWithThemWhenConcatenated()
    {
        IDataView rows = Rows();
        IDataView data = _ml.Transforms.Categorical.OneHotEncoding("First", "Colour")
            .Append(_ml.Transforms.Categorical.OneHotEncoding("Second", "Pair"))
            .Append(_ml.Transforms.Concatenate("Features", "Number", "First", "Second")).Fit(rows).Transform(rows);
        VBuffer<int> ranges = default;
        data.Schema["Features"].Annotations.GetValue("CategoricalSlotRanges", ref ranges);

        CollectionAssert.AreEqual(new[] { 1, 2, 3, 5, 6, 8 }, ranges.DenseValues().ToArray(), "a number, two colours, twice three letters");
    }

    [TestMethod]
    public void NormalisedColumnsAreMarkedAndConcatenatedOnesIfAllInputsAre()
    {
        IDataView rows = Rows();
        IDataView data = _ml.Transforms.NormalizeMinMax("Scaled", "Number")
            .Append(_ml.Transforms.Concatenate("All", "Scaled", "Scaled"))
            .Append(_ml.Transforms.Concatenate("Some", "Scaled", "Number")).Fit(rows).Transform(rows);

        Assert.IsTrue(data.Schema["Scaled"].IsNormalized());
        Assert.IsTrue(data.Schema["All"].IsNormalized());
        Assert.IsFalse(data.Schema["Some"].IsNormalized());
    }

    private IDataView Rows() => _ml.Data.LoadFromEnumerable<Row>(
    [
        new() { Number = 1, Colour = "red", Pair = ["a", "b"] },
        new() { Number = 2, Colour = "blue", Pair = ["c", "a"] },
    ]);

    private sealed class Row
    {
        public float Number { get; set; }

        public string Colour { get; set; } = "";

        [VectorType(2)]
        public string[] Pair { get; set; } = [];
    }
}
