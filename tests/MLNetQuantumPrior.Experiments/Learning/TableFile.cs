using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetQuantumPrior.Experiments;

/// <summary>A table in a CSV file: columns of numbers, and of categories.</summary>
/// <param name="Path">The file.</param>
/// <param name="Columns">Names of the columns, and whether they hold numbers.</param>
/// <param name="SkipsFirstLine">Whether the first line is no row.</param>
internal sealed record TableFile(string Path, ImmutableArray<(string Name, bool IsNumber)> Columns, bool SkipsFirstLine)
{
    /// <summary>Name of the class in <see cref="OfNumbers"/>.</summary>
    public const string Class = "Class";

    /// <summary>
    /// A file with names in the first line and no commas within quotes; columns with nothing but numbers and empty cells hold numbers.
    /// </summary>
    public static TableFile WithNames(string path)
    {
        string[][] lines = [.. File.ReadLines(path).Select(line => line.Split(','))];
        if (lines is not [_, _, ..])
        {
            throw new InvalidDataException($"Table '{path}': expected a line of names and rows, got {lines.Length} lines.");
        }

        string[] names = Array.ConvertAll(lines[0], name => name.Trim('"'));
        int ragged = Array.FindIndex(lines, line => line.Length != names.Length);
        return ragged < 0
            ? new(path, [.. names.Select((name, k) => (name, lines[1..].All(line => line[k].Length == 0 || IsNumber(line[k]))))], true)
            : throw new InvalidDataException(
                $"Table '{path}', line {ragged + 1}: expected {names.Length} cells, got {lines[ragged].Length}.");
    }

    /// <summary>A file of numbers and, in the last column, a class; what its first line says besides is not read.</summary>
    public static TableFile OfNumbers(string path)
    {
        string[][] lines = [.. File.ReadLines(path).Take(2).Select(line => line.Split(','))];
        int numbers = lines[^1].Length - 1;
        bool isFirstARow = lines[0].Length == lines[^1].Length && lines[0].All(IsNumber);
        return new(path, [.. Enumerable.Range(1, numbers).Select(k => ($"X{k}", true)), (Class, false)], !isFirstARow);
    }

    /// <summary>Numbers as Single, NaN where one is missing; categories as text, empty where one is missing. In memory.</summary>
    public IDataView Load(MLContext ml) => ml.Data.Cache(ml.Data.LoadFromTextFile(Path, new TextLoader.Options
    {
        Separators = [','],
        HasHeader = SkipsFirstLine,
        MissingRealsAsNaNs = true,
        AllowQuoting = true,
        Columns = [.. Columns.Select((column, k) =>
            new TextLoader.Column(column.Name, column.IsNumber ? DataKind.Single : DataKind.String, k))],
    }));

    private static bool IsNumber(string cell) => double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
}
