namespace MLNetQuantumPrior.Sampling.Tests;

[TestClass]
public sealed class IsingTermsTests
{
    [TestMethod]
    public void TriplesKeepTheirCouplingsInAnyOrder()
    {
        IsingModel model = IsingModel.FromTriples([0, 0, 0], [(1, 2, 5), (1, 0, 7)], offset: 2);

        CollectionAssert.AreEqual(new SpinEdge[] { new(0, 1), new(1, 2) }, model.Graph.Edges);
        CollectionAssert.AreEqual(new[] { 7f, 5f }, model.Couplings);
        Assert.AreEqual(2 + 7 - 5, model.Energy([1, 1, -1]));
    }

    [TestMethod]
    public void DictionariesOfLabelsBecomeSpinsInTheirOrder()
    {
        IsingModel model = IsingModel.FromIsing(
            new Dictionary<int, double> { [30] = 0.5, [4] = -1 },
            new Dictionary<(int, int), double> { [(30, 7)] = 2, [(7, 30)] = 1, [(7, 4)] = 0.25 },
            offset: 10);

        CollectionAssert.AreEqual(new[] { 4, 7, 30 }, model.Graph.Labels);
        CollectionAssert.AreEqual(new[] { -1, 0, 0.5f }, model.Fields);
        CollectionAssert.AreEqual(new[] { 0.25f, 3 }, model.Couplings);
        Assert.AreEqual(10 - 1 - 0.5 - 0.25 + 3, model.Energy([1, -1, -1]));
    }

    [TestMethod]
    public void EnergiesOfAQuboAreThoseOfItsBits()
    {
        var q = new Dictionary<(int I, int J), double> { [(0, 0)] = -1.5, [(2, 0)] = 3, [(0, 2)] = 0.5, [(1, 2)] = -0.25, [(2, 2)] = 0.75 };

        IsingModel model = IsingModel.FromQubo(q, offset: 1);

        foreach (sbyte[] spins in TestModels.AllStates(3))
        {
            double energy = 1 + q.Sum(term => spins[term.Key.I] == 1 && spins[term.Key.J] == 1 ? term.Value : 0);
            Assert.AreEqual(energy, model.Energy(spins));
        }
    }

    [TestMethod]
    public void EnergyOfAMaxCutModelIsMinusTheCut()
    {
        (int I, int J, double Weight)[] edges = [(0, 1, 2), (1, 2, -3), (3, 0, 1.5), (2, 0, 4)];

        IsingModel model = IsingModel.FromMaxCut(4, edges);

        foreach (sbyte[] spins in TestModels.AllStates(4))
        {
            Assert.AreEqual(-edges.Sum(e => spins[e.I] != spins[e.J] ? e.Weight : 0), model.Energy(spins));
        }
    }

    [TestMethod]
    public void RefusesWhatIsNoModel()
    {
        Assert.ThrowsExactly<ArgumentException>(() => IsingModel.FromTriples([0, 0], [(0, 2, 1)]));
        Assert.ThrowsExactly<ArgumentException>(() => IsingModel.FromTriples([0, 0], [(-1, 0, 1)]));
        Assert.ThrowsExactly<ArgumentException>(() => IsingModel.FromTriples([0, 0], [(1, 1, 1)]));
        Assert.ThrowsExactly<ArgumentException>(() => IsingModel.FromTriples([0, double.NaN], []));
        Assert.ThrowsExactly<ArgumentException>(
            () => IsingModel.FromIsing(new Dictionary<int, double>(), new Dictionary<(int, int), double>()));
        Assert.ThrowsExactly<ArgumentException>(
            () => IsingModel.FromIsing(new Dictionary<int, double> { [-1] = 1 }, new Dictionary<(int, int), double>()));
        Assert.ThrowsExactly<ArgumentException>(
            () => IsingModel.FromIsing(new Dictionary<int, double>(), new Dictionary<(int, int), double> { [(1, 1)] = 1 }));
        Assert.ThrowsExactly<ArgumentException>(
            () => IsingModel.FromQubo(new Dictionary<(int, int), double> { [(1, 1)] = 1 }, double.PositiveInfinity));
    }
}
