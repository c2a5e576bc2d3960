using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Samples;

/// <summary>Synthetic rows of a table of numbers and categories, read from CSV.</summary>
internal static class SyntheticTrainingData
{
    public static void Run()
    {
        var ml = new MLContext(seed: 1);
        string file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            File.WriteAllLines(file, ["Age,Income,Home", .. People(2000)]);
            IDataView table = ml.Data.LoadFromTextFile<Person>(file, separatorChar: ',', hasHeader: true);
            IDataView prepared = ml.Transforms.Categorical.OneHotEncoding("Home")
                .Append(ml.Transforms.NormalizeMeanVariance("Age", fixZero: false))
                .Append(ml.Transforms.NormalizeMeanVariance("Income", fixZero: false))
                .Append(ml.Transforms.Concatenate("Features", "Age", "Income", "Home"))
                .Fit(table).Transform(table);

            var options = new BmVaeEstimator.Options { LatentSize = 8, HiddenSizes = [64], Training = new() { Epochs = 100 }, Seed = 1 };
            using BmVaeTransformer vae = ml.Transforms.BmVae(options).Fit(prepared);
            Console.WriteLine($"distributions found: {vae.Model.Architecture.Likelihood}");

            // Sampled features, not expected ones: numbers with their noise, categories as one-hot rows.
            using LatentGeneratorTransformer generator = vae.Generator(new() { Features = GeneratedFeatures.Sampled, Seed = 1 });
            float[][] rows = [.. generator.Generate(2000).GetColumn<float[]>("Features")];
            Console.WriteLine($"one home each: {rows.All(row => row[2..].Sum() == 1)}");
            Console.WriteLine(
                $"correlation of age and income: {Correlation([.. prepared.GetColumn<float[]>("Features")]):F2} of the table, " +
                $"{Correlation(rows):F2} generated");
        }
        finally
        {
            File.Delete(file);
        }

        // Output:
        // distributions found: Gaussian(2) + Categorical(3)
        // one home each: True
        // correlation of age and income: 0.89 of the table, 0.86 generated
    }

    private static IEnumerable<string> People(int count)
    {
        var random = new Random(1);
        for (int k = 0; k < count; k++)
        {
            bool old = random.Next(2) == 0;
            double age = (old ? 60 : 30) + (10 * (random.NextDouble() - 0.5));
            double income = (old ? 50_000 : 25_000) + (20_000 * (random.NextDouble() - 0.5));
            string home = old ? "house" : random.Next(2) == 0 ? "flat" : "room";
            yield return string.Create(CultureInfo.InvariantCulture, $"{age:F1},{income:F0},{home}");
        }
    }

    private static double Correlation(float[][] rows)
    {
        double x = rows.Average(row => row[0]), y = rows.Average(row => row[1]);
        double xy = rows.Average(row => (row[0] - x) * (row[1] - y));
        return xy / Math.Sqrt(rows.Average(row => Math.Pow(row[0] - x, 2)) * rows.Average(row => Math.Pow(row[1] - y, 2)));
    }

    private sealed class Person
    {
        [LoadColumn(0)]
        public float Age { get; set; }

        [LoadColumn(1)]
        public float Income { get; set; }

        [LoadColumn(2)]
        public string Home { get; set; } = "";
    }
}
