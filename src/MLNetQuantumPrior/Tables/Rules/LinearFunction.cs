using System.Text;

namespace MLNetQuantumPrior;

/// <summary>A number that is a constant and a sum of other numbers, each with a weight.</summary>
/// <param name="Column">Number of the column.</param>
/// <param name="Sources">Numbers of the columns that it follows from.</param>
/// <param name="Weights">Their weights.</param>
/// <param name="Constant">The constant.</param>
/// <param name="Precision">Relative error of the numbers themselves.</param>
internal sealed record LinearFunction(
    int Column, ImmutableArray<int> Sources, ImmutableArray<double> Weights, double Constant, double Precision)
    : NumberFunction(Column, Sources, Precision)
{
    /// <inheritdoc/>
    public override double Compute(ReadOnlySpan<double> cells)
    {
        double sum = Constant;
        for (int k = 0; k < Sources.Length; k++)
        {
            sum += Weights[k] * cells[Sources[k]];
        }

        return sum;
    }

    /// <inheritdoc/>
    public override double Tolerance(ReadOnlySpan<double> cells, ImmutableArray<ColumnProfile> profiles)
    {
        double scale = Math.Abs(Constant);
        for (int k = 0; k < Sources.Length; k++)
        {
            scale += Math.Abs(Weights[k] * cells[Sources[k]]);
        }

        return (CellGrid.Unit(profiles[Column]) / 2 * (1 + 1e-6)) + (Precision * scale);
    }

    /// <inheritdoc/>
    public override string Describe(CellWords words)
    {
        StringBuilder text = new($"{words.Column(Column)} =");
        bool isFirst = true;
        foreach (int k in Enumerable.Range(0, Sources.Length).OrderBy(k => Weights[k] < 0))
        {
            double size = Math.Abs(Weights[k]);
            string sign = Weights[k] < 0 ? isFirst ? " -" : " - " : isFirst ? " " : " + ";
            text.Append(sign).Append(size == 1 ? "" : $"{CellWords.Number(size)} x ").Append(words.Column(Sources[k]));
            isFirst = false;
        }

        return Constant == 0 ? text.ToString()
            : text.Append(Constant < 0 ? " - " : " + ").Append(CellWords.Number(Math.Abs(Constant))).ToString();
    }

    /// <inheritdoc/>
    protected override (double Least, double Most) Inverse(int source, in KnownCells row, double least, double most)
    {
        double weight = 0;
        (least, most) = (least - Constant, most - Constant);
        for (int k = 0; k < Sources.Length; k++)
        {
            if (Sources[k] == source)
            {
                weight = Weights[k];
                continue;
            }

            (double low, double high) = row.Range(Sources[k]);
            (low, high) = Weights[k] < 0 ? (Weights[k] * high, Weights[k] * low) : (Weights[k] * low, Weights[k] * high);
            (least, most) = (least - high, most - low);
        }

        return weight < 0 ? (most / weight, least / weight) : (least / weight, most / weight);
    }
}
