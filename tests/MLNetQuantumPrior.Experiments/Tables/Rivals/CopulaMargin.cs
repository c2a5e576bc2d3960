using MathNet.Numerics.Distributions;

namespace MLNetQuantumPrior.Experiments;

/// <summary>Part of a column as one dimension of a normal distribution: the map from its values to normal scores and back.</summary>
internal abstract class CopulaMargin
{
    /// <summary>Normal score of a cell; NaN where it has none.</summary>
    public abstract double Score(double cell);

    /// <summary>The value that a score means.</summary>
    public abstract double Value(double score);

    /// <summary>The dimensions of a column: its values, and before them, if cells are missing, whether one is.</summary>
    public static IEnumerable<CopulaMargin> Of(TableField field, double[] cells)
    {
        if (cells.Any(double.IsNaN))
        {
            yield return new OfCategories([.. cells.Select(cell => double.IsNaN(cell) ? 1.0 : 0)], isWhetherMissing: true);
        }

        double[] present = [.. cells.Where(cell => !double.IsNaN(cell))];
        if (present.Length > 0)
        {
            yield return field.IsNumber
                ? new OfNumbers(NumberQuantiles.Of(present))
                : new OfCategories(present, isWhetherMissing: false);
        }
    }

    /// <summary>By rank.</summary>
    private sealed class OfNumbers(NumberQuantiles quantiles) : CopulaMargin
    {
        public override double Score(double cell) =>
            double.IsNaN(cell) ? double.NaN : Normal.InvCDF(0, 1, Math.Clamp(quantiles.Middle(cell), 1e-4, 1 - 1e-4));

        public override double Value(double score) => quantiles.Value(Normal.CDF(0, 1, score));
    }

    /// <summary>Each category is an interval as probable as it is frequent, the most frequent lowest; its score is the middle.</summary>
    private sealed class OfCategories : CopulaMargin
    {
        private readonly double[] _codes, _ends;
        private readonly bool _isWhetherMissing;

        public OfCategories(double[] cells, bool isWhetherMissing)
        {
            var sizes = cells.CountBy(cell => cell).OrderByDescending(size => size.Value).ThenBy(size => size.Key).ToArray();
            _codes = [.. sizes.Select(size => size.Key)];
            _ends = new double[sizes.Length];
            double end = 0;
            for (int k = 0; k < sizes.Length; k++)
            {
                _ends[k] = end += sizes[k].Value / (double)cells.Length;
            }

            _isWhetherMissing = isWhetherMissing;
        }

        public override double Score(double cell)
        {
            double code = _isWhetherMissing ? double.IsNaN(cell) ? 1 : 0 : cell;
            if (double.IsNaN(code))
            {
                return double.NaN;
            }

            int place = Array.IndexOf(_codes, code);
            return Normal.InvCDF(0, 1, ((place == 0 ? 0 : _ends[place - 1]) + _ends[place]) / 2);
        }

        public override double Value(double score)
        {
            double rank = Normal.CDF(0, 1, score);
            int place = Array.FindIndex(_ends, end => rank < end);
            double code = _codes[place < 0 ? ^1 : place];
            return _isWhetherMissing && code == 1 ? double.NaN : code;
        }
    }
}
