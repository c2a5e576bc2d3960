namespace MLNetQuantumPrior.Learning.Tests;

/// <summary>Small classification problems, made from a seed.</summary>
internal static class Toy
{
    /// <summary>Random rows and labels without any relation.</summary>
    public static (FeatureMatrix Data, int[] Labels) Noise(int rows, int columns, int classes)
    {
        Random random = new(rows);
        float[] values = [.. Enumerable.Range(0, rows * columns).Select(_ => random.NextSingle())];
        return (new(columns, values), [.. Enumerable.Range(0, rows).Select(_ => random.Next(classes))]);
    }

    /// <summary>
    /// Exclusive or, with a margin: points in the four corners of the unit square, each corner of the class of the opposite one.
    /// </summary>
    public static (FeatureMatrix Data, int[] Labels) ExclusiveOr(int rows)
    {
        Random random = new(1);
        float[] values = [.. Enumerable.Range(0, 2 * rows).Select(_ => (.4f * random.NextSingle()) + (.6f * random.Next(2)))];
        return (new(2, values), [.. values.Chunk(2).Select(point => (point[0] > .5f) == (point[1] > .5f) ? 0 : 1)]);
    }
}
