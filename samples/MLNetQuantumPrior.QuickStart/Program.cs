using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetQuantumPrior;
using MLNetQuantumPrior.Learning;

// A table of made-up loans. Take a file of your own instead.
var random = new Random(1);
File.WriteAllLines("loans.csv", Enumerable.Range(0, 2000).Select(_ =>
{
    int age = random.Next(20, 70), income = 15_000 + (800 * age) + random.Next(20_000);
    string home = random.Next(age) < 20 ? "rent" : "own";
    bool repaid = income + (home == "own" ? 20_000 : 0) + random.Next(20_000) > 80_000;
    return $"{age},{income},{home},{(repaid ? "yes" : "no")}";
}).Prepend("Age,Income,Home,Repaid"));

// Numbers and categories in one vector, latent bits, an ordinary trainer.
var ml = new MLContext(seed: 1);
var table = ml.Data.TrainTestSplit(ml.Data.LoadFromTextFile<Loan>("loans.csv", separatorChar: ',', hasHeader: true), 0.2, seed: 1);
var prepare = ml.Transforms.Categorical.OneHotEncoding("Home")
    .Append(ml.Transforms.Concatenate("Features", "Age", "Income", "Home"))
    .Append(ml.Transforms.Conversion.MapValueToKey("Label", "Repaid"));
var pipeline = prepare
    .Append(ml.Transforms.BmVae("Latent", "Features", labelColumnName: "Label", seed: 1))
    .AppendCacheCheckpoint(ml) // encode each row once, however often the trainer reads it
    .Append(ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(featureColumnName: "Latent"));
var model = pipeline.Fit(table.TrainSet);
Print("trained on latent bits", model.Transform(table.TestSet));

// 1,000 synthetic rows, half of each label, and a classifier that saw no other.
using BmVaeTransformer vae = model.OfType<BmVaeTransformer>().Single();
using var generator = vae.Generator(new() { Mode = GenerationMode.Conditional, Seed = 1 });
IDataView synthetic = generator.Generate(1000);
var trainer = ml.Transforms.NormalizeMeanVariance("Features").Append(ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy());
Print("trained on synthetic rows", trainer.Fit(synthetic).Transform(prepare.Fit(table.TrainSet).Transform(table.TestSet)));
Print("trained on real rows", prepare.Append(trainer).Fit(table.TrainSet).Transform(table.TestSet));
using (var file = File.Create("synthetic.csv"))
{
    ml.Data.SaveAsText(synthetic, file, separatorChar: ',', schema: false);
}

void Print(string name, IDataView scored) =>
    Console.WriteLine($"{name,-26} accuracy {ml.MulticlassClassification.Evaluate(scored).MicroAccuracy:F3}");

class Loan
{
    [LoadColumn(0)] public float Age { get; set; }
    [LoadColumn(1)] public float Income { get; set; }
    [LoadColumn(2)] public string Home { get; set; } = "";
    [LoadColumn(3)] public string Repaid { get; set; } = "";
}
