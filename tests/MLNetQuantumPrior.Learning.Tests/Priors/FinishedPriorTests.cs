using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning.Tests;

[TestClass]
public sealed class FinishedPriorTests
{
    private const int Rows = 1000, Latents = 16;

    private static readonly TrainingOptions Options = new()
    {
        Epochs = 50, BatchSize = 50, KlWeight = 0.5, KlWarmUpEpochs = 5, Relaxation = Relaxation.ReinMax,
    };

    // Chains never leave a cluster of such codes: of three seeds one ended with an error of 0.07 before chains were drawn again.
    [TestMethod]
    [DataRow(1UL)]
    [DataRow(2UL)]
    [DataRow(3UL)]
    public void APriorOfClusteredRowsIsRightByItsOwnDistribution(ulong seed)
    {
        FeatureMatrix rows = ClusteredRows.Draw(Rows);
        BmVaeModel model = Trainer(Options).Train(rows, Networks(rows), PriorKind.Boltzmann, seed);

        Assert.IsLessThan(0.02, ExactError(model, rows));
        Assert.IsNull(model.Training!.PriorCheck!.Warning);
        Assert.AreEqual(ExactError(model, rows), model.Training.PriorCheck.BitError, 0.02);
    }

    [TestMethod]
    public void AWrongPriorIsFittedToTheCodesAndTheNetworksStay()
    {
        FeatureMatrix rows = ClusteredRows.Draw(Rows);
        BmVaeModel wrong = Wrong(rows, StopReason.AllEpochs);

        BmVaeModel right = Finish(wrong, rows, steps: 1000);

        PriorCheck check = right.Training!.PriorCheck!;
        Assert.IsGreaterThan(0.05, ExactError(wrong, rows));
        Assert.IsLessThan(0.02, ExactError(right, rows));
        Assert.IsNotNull(check.BeforeRefit!.Warning);
        Assert.IsNull(check.Warning);
        Assert.IsTrue(wrong.Parameters.SequenceEqual(right.Parameters));
        CollectionAssert.AreEqual(right.Prior.Couplings, Finish(wrong, rows, steps: 1000).Prior.Couplings);
        Assert.AreEqual(right.Training, Reload(right).Training! with { Options = Options, Epochs = right.Training.Epochs });
    }

    // A fit would take longer than such a training; and there is no time left.
    [TestMethod]
    [DataRow(10, StopReason.AllEpochs)]
    [DataRow(1000, StopReason.TimeLimit)]
    public void WhatIsNotFittedWarns(int steps, StopReason reason)
    {
        FeatureMatrix rows = ClusteredRows.Draw(Rows);
        BmVaeModel wrong = Wrong(rows, reason);

        BmVaeModel same = Finish(wrong, rows, steps);

        CollectionAssert.AreEqual(wrong.Prior.Couplings, same.Prior.Couplings);
        Assert.IsNull(same.Training!.PriorCheck!.BeforeRefit);
        StringAssert.Contains(same.Training.PriorCheck.Warning, "the prior is off");
        StringAssert.Contains(Reload(same).Training!.PriorCheck!.Warning, "the prior is off");
    }

    // The held-out rows are all alike, and the machine is the best one for their code: every other is worse for them.
    [TestMethod]
    public void AFitThatIsWorseForHeldOutRowsIsNotKept()
    {
        FeatureMatrix rows = ClusteredRows.Draw(Rows);
        var one = new FeatureMatrix(rows.Likelihood, [.. Enumerable.Repeat(rows[0].ToArray(), 50).SelectMany(row => row)]);
        BmVaeModel model = Wrong(rows, StopReason.AllEpochs);
        float[] code = new float[Latents];
        model.EncodeScaled(rows[0], code);
        BmVaeModel best = With(model, new(model.Prior.Graph, [.. code.Select(logit => -logit / 2)], [.. model.Prior.Couplings]));

        BmVaeModel same = FinishedPrior.Of(
            best, new(new ShuffledMatrix(rows, [.. Enumerable.Range(0, Rows)]), one), steps: 1000, Options, seed: 1, default);

        CollectionAssert.AreEqual(best.Prior.Fields, same.Prior.Fields);
        StringAssert.Contains(same.Training!.PriorCheck!.Warning, "the prior is off");
    }

