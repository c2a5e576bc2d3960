using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Tests;

[TestClass]
public sealed class AttributeValuesTests
{
    [TestMethod]
    public void ANumberThatFillsARangeIsAValueOfItsOwn()
    {
        float[] amounts = [.. Enumerable.Range(0, 800).Select(k => k < 300 ? 0 : k >= 650 ? 100 : k % 50 + 1f)];

        AttributeValues found = Of(amounts);

        ImmutableArray<AttributeValue> values = found.Attribute.Values;
        CollectionAssert.AreEqual(new[] { "0", "0 to 1", "1 to 15", "15 to 29", "29 to 43", "43 to 100", "100" }, Names(values));
        Assert.AreEqual(0, found.ValueOf(0));
        Assert.AreEqual(1, found.ValueOf(1));
        Assert.AreEqual(2, found.ValueOf(6));
        Assert.AreEqual(5, found.ValueOf(50));
        Assert.AreEqual(6, found.ValueOf(100));
    }

    // Between two such numbers that nothing lies between there is no range, since no row would have it.
    [TestMethod]
    public void EachValueHasRows()
    {
        foreach (float[] amounts in new float[][]
        {
            [.. Enumerable.Range(0, 800).Select(k => k < 300 ? -3 : k < 600 ? 0 : k)],
            [.. Enumerable.Range(0, 800).Select(k => k < 20 ? -k : k < 600 ? 0 : 1f)],
            [.. Enumerable.Range(0, 800).Select(k => k < 20 ? k : 100f)],
            [.. Enumerable.Range(0, 800).Select(k => k < 780 ? 0 : k)],
            [.. Enumerable.Range(0, 800).Select(k => k * k / 1000f)],
            [.. Enumerable.Range(0, 17).Select(k => (float)k)],
        })
        {
            AttributeValues found = Of(amounts);

            int[] rows = new int[found.Attribute.Values.Length];
            foreach (float amount in amounts)
            {
                rows[found.ValueOf(Cell(amount))]++;
            }

            Assert.IsTrue(rows.All(count => count > 0), $"{string.Join(", ", Names(found.Attribute.Values))}: {string.Join(", ", rows)}");
        }
    }

    private static AttributeValues Of(float[] amounts)
    {
        IDataView view = new MLContext(seed: 1).Data.LoadFromEnumerable(amounts.Select(amount => new Paid { Amount = amount }));
        var values = new AttributeValues(LabelColumn.In(view.Schema, "Amount", "attribute"), isNumber: true, seed: 1, index: 0);
        foreach (float amount in amounts)
        {
            values.Add(amount.ToString(CultureInfo.InvariantCulture));
        }

        return values;
    }

    private static double Cell(float amount) =>
        double.Parse(amount.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private static string[] Names(ImmutableArray<AttributeValue> values) => [.. values.Select(value => value.Name)];

    private sealed class Paid
    {
        public float Amount { get; set; }
    }
}
