using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetQuantumPrior.Evaluation;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Experiments;

/// <summary>A training on a set, or five of a cross-validation, and its figures.</summary>
/// <param name="Set">As in the results.</param>
/// <param name="Part">Of what kind, since a set may have several.</param>
/// <param name="Priors">Those that it makes sense for.</param>
/// <param name="Measure">Trains with these options, to which it adds the sizes that the set is about, if any.</param>
internal sealed record LearningPiece(string Set, string Part, PriorKind[] Priors, Func<BmVaeEstimator.Options, Figures> Measure);

/// <summary>What learning on tables is measured by.</summary>
/// <param name="tables">Where tables are.</param>
/// <param name="numbers">Folder of the tables of scikit-learn.</param>
/// <param name="images">Folder of MNIST.</param>
/// <param name="isQuick">Whether few rows and epochs will do.</param>
internal sealed class LearningPieces(TableFolder tables, string numbers, string images, bool isQuick)
{
    private const int Generated = 10_000, QuickRows = 200, QuickEpochs = 2;

    private static readonly PriorKind[] Boltzmann = [PriorKind.Boltzmann], Both = [PriorKind.Boltzmann, PriorKind.Gaussian];

    /// <summary>All pieces, the most telling first.</summary>
    public IReadOnlyList<LearningPiece> All =>
    [
        Pairs(300), Pairs(1000), Pairs(2000),
        new("mixed", "bits", Boltzmann, Mixed),
        new("gap", "rows", Both, options => Ages(options, 2000)),
        new("gap:300", "rows", Both, options => Ages(options, 300)),
        new("clusters", "rows", Both, Clusters),
        .. Synthetic("telco"), .. Synthetic("credit"), .. Synthetic("lending"),
        .. Classes("penguins", Named("penguins"), "species"),
        .. Classes("wine", Numbers("wine_data"), TableFile.Class), .. Classes("cancer", Numbers("breast_cancer"), TableFile.Class),
        .. Classes("digits", Numbers("digits"), TableFile.Class), .. Classes("iris", Numbers("iris"), TableFile.Class),
        .. Classes("diabetes", Named("diabetes"), "diabetes"), .. Classes("credit", Named("credit"), "Status"),
        .. Classes("telco", Named("telco"), "churn"),
        new("mnist", "rows", Boltzmann, Mnist),
    ];

    private LearningPiece Pairs(int epochs) => new($"pairs:{epochs}", "bits", Boltzmann, options => HardBits(
        MadeRows.Pairs(450), options with { LatentSize = 8, HiddenSizes = [64] }, epochs, MadeRows.DiffersInPairs));

    private Figures Mixed(BmVaeEstimator.Options options) =>
        HardBits(MadeRows.Mixed(2000, options.Seed!.Value), options, epochs: 300, MadeRows.DiffersInMixed);

    /// <summary>Whether what a training reports holds with hard bits, and whether generated rows keep to what all rows keep to.</summary>
    private Figures HardBits(MadeRows made, BmVaeEstimator.Options options, int epochs, Func<float[], bool> differs)
    {
        var ml = new MLContext((int)options.Seed!);
        using var fit = new Fit(ml, made.View(ml), options with { Training = options.Training with { Epochs = Epochs(epochs) } });
        double reported = fit.Vae.Model.Training!.Elbo ?? double.NaN;
        return fit.Figures(
            ("gap", Math.Abs(reported - fit.Evaluate().Elbo)), ("mismatch", fit.Generate(Generated).Count(differs) / (double)Generated));
    }

    private Figures Ages(BmVaeEstimator.Options options, int rows)
    {
        var ml = new MLContext((int)options.Seed!);
        using var fit = new Fit(ml, MadeRows.Ages(rows, options.Seed.Value).View(ml), options);
        float[][] generated = fit.Generate(Generated);
        double[] age = [.. generated.Select(row => (double)row[0])], half = [.. generated.Select(row => (double)row[1])];
        return fit.Figures(
            ("correlation", MathNet.Numerics.Statistics.Correlation.Pearson(age, half)),
            ("gap", age.Count(years => years is > 36 and < 54) / (double)Generated));
    }

    private Figures Clusters(BmVaeEstimator.Options options)
    {
        var ml = new MLContext((int)options.Seed!);
        using var fit = new Fit(
            ml,
            MadeRows.Clusters(4000, options.Seed.Value).View(ml),
            options with { Training = options.Training with { Epochs = Epochs(100) } });
        return fit.Figures(("kl", fit.Evaluate().Kl));
    }

    private IEnumerable<LearningPiece> Synthetic(string name)
    {
        TableFile? table = Named(name);
        return table is null ? [] : [new(name, "rows", Both, options =>
        {
            var ml = new MLContext((int)options.Seed!);
            var features = TableFeatures.Of(ml, Rows(ml, table), table.Columns);
            using var fit = new Fit(ml, features.View, options);
            float[][] real = [.. features.View.GetColumn<float[]>(TableFeatures.Column)];
            TableQuality quality = TableQuality.Of(features.Columns(real), features.Columns(fit.Generate(real.Length)));
            return fit.Figures(
                ("bitMeans", fit.BitMeans(real)), ("shapes", quality.Shapes), ("trends", quality.Trends));
        })];
    }

    private Figures Mnist(BmVaeEstimator.Options options)
    {
        LabeledImages train = LabeledImages.Load(images, "train");
        float[][] rows = [.. Enumerable.Range(0, isQuick ? QuickRows : train.Count).Select(row => train.Images[row].ToArray())];
        var ml = new MLContext((int)options.Seed!);
        using var fit = new Fit(ml, MadeRows.View(ml, rows), options);
        return fit.Figures(("bitMeans", fit.BitMeans(rows)));
    }

    private IEnumerable<LearningPiece> Classes(string name, TableFile? table, string label) =>
        table is null ? [] : [new(name, "classes", Both, options =>
        {
            var ml = new MLContext((int)options.Seed!);
            return LatentAccuracy.Measure(
                ml, Rows(ml, table), [.. table.Columns.Where(column => column.Name != label)], label, options);
        })];

    private TableFile Numbers(string name) => TableFile.OfNumbers(Path.Combine(numbers, name + ".csv"));

    /// <summary>A table by its name; null and a line on the console where it is not there.</summary>
    private TableFile? Named(string name)
    {
        if (tables.Find(name) is { } path)
        {
            return TableFile.WithNames(path);
        }

        Console.WriteLine($"{name}: left out, since no folder that --data names has {name}.csv");
        return null;
    }

    private IDataView Rows(MLContext ml, TableFile table) =>
        isQuick ? ml.Data.TakeRows(table.Load(ml), QuickRows) : table.Load(ml);

    private int Epochs(int epochs) => isQuick ? QuickEpochs : epochs;
}
