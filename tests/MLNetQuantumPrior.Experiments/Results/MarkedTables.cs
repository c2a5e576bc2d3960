using System.Globalization;
using System.Text.RegularExpressions;
using MLNetQuantumPrior.Demo;

namespace MLNetQuantumPrior.Experiments;

/// <summary>
/// Tables of results in Markdown pages, between the lines <c>&lt;!-- results: NAME; columns: methods; metrics: a, b --&gt;</c> and
/// <c>&lt;!-- /results --&gt;</c>: NAME is that of a file of results, the rest is as <see cref="ResultTable"/> has it, and optional.
/// </summary>
internal static class MarkedTables
{
    private static readonly Regex Block = new(
        @"^<!-- results: (?<request>[^\n]*?) -->\n(?<table>.*?)^<!-- /results -->$", RegexOptions.Multiline | RegexOptions.Singleline);

    /// <summary>A page with its tables made from results.</summary>
    /// <param name="page">Text of the page.</param>
    /// <param name="read">Reads the results of a name.</param>
    /// <exception cref="InvalidDataException">A marker asks for what is not there.</exception>
    public static string Renew(string page, Func<string, Results> read) => Block.Replace(page, block =>
    {
        string[] parts = [.. block.Groups["request"].Value.Split(';', StringSplitOptions.TrimEntries)];
        string table = string.Concat(Parse(parts).Of(read(parts[0])).Select(line => line + "\n"));
        return $"<!-- results: {block.Groups["request"].Value} -->\n{table}<!-- /results -->";
    });

    /// <summary>Renews the tables of all pages of a repository: README.md and docs.</summary>
    public static void RenewAll(string root)
    {
        foreach (string path in Directory.EnumerateFiles(Path.Combine(root, "docs"), "*.md").Prepend(Path.Combine(root, "README.md")))
        {
            string before = File.ReadAllText(path), after = Renew(before, name => ReadFrom(root, name));
            if (before != after)
            {
                File.WriteAllText(path, after);
                Console.WriteLine($"Tables of {Path.GetRelativePath(root, path)} are new");
            }
        }
    }

    public static Results ReadFrom(string root, string name) => Results.Read(Path.Combine(root, "docs", "results", name + ".json"));

    private static ResultTable Parse(string[] parts)
    {
        var table = new ResultTable();
        foreach (string part in parts[1..])
        {
            string[] pair = part.Split(':', 2, StringSplitOptions.TrimEntries);
            string[] values = pair.Length < 2 ? [] : pair[1].Split(',', StringSplitOptions.TrimEntries);
            table = (pair[0], values) switch
            {
                ("sets", [_, ..]) => table with { Sets = values },
                ("methods", [_, ..]) => table with { Methods = values },
                ("metrics", [_, ..]) => table with { Metrics = values },
                ("columns", [var of]) when Enum.TryParse(of, ignoreCase: true, out TableColumns columns) =>
                    table with { Columns = columns },
                ("digits", [var count]) when int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out int digits) =>
                    table with { Digits = digits },
                _ => throw new InvalidDataException(
                    $"Marker '{parts[0]}': expected sets, methods, metrics, columns (sets, methods or metrics) or digits, got '{part}'."),
            };
        }

        return table;
    }
}
