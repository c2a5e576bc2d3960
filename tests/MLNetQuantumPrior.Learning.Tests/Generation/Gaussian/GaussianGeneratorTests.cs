using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning.Tests;

[TestClass]
public sealed class GaussianGeneratorTests
{
    private const int Pixels = 3, Latents = 2, Rows = 20_000;

    private static readonly GenerationOptions Conditional = new() { Mode = GenerationMode.Conditional };

    private static readonly BmVaeModel Model = Plain().With(
    [
        new GaussianClass("a", 5, new([new(1, [3, -1], [0.5f, 0.2f, 0.1f])])),
        new GaussianClass("b", 6, new([new(0.5, [-4, 0], [1, 0, 1]), new(0.5, [4, 0], [1, 0, 1])])),
    ]);

    [TestMethod]
    public void RowsWithoutAClassAreStandardNormal()
    {
        foreach (GenerationOptions options in new[] { new GenerationOptions(), Conditional })
        {
            float[] z = new GaussianGenerator(Model, options).Draw(Repeat(-1), Ids(Rows));

            Assert.AreEqual(0, z.Average(), 4 / Math.Sqrt(z.Length));
            Assert.AreEqual(1, z.Average(value => (double)value * value), 4 * Math.Sqrt(2.0 / z.Length));
        }
    }

    [TestMethod]
    public void BetaDividesTheCovariance()
    {
        float[] free = new GaussianGenerator(Model, new() { Beta = 4 }).Draw(Repeat(-1), Ids(Rows));
        float[] own = new GaussianGenerator(Model, Conditional with { Beta = 4 }).Draw(Repeat(0), Ids(Rows));

        Assert.AreEqual(0.25, free.Average(value => (double)value * value), 4 * Math.Sqrt(2.0 / free.Length));
        Assert.AreEqual(0.25 * 0.25, Column(own, 0).Average(value => Math.Pow(value - 3, 2)), 4 * 0.0625 * Math.Sqrt(2.0 / Rows));
    }

    [TestMethod]
    public void RowsOfAClassFollowItsLaw()
    {
        var generator = new GaussianGenerator(Model, Conditional);
        float[] a = generator.Draw(Repeat(0), Ids(Rows)), b = generator.Draw(Repeat(1), Ids(Rows));

        double[] x = Column(a, 0), y = Column(a, 1);
        Assert.AreEqual(3, x.Average(), 4 * 0.5 / Math.Sqrt(Rows));
        Assert.AreEqual(-1, y.Average(), 4 * 0.25 / Math.Sqrt(Rows));
        Assert.AreEqual(0.1, x.Zip(y, (u, v) => (u - 3) * (v + 1)).Average(), 4 * 0.2 / Math.Sqrt(Rows));
        Assert.AreEqual(0.5, Column(b, 0).Count(value => value > 0) / (double)Rows, 4 * 0.5 / Math.Sqrt(Rows));
    }

    [TestMethod]
    public void ARowDependsOnItsSeedIdAndClassAlone()
    {
        var generator = new GaussianGenerator(Model, Conditional with { Seed = 3 });
        float[] together = generator.Draw([0, 1, -1, 0], [7, 8, 9, 10]);

        CollectionAssert.AreEqual(together[2..4], generator.Draw([1], [8]));
        CollectionAssert.AreEqual(together[6..], generator.Draw([0], [10]));
        CollectionAssert.AreNotEqual(together[..2], generator.Draw([0], [8]));
        CollectionAssert.AreNotEqual(together[..2], new GaussianGenerator(Model, Conditional with { Seed = 4 }).Draw([0], [7]));
    }

