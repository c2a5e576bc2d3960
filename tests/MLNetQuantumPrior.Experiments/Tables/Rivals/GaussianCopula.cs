using MathNet.Numerics.Distributions;
using MathNet.Numerics.LinearAlgebra;

namespace MLNetQuantumPrior.Experiments;

/// <summary>
/// A Gaussian copula: ranks of all columns come from one normal distribution, whose correlations are those of the training rows' normal
/// scores, pair by pair over the rows that have both.
/// </summary>
internal sealed class GaussianCopula : ITableRival
{
    public ITableRows Fit(Table train, ulong seed)
    {
        CopulaMargin[][] margins =
            [.. train.Fields.Select((field, k) => CopulaMargin.Of(field, train.Cells.Columns[k]).ToArray())];
        double[][] scores = [.. margins.SelectMany((own, k) =>
            own.Select(margin => Array.ConvertAll(train.Cells.Columns[k], margin.Score)))];
        return new Rows(train, margins, Factor(scores));
    }

    /// <summary>F with F F' the nearest correlations that a distribution can have: negative eigenvalues become 0.</summary>
    private static Matrix<double> Factor(double[][] scores)
    {
        var correlations = Matrix<double>.Build.Dense(
            scores.Length, scores.Length, (i, j) => i == j ? 1 : Correlation(scores[Math.Min(i, j)], scores[Math.Max(i, j)]));
        var parts = correlations.Evd(Symmetricity.Symmetric);
        Matrix<double> factor = parts.EigenVectors * Matrix<double>.Build.DenseOfDiagonalVector(
            parts.EigenValues.Map(value => Math.Sqrt(Math.Max(0, value.Real))));
        return factor.NormalizeRows(2);
    }

    private static double Correlation(double[] first, double[] second)
    {
        int[] both = [.. Enumerable.Range(0, first.Length).Where(row => !double.IsNaN(first[row]) && !double.IsNaN(second[row]))];
        double correlation = both.Length < 2
            ? 0
            : MathNet.Numerics.Statistics.Correlation.Pearson(both.Select(row => first[row]), both.Select(row => second[row]));
        return double.IsNaN(correlation) ? 0 : correlation;
    }

    private sealed class Rows(Table train, CopulaMargin[][] margins, Matrix<double> factor) : ITableRows
    {
        public Table Draw(int rows, ulong seed)
        {
            var random = new Random((int)seed);
            var cells = TableCells.Empty(rows, train.Fields.Length);
            double[] normal = new double[factor.ColumnCount];
            for (int row = 0; row < rows; row++)
            {
                Normal.Samples(random, normal, 0, 1);
                Vector<double> scores = factor * Vector<double>.Build.Dense(normal);
                int dimension = 0;
                for (int column = 0; column < margins.Length; column++)
                {
                    double value = 0;
                    foreach (CopulaMargin margin in margins[column])
                    {
                        double own = margin.Value(scores[dimension++]);
                        value = double.IsNaN(value) ? value : own;
                    }

                    cells.Columns[column][row] = value;
                }
            }

            return train.With(cells);
        }
    }
}
