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

    [VectorType(4)]
    public float[] Features;

    public float Weight = 1;
}

/// <summary>Three overlapping clouds in four dimensions, the last of which carries no information.</summary>
internal static class Rows
{
    private static readonly float[][] s_centers = [[1, 0, 0, 0], [-1, 1, 0, 0], [0, -1, 0.5f, 0]];

    public static Row[] Clouds(int count, int seed = 7)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(i => Draw(random))];
    }

    private static Row Draw(Random random)
    {
        int label = random.Next(3);
        float[] features = [.. s_centers[label].Select(center => center + 2 * (random.NextSingle() + random.NextSingle() - 1))];
        return new Row { Label = (uint)label, Features = features };
    }
}
