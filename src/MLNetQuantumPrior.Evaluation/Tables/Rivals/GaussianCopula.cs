using MathNet.Numerics.Distributions;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Evaluation;

/// <summary>
/// The plain rival of every synthesizer: each column by its own empirical distribution, dependence by the correlations of hidden normal
/// variables that thresholds cut into numbers, categories and missing cells.
/// </summary>
/// <remarks>
/// Categories are ordered by the mean of the target, which lets thresholds follow it, or by frequency where there is none. A value
/// stands for the mean of its interval of the hidden variable; the covariance of two such means over the product of their variances
/// is the correlation of the hidden variables (exactly, where one is not cut).
/// </remarks>
internal sealed class GaussianCopula
{
    private const double LeastEigenvalue = 1e-6, LargestCorrelation = 0.999;

    private readonly CodedTable _train;
    private readonly HiddenNormal[] _hidden;
    private readonly double[][] _factor;

    /// <summary>Fits it.</summary>
    /// <param name="train">Rows to be like.</param>
    /// <param name="target">Column that orders categories; -1 for none.</param>
    public GaussianCopula(CodedTable train, int target)
    {
        _train = train;
        double[]? guide = target >= 0 ? HiddenNormal.Guide(train.Columns[target]) : null;
        _hidden = [.. train.Columns.SelectMany((column, c) => HiddenNormal.Of(column, c, c == target ? null : guide))];
        _factor = Factor(Correlations(_hidden));
    }

    /// <summary>Draws rows; row i depends on the seed and i only.</summary>
    public CodedTable Draw(int rows, ulong seed)
    {
        double[][] cells = [.. _train.Columns.Select(_ => new double[rows])];
        double[] normals = new double[_hidden.Length];
        for (int row = 0; row < rows; row++)
        {
            var random = new SplitMix64(SplitMix64.Mix(seed) ^ (ulong)row);
            for (int i = 0; i < normals.Length; i++)
            {
                normals[i] = Normal.InvCDF(0, 1, ((random.Next() >> 11) + 0.5) * (1.0 / (1UL << 53)));
            }

            for (int v = 0; v < _hidden.Length; v++)
            {
                double normal = 0;
                for (int i = 0; i < normals.Length; i++)
                {
                    normal += _factor[v][i] * normals[i];
                }

                // What is missing comes after the value, and takes its place.
                double value = _hidden[v].ValueAt(Normal.CDF(0, 1, normal));
                double[] column = cells[_hidden[v].Column];
                column[row] = !_hidden[v].SaysMissing ? value : value == 1 ? double.NaN : column[row];
            }
        }

        return new([.. _train.Columns.Zip(cells, (column, drawn) => column with { Cells = drawn })], rows);
    }

    private static Matrix<double> Correlations(HiddenNormal[] hidden)
    {
        Matrix<double> correlations = Matrix<double>.Build.DenseIdentity(hidden.Length);
        for (int first = 0; first < hidden.Length; first++)
        {
            for (int second = first + 1; second < hidden.Length; second++)
            {
                if (hidden[first].Column != hidden[second].Column) // a value says nothing of whether it is missing
                {
                    correlations[first, second] = correlations[second, first] = Correlation(hidden[first].Scores, hidden[second].Scores);
                }
            }
        }

        return correlations;
    }

    private static double Correlation(double[] first, double[] second)
    {
        double both = 0, xy = 0, x = 0, y = 0, xx = 0, yy = 0;
        for (int row = 0; row < first.Length; row++)
        {
            (double a, double b) = (first[row], second[row]);
            if (!double.IsNaN(a) && !double.IsNaN(b))
            {
                (both, xy, x, y, xx, yy) = (both + 1, xy + (a * b), x + a, y + b, xx + (a * a), yy + (b * b));
            }
        }

        double spread = (xx - (x * x / both)) * (yy - (y * y / both));
        return both > 1 && spread > 0
            ? Math.Clamp((xy - (x * y / both)) * both / spread, -LargestCorrelation, LargestCorrelation) : 0;
    }

    /// <summary>Rows whose products are the correlations, or the closest that hidden variables can have.</summary>
    private static double[][] Factor(Matrix<double> correlations)
    {
        Evd<double> parts = correlations.Evd(Symmetricity.Symmetric);
        Matrix<double> factor = parts.EigenVectors * Matrix<double>.Build.DenseOfDiagonalVector(
            parts.EigenValues.Map(value => Math.Sqrt(Math.Max(LeastEigenvalue, value.Real))));
        return [.. factor.EnumerateRows().Select(row => row.Normalize(2).ToArray())];
    }
}
