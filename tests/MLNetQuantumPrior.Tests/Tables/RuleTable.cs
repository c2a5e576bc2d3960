using System.Globalization;
using System.IO.Compression;
using MLNetQuantumPrior.Demo;

namespace MLNetQuantumPrior.Tests.Tables;

/// <summary>A made-up table, column by column, for what holds in its rows.</summary>
internal sealed class RuleTable(int rows)
{
    private readonly List<double[]> _columns = [];
    private readonly List<ColumnProfile> _profiles = [];
    private readonly List<string[]> _categories = [];

    public int Rows => rows;

    public ImmutableArray<ColumnProfile> Profiles => [.. _profiles];

    public TableCells Cells => new(rows, [.. _columns]);

    /// <summary>Adds numbers, NaN where a cell is missing.</summary>
    public RuleTable Numbers(string name, Func<int, double> cell)
    {
        double[] cells = [.. Enumerable.Range(0, rows).Select(cell)];
        _columns.Add(cells);
        _categories.Add([]);
        _profiles.Add(ColumnProfile.OfNumbers(name, cells));
        return this;
    }

    /// <summary>Adds categories, an empty name where a cell is missing.</summary>
    public RuleTable Categories(string name, Func<int, string> cell)
    {
        string[] texts = [.. Enumerable.Range(0, rows).Select(cell)];
        string[] categories = [.. texts.Where(text => text.Length > 0).Distinct()];
        double[] cells = [.. texts.Select(text => text.Length == 0 ? double.NaN : Array.IndexOf(categories, text))];
        _columns.Add(cells);
        _categories.Add(categories);
        _profiles.Add(ColumnProfile.OfCategories(name, categories.Length, cells));
        return this;
    }

    /// <summary>A cell that was added.</summary>
    public double this[string name, int row] => _columns[Column(name)][row];

    public int Column(string name) => _profiles.FindIndex(profile => profile.Name == name);

    public double Code(string name, string category) => Array.IndexOf(_categories[Column(name)], category);

    public TableRules Rules(string? target = null, params Constraint[] constraints) =>
        TableRules.Find(Cells, Profiles, target is null ? null : Column(target), constraints);

    public string[] Lines(TableRules rules) => [.. rules.Describe((column, code) => _categories[column][code])];

    /// <summary>A table that the repository ships.</summary>
    public static RuleTable Shipped(string name)
    {
        string path = Path.Combine(Checkout.Root, "data", name + ".csv.gz");
        using StreamReader reader = new(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        string[] texts = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string[][] lines = [.. texts.Select(line => line.TrimEnd().Split(','))];
        RuleTable table = new(lines.Length - 1);
        for (int column = 0; column < lines[0].Length; column++)
        {
            string[] cells = [.. lines[1..].Select(line => line[column])];
            _ = cells.All(cell => cell.Length == 0 || double.TryParse(cell, CultureInfo.InvariantCulture, out _))
                ? table.Numbers(lines[0][column], row => Number(cells[row]))
                : table.Categories(lines[0][column], row => cells[row]);
        }

        return table;
    }

    private static double Number(string cell) => cell.Length == 0 ? double.NaN : double.Parse(cell, CultureInfo.InvariantCulture);
}
