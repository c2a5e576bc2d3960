using MLNetQuantumPrior.Learning.Kernels;

namespace MLNetQuantumPrior.Learning;

/// <summary>
/// k-means of codes: rows are points m = tanh(logit / 2), which start at <see cref="FirstCentres"/>; then each row joins its nearest
/// centre and centres move to their rows' means (Lloyd 1982) until nothing changes.
/// </summary>
internal static class CodeClusters
{
    private const int MostRounds = 50;

    /// <summary>The cluster of each row, from 0; every cluster has rows.</summary>
    /// <param name="codes">Codes of all rows.</param>
    /// <param name="rows">The rows to divide, at least <paramref name="clusters"/>.</param>
    /// <param name="clusters">Number of clusters.</param>
    /// <param name="random">Draws the first centres.</param>
    public static int[] Of(LabelledCodes codes, int[] rows, int clusters, UniformStream random)
    {
        if (clusters == 1)
        {
            return new int[rows.Length];
        }

        float[] points = Means(codes, rows); // [rows, spins]
        float[] centres = CopyCentres(points, codes.Spins, clusters, random); // [clusters, spins]
        int[] nearest = new int[rows.Length];
        for (int round = 0; round < MostRounds; round++)
        {
            int[] before = nearest;
            nearest = Nearest(points, centres, codes.Spins);
            Repopulate(nearest, clusters);
            if (nearest.AsSpan().SequenceEqual(before))
            {
                break;
            }

            centres = Centres(points, nearest, codes.Spins, clusters);
        }

        return nearest;
    }

    private static float[] Means(LabelledCodes codes, int[] rows)
    {
        float[] means = new float[rows.Length * codes.Spins];
        for (int k = 0; k < rows.Length; k++)
        {
            codes[rows[k]].CopyTo(means.AsSpan(k * codes.Spins));
        }

        foreach (ref float logit in means.AsSpan())
        {
            logit /= 2;
        }

        VectorMath.Tanh(means, means);
        return means;
    }

    private static float[] CopyCentres(float[] points, int spins, int clusters, UniformStream random)
    {
        float[] centres = new float[clusters * spins];
        int[] rows = FirstCentres.Choose(points, spins, clusters, random);
        for (int cluster = 0; cluster < clusters; cluster++)
        {
            points.AsSpan(rows[cluster] * spins, spins).CopyTo(centres.AsSpan(cluster * spins));
        }

        return centres;
    }

    private static int[] Nearest(float[] points, float[] centres, int spins)
    {
        int rows = points.Length / spins, clusters = centres.Length / spins;
        float[] products = new float[rows * clusters]; // [rows, spins] x [spins, clusters]
        Sgemm.Multiply(new(points, rows, spins), new Matrix(centres, clusters, spins).Transpose(), products, threads: 1);
        float[] halfSquares = [.. centres.Chunk(spins).Select(centre => centre.Sum(value => value * value) / 2)];
        int[] nearest = new int[rows];
        for (int row = 0; row < rows; row++)
        {
            for (int c = 1; c < clusters; c++)
            {
                // |p - c|^2 = |p|^2 - 2 (p c - |c|^2 / 2)
                ReadOnlySpan<float> own = products.AsSpan(row * clusters, clusters);
                int best = nearest[row];
                nearest[row] = own[c] - halfSquares[c] > own[best] - halfSquares[best] ? c : best;
            }
        }

        return nearest;
    }

    /// <summary>A cluster that lost its last row takes one from the largest.</summary>
    private static void Repopulate(int[] nearest, int clusters)
    {
        for (int empty = 0; empty < clusters; empty++)
        {
            if (!nearest.Contains(empty))
            {
                int largest = nearest.CountBy(cluster => cluster).MaxBy(pair => pair.Value).Key;
                nearest[Array.IndexOf(nearest, largest)] = empty;
            }
        }
    }

    private static float[] Centres(float[] points, int[] nearest, int spins, int clusters)
    {
        float[] centres = new float[clusters * spins];
        int[] counts = new int[clusters];
        for (int row = 0; row < nearest.Length; row++)
        {
            counts[nearest[row]]++;
            Span<float> centre = centres.AsSpan(nearest[row] * spins, spins);
            for (int i = 0; i < spins; i++)
            {
                centre[i] += points[(row * spins) + i];
            }
        }

        for (int k = 0; k < centres.Length; k++)
        {
            centres[k] /= counts[k / spins];
        }

        return centres;
    }
}