    [TestMethod]
    public void GaussianLatentsHaveNoCheck()
    {
        FeatureMatrix rows = ClusteredRows.Draw(100);
        VaeArchitecture networks = VaeArchitecture.Mlp(rows.Columns, [8], 2, PriorKind.Gaussian) with { Likelihood = rows.Likelihood };
        Assert.IsNull(Trainer(new() { Epochs = 1 }).Train(rows, networks, PriorKind.Gaussian, seed: 1).Training!.PriorCheck);
    }

    private static BmVaeTrainer Trainer(TrainingOptions options) => new(new SimdEngine(), new BlockGibbsSampler { Sweeps = 2 }, options);

    private static VaeArchitecture Networks(FeatureMatrix rows) =>
        VaeArchitecture.Mlp(rows.Columns, [64, 32], Latents) with { Likelihood = rows.Likelihood };

    /// <summary>Random networks, whose codes differ from row to row, and a prior of zeros.</summary>
    private static BmVaeModel Wrong(FeatureMatrix rows, StopReason reason)
    {
        VaeArchitecture networks = Networks(rows);
        float[] parameters = new float[networks.ParameterCount];
        new UniformStream(3, 3).FillNormal(parameters, 0.4f);
        BmVaeModel model = TestModels.Of(networks, parameters);
        return With(model, model.Prior, new(1, Options, []) { StopReason = reason });
    }

    private static BmVaeModel With(BmVaeModel model, IsingModel prior, TrainingRun? run = null) =>
        new BmVaeModel(model.Architecture, model.Parameters.ToArray(), prior).With(run ?? model.Training!);

    private static BmVaeModel Finish(BmVaeModel model, FeatureMatrix rows, int steps) => FinishedPrior.Of(
        model, new(new ShuffledMatrix(rows, [.. Enumerable.Range(0, rows.Rows)]), null), steps, Options, seed: 1, default);

    private static BmVaeModel Reload(BmVaeModel model)
    {
        using var stream = new MemoryStream();
        model.Save(stream);
        return BmVaeModel.Load(stream);
    }

    /// <summary>Mean difference of the bits' means, by enumeration.</summary>
    private static double ExactError(BmVaeModel model, FeatureMatrix rows)
    {
        float[] logits = new float[rows.Rows * Latents];
        model.EncodeScaled(rows.AsSpan(), logits);
        var exact = new ExactEnumeration(model.Prior);
        return Enumerable.Range(0, Latents).Average(i =>
            Math.Abs(exact.MeanSpins[i] - Enumerable.Range(0, rows.Rows).Average(row => Math.Tanh(logits[(row * Latents) + i] / 2))) / 2);
    }
}

/// <summary>Rows of twelve columns of three categories, in six clusters of unequal weight, alike within each.</summary>
internal static class ClusteredRows
{
    private const int Columns = 12, Categories = 3;

    private static readonly double[] Shares = [0.4, 0.25, 0.15, 0.1, 0.06, 0.04];

    public static FeatureMatrix Draw(int rows)
    {
        var random = new Random(1);
        var likelihood = new Likelihood([.. Enumerable.Repeat((SlotGroup)new CategoricalSlots(Categories), Columns)]);
        int[][] centres = [.. Shares.Select(_ => Enumerable.Range(0, Columns).Select(_ => random.Next(Categories)).ToArray())];
        float[] values = new float[rows * likelihood.Slots];
        for (int row = 0; row < rows; row++)
        {
            double uniform = random.NextDouble();
            int cluster = 0;
            while (cluster < Shares.Length - 1 && uniform > Shares[cluster])
            {
                uniform -= Shares[cluster++];
            }

            for (int column = 0; column < Columns; column++)
            {
                values[(row * likelihood.Slots) + (Categories * column) + centres[cluster][column]] = 1;
            }
        }

        return new(likelihood, values);
    }
}
