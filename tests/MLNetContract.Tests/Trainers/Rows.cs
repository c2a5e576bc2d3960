using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetContract.Tests.Trainers;

/// <summary>
/// One training row of three classes. In memory labels count from 0 and anything beyond is missing; in a view keys count from 1
/// and 0 is missing.
/// </summary>
public sealed class Row
{
    [KeyType(3)]
    public uint Label;

    public float[] Features;

    public float Weight = 1;
}

/// <summary>Three overlapping clouds; features from the fourth on carry no information.</summary>
internal static class Rows
{
    private static readonly float[][] s_centers = [[1, 0, 0], [-1, 1, 0], [0, -1, 0.5f]];

    public static Row[] Clouds(int count, int features = 4)
    {
        var random = new Random(7);
        return [.. Enumerable.Range(0, count).Select(i => Draw(random, features))];
    }

    /// <summary>A view in which all rows have as many features as the first.</summary>
    public static IDataView View(MLContext ml, Row[] rows)
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(Row));
        definition["Features"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, rows[0].Features.Length);
        return ml.Data.LoadFromEnumerable(rows, definition);
    }

    private static Row Draw(Random random, int size)
    {
        int label = random.Next(3);
        var features = new float[size];
        for (int j = 0; j < size; j++)
            features[j] = (j < 3 ? s_centers[label][j] : 0) + 2 * (random.NextSingle() + random.NextSingle() - 1);
        return new Row { Label = (uint)label, Features = features };
    }
}
