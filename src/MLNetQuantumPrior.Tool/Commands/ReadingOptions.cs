using System.CommandLine;

namespace MLNetQuantumPrior.Tool;

/// <summary>Options that say how CSV files are read.</summary>
internal sealed class ReadingOptions
{
    private readonly Option<string?> _separator = new("--separator")
    {
        Description = "What stands between values: ',', ';', '|' or 'tab'. Default: as the file looks.", HelpName = "character",
    };

    private readonly Option<string[]> _missing = new("--missing")
    {
        Description = "Words that stand for a missing cell, such as NA. Empty cells always do.", HelpName = "words",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string[]> _dates = new("--date-format")
    {
        Description = "How dates are written, as dd/MM/yyyy. Default: as the file looks.", HelpName = "formats",
        AllowMultipleArgumentsPerToken = true,
    };

    public ReadingOptions() => _separator.Validators.Add(given =>
    {
        if (given.Tokens is [var token] && SeparatorOf(token.Value) is null)
        {
            given.AddError($"Option '--separator': expected one character or 'tab', got '{token.Value}'.");
        }
    });

    public void AddTo(Command command)
    {
        command.Options.Add(_separator);
        command.Options.Add(_missing);
        command.Options.Add(_dates);
    }

    public CellSettings Of(ParseResult line) =>
        new(SeparatorOf(line.GetValue(_separator)), [.. line.GetValue(_missing) ?? []], [.. line.GetValue(_dates) ?? []]);

    private static char? SeparatorOf(string? text) => text switch
    {
        "tab" or "\\t" => '\t',
        [var one] when one is not ('"' or '\r' or '\n') => one,
        _ => null,
    };
}
