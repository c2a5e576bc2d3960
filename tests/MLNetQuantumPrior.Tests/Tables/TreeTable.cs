using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Tests;

/// <summary>A made-up table, its profiles, and the trees that were grown on it.</summary>
internal sealed class TreeTable
{
    private readonly float[] _bits;
    private readonly int _latents;

    /// <summary>Makes rows and grows trees.</summary>
    /// <param name="categories">Categories of each column; 0 of numbers.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="make">Makes the cells of a row from its bits.</param>
    /// <param name="latents">Bits of a row, each 0 or 1 with even chances.</param>
    /// <param name="threads">Most threads.</param>
    public TreeTable(int[] categories, int rows, Action<Random, float[], double[]> make, int latents = 2, int threads = 2)
    {
        var random = new Random(1);
        Cells = TableCells.Empty(rows, categories.Length);
        (_latents, _bits) = (latents, new float[rows * latents]);
        double[] cells = new double[categories.Length];
        for (int row = 0; row < rows; row++)
        {
            float[] bits = [.. Enumerable.Range(0, latents).Select(_ => (float)random.Next(2))];
            bits.CopyTo(_bits, row * latents);
            make(random, bits, cells);
            for (int column = 0; column < cells.Length; column++)
            {
                Cells.Columns[column][row] = cells[column];
            }
        }

        Columns = [.. categories.Select((count, column) => count > 0
            ? ColumnProfile.OfCategories($"c{column}", count, Cells.Columns[column])
            : ColumnProfile.OfNumbers($"c{column}", Cells.Columns[column]))];
        Trees = ColumnTrees.Fit(
            Cells, Columns, [.. Enumerable.Range(0, categories.Length)], _bits, [], new() { MaxDegreeOfParallelism = threads });
    }

    public TableCells Cells { get; }

    public ImmutableArray<ColumnProfile> Columns { get; }

    public ColumnTrees Trees { get; }

    /// <summary>What trees are written as.</summary>
    public byte[] File
    {
        get
        {
            using var content = new MemoryStream();
            using var writer = new BinaryWriter(content);
            Trees.Write(writer);
            return content.ToArray();
        }
    }

    /// <summary>Reads trees of this table.</summary>
    public ColumnTrees Read(byte[] file)
    {
        using var reader = new BinaryReader(new MemoryStream(file));
        return ColumnTrees.Read(reader, Columns, _latents, slots: 0);
    }

    /// <summary>Draws a column of a training row, given the cells before it.</summary>
    public double Draw(int column, int row, in CellSet allowed, ref SplitMix64 random, out double mass, ColumnTrees? trees = null)
    {
        double[] cells = new double[Columns.Length];
        Cells.CopyRow(row, cells);
        cells.AsSpan(column).Clear();
        var known = new RowContext(_bits.AsSpan(row * _latents, _latents), [], cells);
        return (trees ?? Trees).Draw(column, known, allowed, ref random, out mass);
    }

    /// <summary>Draws a column of all training rows, given the cells before it.</summary>
    public double[] Draw(int column, ulong seed, ColumnTrees? trees = null)
    {
        var random = new SplitMix64(seed);
        double[] drawn = new double[Cells.Rows];
        for (int row = 0; row < drawn.Length; row++)
        {
            drawn[row] = Draw(column, row, CellSet.All, ref random, out _, trees);
        }

        return drawn;
    }
}
