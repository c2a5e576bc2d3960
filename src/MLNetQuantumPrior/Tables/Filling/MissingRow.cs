using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior;

/// <summary>A row whose missing cells are being filled, with memory for the next one.</summary>
/// <param name="conditionals">Where cells come from given all others; null for columns that rules compute.</param>
/// <param name="columns">All columns of the table.</param>
/// <param name="rules">What holds in every row; null for nothing.</param>
/// <param name="options">How to fill.</param>
internal sealed class MissingRow(
    ImmutableArray<ICellSource?> conditionals, ImmutableArray<ColumnProfile> columns, IRowRules? rules, FillOptions options)
{
    /// <summary>A draw that breaks rules is followed by so many others at most.</summary>
    private const int MostMoreSweeps = 20;

    private readonly bool[] _known = new bool[columns.Length], _wanted = new bool[columns.Length];
    private readonly double[] _completed = new double[columns.Length];
    private readonly double[][] _draws = [.. columns.Select(_ => new double[options.Draws])];

    /// <summary>The row: what is missing in it is NaN, until it is filled. <c>[columns]</c></summary>
    public double[] Cells { get; } = new double[columns.Length];

    /// <summary>
    /// The lower end of each filled number's interval; of a filled category the share of draws that it had, from 0 to 1. NaN where nothing
    /// was filled. <c>[columns]</c>
    /// </summary>
    public double[] Low { get; } = new double[columns.Length];

    /// <summary>The upper end, of categories as <see cref="Low"/>. <c>[columns]</c></summary>
    public double[] High { get; } = new double[columns.Length];

    /// <summary>Fills the row.</summary>
    public void Fill(ref SplitMix64 random)
    {
        Array.Fill(Low, double.NaN);
        Array.Fill(High, double.NaN);
        bool any = false;
        for (int column = 0; column < Cells.Length; column++)
        {
            _known[column] = !double.IsNaN(Cells[column]);
            _wanted[column] = !_known[column] && columns[column].MissingShare < 1 && options.Columns?[column] != false;
            any |= _wanted[column];
        }

        if (!any)
        {
            return;
        }

        for (int sweep = 0; sweep < options.Sweeps - 1; sweep++)
        {
            Sweep(ref random);
        }

        for (int draw = 0; draw < options.Draws; draw++)
        {
            Sweep(ref random);
            for (int more = 0; more < MostMoreSweeps && !Complete(); more++)
            {
                Sweep(ref random);
            }

            for (int column = 0; column < Cells.Length; column++)
            {
                _draws[column][draw] = _completed[column];
            }
        }

        for (int column = 0; column < Cells.Length; column++)
        {
            if (_wanted[column])
            {
                Settle(column);
            }
        }

        if (options.Draws > 1)
        {
            CompleteSettled();
        }
    }

    /// <summary>Draws each missing cell given all others; in the first sweep, given those that are there.</summary>
    private void Sweep(ref SplitMix64 random)
    {
        for (int column = 0; column < Cells.Length; column++)
        {
            if (_wanted[column] && conditionals[column] is { } source)
            {
                _known[column] = false;
                CellSet allowed = rules?.Narrow(column, Cells, _known, CellSet.Present) ?? CellSet.Present;
                Cells[column] = source.Draw(column, new([], [], Cells), allowed, ref random, out _);
                _known[column] = true;
            }
        }
    }

    /// <summary>Computes what rules compute. Returns whether the rules hold then.</summary>
    private bool Complete()
    {
        Cells.CopyTo(_completed, 0);
        if (rules is null)
        {
            return true;
        }

        rules.Complete(_completed);
        for (int column = 0; column < Cells.Length; column++)
        {
            // What was there stays.
            _completed[column] = _wanted[column] ? _completed[column] : Cells[column];
        }

        return rules.HoldsIn(_completed);
    }

    /// <summary>Computes columns of what their sources became: the mean of products is not the product of means.</summary>
    private void CompleteSettled()
    {
        Cells.CopyTo(_completed, 0);
        rules?.Complete(_completed);
        for (int column = 0; column < Cells.Length; column++)
        {
            if (_wanted[column] && conditionals[column] is null && !double.IsNaN(_completed[column]))
            {
                Cells[column] = _completed[column];
            }
        }
    }

    private void Settle(int column)
    {
        double[] draws = _draws[column];
        if (draws.Length == 1)
        {
            Cells[column] = Low[column] = High[column] = draws[0];
        }
        else if (columns[column].Numbers is { } numbers)
        {
            Array.Sort(draws);
            double outside = (1 - options.Confidence) / 2;
            Cells[column] = numbers.Rounded(draws.Average());
            (Low[column], High[column]) = (Quantile(draws, outside), Quantile(draws, 1 - outside));
        }
        else
        {
            int[] counts = new int[columns[column].Categories];
            foreach (double draw in draws)
            {
                counts[(int)draw]++; // never NaN: columns that are always missing are not filled
            }

            int most = Array.IndexOf(counts, counts.Max());
            Cells[column] = most;
            Low[column] = High[column] = counts[most] / (double)draws.Length;
        }
    }

    /// <summary>The least draw that a share of them is not above.</summary>
    private static double Quantile(double[] ascending, double share) =>
        ascending[Math.Clamp((int)Math.Ceiling((share * ascending.Length) - 1e-9) - 1, 0, ascending.Length - 1)];
}
