using System.Numerics;

namespace MLNetQuantumPrior.Evaluation;

/// <summary>
/// Gower's distance: the mean over columns of the absolute difference over the training range, at most 1, of numbers, and of 1 for
/// categories that differ or a cell that only one row has.
/// </summary>
/// <remarks>
/// Cells become numbers of which each column's distance is min(|a - b|, 1): numbers scaled to [0, 1] and held within [-1, 2], categories
/// whole numbers from 0, missing cells -4.
/// </remarks>
internal sealed class GowerSpace
{
    private const float Missing = -4, Lowest = -1, Highest = 2;

    private readonly (double Low, double Range)[] _scales;

    public GowerSpace(CodedTable table) => _scales = [.. table.Columns.Select(column =>
    {
        double[] present = [.. column.Cells.Where(cell => !double.IsNaN(cell))];
        return !column.IsNumber || present.Length == 0 ? (0, 1) : (present.Min(), present.Max() - present.Min());
    })];

    /// <summary>Cells as the distance takes them, row by row.</summary>
    public float[][] Points(CodedTable table)
    {
        float[][] points = new float[table.Rows][];
        for (int row = 0; row < points.Length; row++)
        {
            points[row] = new float[_scales.Length];
            for (int c = 0; c < _scales.Length; c++)
            {
                double cell = table.Columns[c].Cells[row];
                (double low, double range) = _scales[c];
                points[row][c] = double.IsNaN(cell) ? Missing
                    : !table.Columns[c].IsNumber ? (float)cell
                    : range > 0 ? Math.Clamp((float)((cell - low) / range), Lowest, Highest)
                    : cell == low ? 0 : 1;
            }
        }

        return points;
    }

    /// <summary>Distance of each point to the closest of some others.</summary>
    public static float[] Nearest(float[][] points, float[][] others, ParallelOptions work)
    {
        float[] nearest = new float[points.Length];
        if (points.Length == 0 || others.Length == 0)
        {
            Array.Fill(nearest, float.NaN);
            return nearest;
        }

        int columns = points[0].Length, width = Vector<float>.Count, stride = (others.Length + width - 1) / width * width;
        float[] byColumn = new float[columns * stride];
        for (int i = 0; i < stride; i++)
        {
            for (int c = 0; c < columns; c++)
            {
                byColumn[(c * stride) + i] = others[Math.Min(i, others.Length - 1)][c]; // the last one fills up
            }
        }

        Parallel.For(0, points.Length, work, row => nearest[row] = Nearest(points[row], byColumn, stride) / columns);
        return nearest;
    }

    private static float Nearest(float[] point, float[] byColumn, int stride)
    {
        var least = new Vector<float>(float.MaxValue);
        for (int i = 0; i < stride; i += Vector<float>.Count)
        {
            Vector<float> sum = Vector<float>.Zero;
            for (int c = 0, at = i; c < point.Length; c++, at += stride)
            {
                Vector<float> other = Vector.LoadUnsafe(ref byColumn[at]);
                sum += Vector.Min(Vector.Abs(other - new Vector<float>(point[c])), Vector<float>.One);
            }

            least = Vector.Min(least, sum);
        }

        float closest = float.MaxValue;
        for (int lane = 0; lane < Vector<float>.Count; lane++)
        {
            closest = Math.Min(closest, least[lane]);
        }

        return closest;
    }
}
