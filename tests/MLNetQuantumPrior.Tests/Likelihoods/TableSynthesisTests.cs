using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Tests;

/// <summary>Rows generated after a training on a table follow the table's distribution, which is known.</summary>
[TestClass]
public sealed class TableSynthesisTests
{
    private const int TrainingRows = 2000, GeneratedRows = 4000, Pool = 4000;

    private static readonly BmVaeEstimator.Options Options = new()
    {
        LatentSize = 4, HiddenSizes = [32], Seed = 1,
        Training = new() { Epochs = 60, Temperature = 0.3, BatchSize = 50, LearningRate = 3e-3, KlWeight = 1, Chains = 64 },
    };

    private static readonly TableRow[] Training = TableRow.Generate(TrainingRows);

    [TestMethod]
    public void MomentsSharesAndCorrelationsAreRecoveredWithinTheErrorOfSampling()
    {
        float[][] rows = Synthesize(Options, new() { Features = GeneratedFeatures.Sampled, PoolSize = Pool, Seed = 2 });

        Assert.IsTrue(rows.All(row => row[TableRow.Numbers..].Order().SequenceEqual([0, 0, 1])), "one-hot");
        foreach ((string name, double error) in Errors(rows))
        {
            Assert.AreEqual(0, error, 4, $"{name}, in standard errors");
        }
    }

    [TestMethod]
    public void WithoutItsLikelihoodsTheTableIsFarOff()
    {
        var errors = Errors(Synthesize(Options with { Likelihood = FeatureLikelihood.Bernoulli }, new() { PoolSize = Pool, Seed = 2 }));

        Assert.IsGreaterThan(10, errors.Max(moment => Math.Abs(moment.Error)), "so that the test above can fail");
    }

    /// <summary>
    /// How far means over generated rows are from the known expectations, in standard errors: those of as many rows as there are to train
    /// on and as are generated.
    /// </summary>
    private static (string Name, double Error)[] Errors(float[][] rows) =>
    [
        .. TableRow.Moments.Select(moment =>
        {
            double[] values = [.. Training.Select(row => moment.Function(row.Features))];
            double variance = values.Average(value => value * value) - Math.Pow(values.Average(), 2);
            double standardError = Math.Sqrt(variance * ((1.0 / TrainingRows) + (1.0 / GeneratedRows)));
            return (moment.Name, (rows.Average(moment.Function) - moment.Expectation) / standardError);
        }),
    ];

    private static float[][] Synthesize(BmVaeEstimator.Options options, GenerationOptions generation)
    {
        var ml = new MLContext(seed: 1);
        using BmVaeTransformer vae = ml.Transforms.BmVae(options).Fit(TableRow.View(ml, Training));
        using LatentGeneratorTransformer generator = vae.Generator(generation);
        return [.. generator.Generate(GeneratedRows).GetColumn<float[]>("Features")];
    }
}