    [TestMethod]
    public void WhatHasNoMeaningIsRefused()
    {
        VaeArchitecture bits = VaeArchitecture.Mlp(Pixels, [], Latents);
        Refused("expected Gaussian latents, got a Boltzmann prior", TestModels.Of(bits, new float[bits.ParameterCount]), new());
        Refused("expected a model with classes, got one without", Plain(), Conditional);
        Refused(
            "Option 'Condition': expected ClassPriors, because the latents are Gaussian, got Fields.",
            Model,
            Conditional with { Condition = GenerationCondition.Fields });
        Refused("Option 'Acceptance': expected false", Model, Conditional with { Acceptance = true });
        Refused("Option 'Beta': expected a number above 0", Model, new() { Beta = 0 });
        Assert.ThrowsExactly<ArgumentException>(() => new GaussianGenerator(Model, Conditional).Draw([2], [1]));
        ArgumentException noClass = Assert.ThrowsExactly<ArgumentException>(() =>
            new GaussianGenerator(Model, new() { Mode = GenerationMode.Unconditional }).Draw([0], [1]));
        StringAssert.Contains(noClass.Message, "Label of row 0: expected -1, because mode 'Unconditional' knows no classes, got 0.");
        Assert.ThrowsExactly<ArgumentException>(() => new GaussianGenerator(Model, new()).Draw([-1], [1, 2]));

        static void Refused(string message, BmVaeModel model, GenerationOptions options) =>
            StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => new GaussianGenerator(model, options)).Message, message);
    }

    [TestMethod]
    public void ClassesAreFittedToTheLatentsOfTheirRows()
    {
        // Pixels go straight to the means; log variances are all log 0.04.
        VaeArchitecture architecture = new([new Dense(Pixels, 2 * Latents)], [new Dense(Latents, Pixels)]);
        float[] parameters = new float[architecture.ParameterCount];
        (parameters[0], parameters[5]) = (1, 1); // weights [pixel, code]: pixel 0 to mean 0, pixel 1 to mean 1
        (parameters[14], parameters[15]) = ((float)Math.Log(0.04), (float)Math.Log(0.04));
        BmVaeModel model = BmVaeModel.Gaussian(architecture, parameters);
        float[] rows = new float[3 * Rows];
        new UniformStream(1, 1).Fill(rows);
        int[] labels = [.. Enumerable.Range(0, Rows).Select(row => row % 3 - 1)];

        var data = new FeatureMatrix(Pixels, rows);
        var trainer = new GaussianClassTrainer();
        GaussianClass[] classes = [.. trainer.Train(model, data, labels, ["a", "b"], seed: 1)];
        GaussianClass[] again = [.. new GaussianClassTrainer(maxDegreeOfParallelism: 1).Train(model, data, labels, ["a", "b"], seed: 1)];

        foreach ((GaussianClass one, GaussianClass same) in classes.Zip(again))
        {
            GaussianComponent law = one.Latents.Components.Single();
            Assert.AreEqual(Rows / 3.0, one.Rows, 1);
            Assert.AreEqual(0.5, law.Mean[0], 4 * Math.Sqrt(0.124 / one.Rows));
            Assert.AreEqual(1 / 12.0 + 0.04 + 1e-4, law.Root[0] * law.Root[0], 4 * 0.124 * Math.Sqrt(2.0 / one.Rows));
            CollectionAssert.AreEqual(law.Root, same.Latents.Components.Single().Root);
        }

        Assert.ThrowsExactly<ArgumentException>(() => trainer.Train(model, data, labels, ["a", "b", "none"], seed: 1));
        Assert.ThrowsExactly<ArgumentException>(() => trainer.Train(model, data, labels, ["a"], seed: 1));
    }

    private static BmVaeModel Plain()
    {
        VaeArchitecture architecture = VaeArchitecture.Mlp(Pixels, [], Latents, PriorKind.Gaussian);
        return BmVaeModel.Gaussian(architecture, new float[architecture.ParameterCount]);
    }

    private static double[] Column(float[] rows, int column) => [.. rows.Where((_, i) => i % 2 == column).Select(value => (double)value)];

    private static int[] Repeat(int label) => [.. Enumerable.Repeat(label, Rows)];

    private static ulong[] Ids(int rows) => [.. Enumerable.Range(0, rows).Select(row => (ulong)row)];
}
