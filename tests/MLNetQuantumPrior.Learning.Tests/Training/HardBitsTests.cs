using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning.Tests;

/// <summary>Bits are trained as they are used: long trainings on small tables end with models that hard bits can hold.</summary>
[TestClass]
public sealed class HardBitsTests
{
    private static readonly double MostElbo = -Math.Log(3);

    [TestMethod]
    [DataRow(300)]
    [DataRow(1000)]
    public void TwoEqualColumnsAreLearntAtAnyLength(int epochs)
    {
        const int Rows = 450;
        float[] values = new float[Rows * 6];
        for (int row = 0; row < Rows; row++)
        {
            values[(row * 6) + (row % 3)] = values[(row * 6) + 3 + (row % 3)] = 1;
        }

        var likelihood = new Likelihood(new CategoricalSlots(3), new CategoricalSlots(3));
        var data = new FeatureMatrix(likelihood, values);

        BmVaeModel model = Train(data, epochs);

        double evaluated = ModelEvaluation.Measure(model, data, new()).Elbo;
        Assert.AreEqual(evaluated, model.Training!.Epochs[^1].Elbo!.Value, 0.05);
        Assert.IsGreaterThan(MostElbo - 0.03, evaluated);
        Assert.IsLessThanOrEqualTo(0.01, Disagreement(model));
        // log Z is exact; one code a row reconstructs within hundredths of a nat of its mean.
        Assert.IsLessThan(MostElbo + 0.03, model.Training.Epochs.Max(epoch => epoch.Elbo!.Value));
        Assert.IsEmpty(model.Training.Warnings);
    }

    [TestMethod]
    public void ACategoryAndANumberAreTrainedAsTheyAreUsed()
    {
        const int Rows = 2000;
        float[] noise = new float[Rows], values = new float[Rows * 4];
        new UniformStream(1, 1).Fill(noise);
        for (int row = 0; row < Rows; row++)
        {
            values[(row * 4) + (row % 3)] = 1;
            values[(row * 4) + 3] = 1.2f * (row % 3 - 1) + noise[row] - 0.5f;
        }

        var data = new FeatureMatrix(new Likelihood(new CategoricalSlots(3), new GaussianSlots(1)), values);

        BmVaeModel model = Train(data, epochs: 100);

        BmVaeMetrics evaluated = ModelEvaluation.Measure(model, data, new());
        EpochReport last = model.Training!.Epochs[^1];
        Assert.AreEqual(evaluated.Reconstruction, last.Reconstruction, 0.05);
        Assert.IsLessThan(evaluated.Elbo + 0.05, last.Elbo!.Value); // a prior that is fitted afterwards only gains
    }

    [TestMethod]
    public void ReportsOfSoftBitsShowHardOnesAndAnEndWithThemIsSaid()
    {
        TrainingRun run = new(1, new TrainingOptions { Epochs = 1, BatchSize = 1, HardBitsFrom = 1 }, [
            new EpochReport(1, 1, Reconstruction: 2.5, Kl: 3, KlWeight: 1, Rows: 1000) { SoftReconstruction = 2.25 },
        ]);

        Assert.AreEqual(-5.5, run.Epochs[0].Elbo);
        Assert.Contains("hard bits reconstruct at 2.50 nats, the soft ones that were trained at 2.25", run.Warnings.Single());
    }

    private static BmVaeModel Train(FeatureMatrix data, int epochs)
    {
        var options = new TrainingOptions { Epochs = epochs, MaxDegreeOfParallelism = 1 };
        var sampler = new BlockGibbsSampler { Sweeps = 2, MaxDegreeOfParallelism = 1 };
        return new BmVaeTrainer(new SimdEngine { MaxDegreeOfParallelism = 1 }, sampler, options)
            .Train(data, VaeArchitecture.Mlp(data.Columns, [64], 8) with { Likelihood = data.Likelihood }, SpinGraph.Complete(8), seed: 1);
    }

    /// <summary>The probability that a generated row has different columns, by the exact prior.</summary>
    private static double Disagreement(BmVaeModel model)
    {
        double[] probabilities = new ExactEnumeration(model.Prior).Probabilities();
        float[] bits = new float[probabilities.Length * 8], features = new float[probabilities.Length * 6];
        for (int k = 0; k < bits.Length; k++)
        {
            bits[k] = (k / 8 >> (k % 8)) & 1;
        }

        model.Decode(bits, features);
        return probabilities.Index().Sum(state => state.Item * (1 - Enumerable.Range(0, 3).Sum(
            c => features[(state.Index * 6) + c] * features[(state.Index * 6) + 3 + c])));
    }
}
