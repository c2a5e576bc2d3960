using System.CommandLine;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Tool;

/// <summary>Options that say how a table is learned.</summary>
internal sealed class FittingOptions
{
    private readonly Option<string?> _target = new("--target")
    {
        Description = "The column that models of the rows are to predict.", HelpName = "column",
    };

    private readonly Option<string[]> _category = Columns("--category", "Columns of numbers that are names, such as codes of regions.");
    private readonly Option<string[]> _number = Columns("--number", "Columns of numbers that are not, though they count the rows.");
    private readonly Option<string[]> _identifier = Columns("--identifier", "Columns that name rows: generated rows get new names.");
    private readonly Option<string[]> _ignore = Columns("--ignore", "Columns that are neither learned nor generated.");

    private readonly Option<string[]> _constraint = new("--constraint")
    {
        Description = "What holds in each row: \"Age>=0\", \"Age=0..120\", \"Price>0\", \"Start<=End\", \"Total=Net+Tax\".",
        HelpName = "conditions", AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<bool> _noTrees = new("--no-trees")
    {
        Description = "Draw columns independently given the latent bits: faster, and farther from the table.",
    };

    private readonly Option<int?> _steps = new("--steps")
    {
        Description = "Length of the training. Default: by the table.", HelpName = "number",
    };

    public FittingOptions() => _steps.Validators.Add(given =>
    {
        if (given.Tokens is [var token] && !(int.TryParse(token.Value, out int value) && value > 0))
        {
            given.AddError($"Option '--steps': expected a whole number above 0, got '{token.Value}'.");
        }
    });

    private IEnumerable<Option> All => [_target, _category, _number, _identifier, _ignore, _constraint, _noTrees, _steps];

    public void AddTo(Command command)
    {
        foreach (Option option in All)
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Checks that no option is given, where a synthesizer is there already.</summary>
    /// <exception cref="UsageException">One is.</exception>
    public void RefuseAll(ParseResult line, string path)
    {
        if (All.FirstOrDefault(option => line.GetResult(option) is { Implicit: false }) is { } given)
        {
            throw new UsageException(
                $"Option '{given.Name}': expected none with the fitted synthesizer '{path}'. Remove the option, or the file to fit again.");
        }
    }

    /// <summary>The options of a fit to a table.</summary>
    /// <exception cref="UsageException">They name columns that it does not have.</exception>
    public SynthesizerOptions Of(ParseResult line, TableFile file, ulong seed)
    {
        var columns = new Dictionary<string, SynthesizerColumn>();
        var names = new ColumnNames(file.Form);
        foreach ((Option<string[]> option, ColumnKind kind) in new[]
        {
            (_category, ColumnKind.Category), (_number, ColumnKind.Number),
            (_identifier, ColumnKind.Identifier), (_ignore, ColumnKind.Ignored),
        })
        {
            foreach (string name in line.GetValue(option) ?? [])
            {
                if (!columns.TryAdd(names.Known(option.Name, name), new() { Kind = kind }))
                {
                    throw new UsageException($"Option '{option.Name}': expected a column once, got '{name}' twice.");
                }
            }
        }

        return new()
        {
            Target = line.GetValue(_target) is { } target ? names.Known(_target.Name, target) : null,
            Columns = columns,
            Constraints = [.. (line.GetValue(_constraint) ?? []).Select(text => ConstraintText.Read(text, names))],
            ColumnTrees = !line.GetValue(_noTrees),
            Training = new TrainingOptions { Steps = line.GetValue(_steps) },
            Seed = seed,
        };
    }

    private static Option<string[]> Columns(string name, string description) =>
        new(name) { Description = description, HelpName = "columns", AllowMultipleArgumentsPerToken = true };
}
