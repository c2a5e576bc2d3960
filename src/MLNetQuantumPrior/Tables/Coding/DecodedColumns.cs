using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior;

/// <summary>Cells as the decoder gives them: each from its own distribution p(x|z), whatever the others of the row are.</summary>
/// <param name="coding">Which slots are which column.</param>
/// <param name="deviations">Standard deviation of each slot, in scaled units; 0 where it is not Gaussian.</param>
internal sealed class DecodedColumns(TableCoding coding, float[] deviations) : ICellSource
{
    private readonly ColumnSlots?[] _columns = ByColumn(coding);

    public ImmutableArray<int> Order => coding.Modelled;

    /// <summary>The columns of a model of a coding.</summary>
    public static DecodedColumns Of(BmVaeModel model, TableCoding coding)
    {
        float[] deviations = new float[coding.Likelihood.Slots];
        coding.Likelihood.Variances(model.LikelihoodParameters, deviations);
        return new(coding, Array.ConvertAll(deviations, MathF.Sqrt));
    }

    public double Draw(int column, in RowContext row, in CellSet allowed, ref SplitMix64 random, out double mass)
    {
        ColumnSlots slots = _columns[column]!;
        double missing = !allowed.AllowsMissing ? 0
            : slots.HasMissing ? row.Decoded[slots.First]
            : slots.Column.MissingShare; // 0 or 1
        double present = 1 - (slots.HasMissing ? row.Decoded[slots.First] : slots.Column.MissingShare);
        double uniform = Uniform(ref random), value = Uniform(ref random);
        (double drawn, double share) = slots.Column.IsCategory
            ? Category(slots, row.Decoded, allowed, value)
            : Number(slots, row.Decoded, allowed, value);
        mass = missing + (present * share);
        bool isMissing = mass > 0 ? uniform * mass < missing : double.IsNaN(drawn);
        return isMissing ? double.NaN : drawn;
    }

    /// <summary>A category, and the probability of those that may be had.</summary>
    private static (double Code, double Share) Category(ColumnSlots slots, ReadOnlySpan<float> decoded, in CellSet allowed, double uniform)
    {
        double share = 0;
        int last = -1;
        for (int code = 0; code < slots.Column.Categories; code++)
        {
            if (allowed.HasCategory(code))
            {
                share += Probability(slots, decoded, code);
                last = code;
            }
        }

        double left = uniform * share;
        for (int code = 0; code < last; code++)
        {
            if (allowed.HasCategory(code) && (left -= Probability(slots, decoded, code)) < 0)
            {
                return (code, share);
            }
        }

        return (last < 0 ? double.NaN : last, share);
    }

    private static double Probability(ColumnSlots slots, ReadOnlySpan<float> decoded, int code)
    {
        if (slots.Values == 0)
        {
            return 1;
        }

        if (slots.IsBit)
        {
            return code == 1 ? decoded[slots.Value] : 1 - decoded[slots.Value];
        }

        int slot = slots.SlotOfCategory[code];
        return decoded[slots.Value + slot] / slots.CategoriesOf[slot];
    }

    private (double Value, double Share) Number(ColumnSlots slots, ReadOnlySpan<float> decoded, in CellSet allowed, double uniform)
    {
        NumberQuantiles numbers = slots.Column.Numbers!;
        if (slots.Values == 0)
        {
            return allowed.Has(slots.Column, numbers.Least) ? (numbers.Least, 1) : (Nearest(numbers, allowed), 0);
        }

        if (slots.IsBit)
        {
            double one = decoded[slots.Value];
            double low = allowed.Has(slots.Column, numbers.Least) ? 1 - one : 0, high = allowed.Has(slots.Column, numbers.Most) ? one : 0;
            return low + high > 0
                ? (uniform * (low + high) < low ? numbers.Least : numbers.Most, low + high)
                : (Nearest(numbers, allowed), 0);
        }

        double mean = decoded[slots.Value], deviation = deviations[slots.Value];
        (double first, double last) = allowed.Least == allowed.Most
            ? numbers.Ranks(allowed.Least)
            : numbers.Ranks(allowed.Least, allowed.Most);
        double from = Below(first), to = Below(last), share = Math.Max(0, to - from);
        double score = mean + (deviation * NormalQuantile.Of(Math.Clamp(from + (uniform * share), 1e-12, 1 - 1e-12)));
        double value = numbers.Value(NormalCdf.Of(score));
        return (allowed.Has(slots.Column, value) ? value : Nearest(numbers, allowed, value), share);

        // The probability of a score below that of a rank.
        double Below(double rank) => rank <= 0 ? 0 : rank >= 1 ? 1
            : NormalCdf.Of((NormalQuantile.Of(rank) - mean) / deviation);
    }

    /// <summary>The number of a set next to another one, with as many decimals as the column has where the set has such a number.</summary>
    private static double Nearest(NumberQuantiles numbers, in CellSet allowed, double value = double.NaN)
    {
        if (allowed.Least > allowed.Most)
        {
            return double.NaN;
        }

        double inside = Math.Clamp(double.IsNaN(value) ? numbers.Least : value, allowed.Least, allowed.Most);
        double rounded = numbers.Rounded(inside);
        return rounded >= allowed.Least && rounded <= allowed.Most ? rounded : inside;
    }

    private static double Uniform(ref SplitMix64 random) => (random.Next() >> 11) * (1.0 / (1UL << 53));

    private static ColumnSlots?[] ByColumn(TableCoding coding)
    {
        var columns = new ColumnSlots?[coding.Modelled.DefaultIfEmpty(-1).Max() + 1];
        for (int k = 0; k < coding.Modelled.Length; k++)
        {
            columns[coding.Modelled[k]] = coding.Columns[k];
        }

        return columns;
    }
}
