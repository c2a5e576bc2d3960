using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetQuantumPrior.Demo;

namespace MLNetQuantumPrior.Experiments;

/// <summary>The synthesizer of a table, with nothing set but target and seed.</summary>
internal static class ShippedTable
{
    public const string Name = "credit", Target = "Status";
    public const int Rows = 1000;

    private const int Seed = 1;

    public static ShippedModel Make(string folder, bool isQuick)
    {
        string path = new TableFolder(null).Find(Name) ?? throw new InvalidDataException($"data/{Name}.csv.gz: expected it, found none.");
        var ml = new MLContext(Seed);
        Table table = Table.Of(TableFile.WithNames(path).Load(ml), Target);
        var options = new SynthesizerOptions { Target = Target, Seed = Seed };
        TableSynthesizer synthesizer = ml.Data.FitSynthesizer(
            table.View(), isQuick ? options with { Training = options.Training with { Epochs = 2 } } : options);
        string file = Path.Combine(folder, $"{Name}.synthesizer");
        synthesizer.Save(file);

        string category = table.TargetField.Categories[0];
        var figures = new Dictionary<string, double>
        {
            [$"share of {Target} {category} in the table"] = Share(table, category),
            [$"share in {Rows} generated rows"] = Share(table.Read(synthesizer.Generate(Rows, Seed)), category),
        };
        Results run = Results.Of(ModelTraining.Program, []);
        string what = $"data/{Name}.csv.gz, {table.Rows} rows of {table.Fields.Length} columns";
        return new(Name, what, Seed, ModelTraining.CommandOf(Name), run.Commit, run.Machine, figures, [ShippedFile.Of(file)]);
    }

    private static double Share(Table table, string category) => table.View().GetColumn<ReadOnlyMemory<char>>(Target)
        .Average(value => value.Span.SequenceEqual(category) ? 1 : 0);
}
