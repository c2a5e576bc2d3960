using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Tests;

/// <summary>Columns in ML.NET's model files: what they may be called, and the order that they come back in.</summary>
[TestClass]
public sealed class ColumnNameTests
{
    private static readonly MLContext Ml = new(seed: 1);

    private static readonly IDataView View = Row.View(Ml, 120);

    private static readonly BmVaeEstimator.Options Options = new()
    {
        LatentSize = 4, HiddenSizes = [8], Seed = 1, Training = new() { Epochs = 1, BatchSize = 20, Chains = 8 },
    };

    private static readonly BmVaeModel Model = Ml.Transforms.BmVae(Options).Fit(View).Model;

    [TestMethod]
    [DataRow("x.output", "without '.output' at its end")]
    [DataRow(" ", "more than blanks")]
    [DataRow("Latent.nd", "another name beside a column 'Latent'")]
    [DataRow("Latent.shape", "another name beside a column 'Latent'")]
    [DataRow("bmvae:x", "does not begin with 'bmvae:'")]
    public void NamesThatAFileCannotHoldAreRefusedBeforeTraining(string name, string expected)
    {
        BmVaeColumns columns = new() { Energy = name };
        Refused(() => Ml.Transforms.BmVae(Options with { Columns = columns }));
        Refused(() => new BmVaeTransformer(Model, "Latent", "Features", columns: columns));
        Refused(() => new LatentGeneratorTransformer(Model, new(), "Latent", "Label", name));
        Refused(() => Ml.Transforms.GenerateFromPrior(
            Model, new LatentGeneratorEstimator.Options { OutputColumnName = "Latent", EnergyColumnName = name }));

        void Refused(Action make)
        {
            string message = Assert.ThrowsExactly<ArgumentException>(make).Message;
            Assert.Contains($"Column '{name}'", message);
            Assert.Contains(expected, message);
        }
    }

    [TestMethod]
    public void TheInputMayNotHaveANameThatAnOutputTakes() => Assert.Contains(
        "another name beside a column 'Latent'",
        Assert.ThrowsExactly<ArgumentException>(() => new BmVaeTransformer(Model, "Latent", "Latent.nd")).Message);

    [TestMethod]
    public void AColumnThatReplacesTheInputComesBackBesideOneOfANameLikeIt()
    {
        BmVaeColumns columns = new() { Reconstruction = "Features.replaced", Energy = "Energy" };
        using var ours = new BmVaeTransformer(Model, "Features", "Features", columns: columns);
        using var file = new MemoryStream();
        Ml.Model.Save(ours, View.Schema, file);

        ITransformer stock = Ml.Model.Load(file, out _);

        foreach (string name in (string[])["Features", "Features.replaced", "Energy"])
        {
            float[][] expected = ColumnValues.Of(ours.Transform(View), name), got = ColumnValues.Of(stock.Transform(View), name);
            for (int row = 0; row < expected.Length; row++)
            {
                ColumnValues.AssertClose(expected[row], got[row], 1e-5, name);
            }
        }

        Assert.IsInstanceOfType<BmVaeTransformer>(Ml.Model.LoadBmVae(file, out _));    }

    [TestMethod]
    public void ErrorsNameTheCallThatHelps()
    {
        using var vae = new BmVaeTransformer(Model, "Latent", "Features");
        using var file = new MemoryStream();
        Ml.Model.Save(new TransformerChain<ITransformer>(vae, vae.WithColumns(new() { Energy = "Energy" })), null, file);

        string message = Assert.ThrowsExactly<InvalidDataException>(() => Ml.Model.LoadBmVae(file)).Message;

        Assert.Contains("got 2. Load the whole chain with ml.Model.LoadBmVae(path, out schema)", message);
    }
}
