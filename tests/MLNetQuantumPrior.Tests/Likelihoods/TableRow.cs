using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetQuantumPrior.Tests;

/// <summary>
/// Rows of a known distribution: with probability 0.4 of the first kind, else of the second. Two numbers, each normal about a mean of the
/// kind and so correlated through it, and one of three categories whose shares depend on the kind, one-hot.
/// </summary>
internal sealed class TableRow
{
    public const int Numbers = 2, Categories = 3, Size = Numbers + Categories;

    private const double FirstShare = 0.4;

    private static readonly double[][] KindMeans = [[-300, 12], [500, 2]];
    private static readonly double[] Deviations = [120, 1.5];
    private static readonly double[][] KindShares = [[.8, .15, .05], [.1, .3, .6]];

    [VectorType(Size)]
    public float[] Features { get; set; } = [];

    /// <summary>
    /// Functions of a row whose expectations show the distribution, with these: each number and category, and the products of two
    /// deviations from the expectations, each number with itself, with the other and with each category.
    /// </summary>
    public static IEnumerable<(string Name, Func<float[], double> Function, double Expectation)> Moments
    {
        get
        {
            double[] means = [.. Enumerable.Range(0, Size).Select(slot => Mix(kind => Mean(kind, slot)))];
            for (int slot = 0; slot < Size; slot++)
            {
                int i = slot;
                yield return ($"mean of slot {i}", row => row[i], means[i]);
            }

            for (int first = 0; first < Numbers; first++)
            {
                for (int second = first; second < Size; second++)
                {
                    (int i, int j) = (first, second);
                    double within = i == j ? Deviations[i] * Deviations[i] : 0; // of one kind, slots are independent
                    yield return (
                        $"covariance of slots {i} and {j}",
                        row => (row[i] - means[i]) * (row[j] - means[j]),
                        within + Mix(kind => (Mean(kind, i) - means[i]) * (Mean(kind, j) - means[j])));
                }
            }
        }
    }

    public static TableRow[] Generate(int count)
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            int kind = random.NextDouble() < FirstShare ? 0 : 1;
            double category = random.NextDouble();
            int chosen = category < KindShares[kind][0] ? 0 : category < KindShares[kind][0] + KindShares[kind][1] ? 1 : 2;
            return new TableRow
            {
                Features =
                [
                    .. Enumerable.Range(0, Numbers).Select(slot => (float)(KindMeans[kind][slot] + (Deviations[slot] * Normal(random)))),
                    .. Enumerable.Range(0, Categories).Select(slot => slot == chosen ? 1f : 0f),
                ],
            };
        })];
    }

    /// <summary>Rows as one-hot encoding marks them: the last slots are one group.</summary>
    public static IDataView View(MLContext ml, IEnumerable<TableRow> rows)
    {
        var schema = SchemaDefinition.Create(typeof(TableRow));
        schema[nameof(Features)].AddAnnotation(
            "CategoricalSlotRanges", new VBuffer<int>(2, [Numbers, Size - 1]), new VectorDataViewType(NumberDataViewType.Int32, 1, 2));
        return ml.Data.LoadFromEnumerable(rows, schema);
    }

    private static double Mean(int kind, int slot) => slot < Numbers ? KindMeans[kind][slot] : KindShares[kind][slot - Numbers];

    private static double Mix(Func<int, double> ofKind) => (FirstShare * ofKind(0)) + ((1 - FirstShare) * ofKind(1));

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(Math.Tau * random.NextDouble());
}
