namespace MLNetQuantumPrior.Sampling.Tests;

[TestClass]
public sealed class TrotterModelTests
{
    private const double Beta = 1.3;
    private const double Field = 0.8;

    private static readonly IsingModel Pair = new(SpinGraph.Complete(2), [0.3f, -0.9f], [0.7f]);

    // <s| (exp(-beta E / P) exp(beta Gamma / P sum sigma_x))^P |s>, the matrix written out: exp(a sigma_x) is cosh a where a spin stays and
    // sinh a where it turns, up to a common factor 1 and tanh a.
    [TestMethod]
    public void TheFirstSliceFollowsTheTransferMatrix()
    {
        const int slices = 6;
        double[] expected = Diagonal(slices);
        double[] actual = FirstSlice(Pair, slices);

        for (int s = 0; s < 4; s++)
        {
            Assert.AreEqual(expected[s], actual[s], 1e-6, $"state {s}");
        }
    }

    // The distribution of the quantum model, from many slices of the matrix product.
    [TestMethod]
    public void TheErrorOfSlicesFallsWithTheirSquare()
    {
        double[] quantum = Diagonal(4096);
        double four = Distance(FirstSlice(Pair, 4));
        double eight = Distance(FirstSlice(Pair, 8));

        Assert.IsLessThan(0.03, four);
        Assert.AreEqual(4, four / eight, 0.4);

        double Distance(double[] distribution) => distribution.Zip(quantum, (p, q) => Math.Abs(p - q)).Sum() / 2;
    }

    [TestMethod]
    public void BondsGrowAsTheTransverseFieldFallsUpToALimit()
    {
        var trotter = new TrotterModel(Pair, Beta, slices: 4);

        Assert.AreEqual(0.5 * Math.Log(Math.Tanh(Beta / 4)), trotter.Bond(1), 1e-6);
        Assert.IsLessThan(trotter.Bond(1), trotter.Bond(0.1));
        Assert.AreEqual(-10, trotter.Bond(1e-300));
        Assert.AreEqual(-10, new TrotterModel(Pair, 0, slices: 4).Bond(1));
        Assert.AreEqual(0, trotter.Bond(1e6));
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void SlicesFormARingOfColouredCopies(bool sparse)
    {
        SpinGraph graph = sparse ? SpinGraph.Zephyr(1, 1) : SpinGraph.Complete(9);
        const int slices = 4;
        int n = graph.SpinCount;

        SpinGraph trotter = SpinGraph.Trotter(graph, slices);

        var expected = new List<SpinEdge>();
        for (int k = 0; k < slices; k++)
        {
            expected.AddRange(graph.Edges.Select(edge => new SpinEdge((k * n) + edge.I, (k * n) + edge.J)));
            expected.AddRange(Enumerable.Range(0, n).Select(i => k < slices - 1
                ? new SpinEdge((k * n) + i, ((k + 1) * n) + i)
                : new SpinEdge(i, (k * n) + i)));
        }

        CollectionAssert.AreEqual(SpinGraph.FromEdges(slices * n, [.. expected]).Edges.ToArray(), trotter.Edges.ToArray());
        int[] color = new int[slices * n];
        for (int c = 0; c < trotter.Coloring.Classes.Length; c++)
        {
            foreach (int i in trotter.Coloring.Classes[c])
            {
                color[i] = c + 1;
            }
        }

        Assert.IsTrue(color.All(c => c > 0));
        Assert.IsTrue(trotter.Edges.All(edge => color[edge.I] != color[edge.J]));
    }

    // Sweeps read the bonds where they are replaced: with tables, without, and in sparse rows.
    [TestMethod]
    [DataRow(9, true)]
    [DataRow(9, false)]
    [DataRow(2, true)]
    public void ReplacedBondsAreThoseOfANewModel(int spins, bool tables)
    {
        IsingModel model = TestModels.Random(SpinGraph.Complete(spins), 1, seed: 1);
        var trotter = new TrotterModel(model, Beta, slices: 4);
        float[] couplings = [.. trotter.Model.Couplings];
        float bond = trotter.Bond(Field);
        for (int e = 0; e < couplings.Length; e++)
        {
            (int i, int j) = (trotter.Model.Graph.Edges[e].I, trotter.Model.Graph.Edges[e].J);
            couplings[e] = i / spins == j / spins ? couplings[e] : bond;
        }

        var whole = new IsingModel(trotter.Model.Graph, trotter.Model.Fields.AsSpan(), couplings);
        GibbsKernel kernel = GibbsKernel.Available[0];
        using var replaced = new GibbsWeights(trotter.Model, kernel, tables ? 2 : 1);
        replaced.Replace(trotter.Bonds.AsSpan(), bond);
        using var built = new GibbsWeights(whole, kernel, tables ? 2 : 1);

        CollectionAssert.AreEqual(built.Task.GroupWeights.ToArray(), replaced.Task.GroupWeights.ToArray());
        CollectionAssert.AreEqual(built.Task.SingleWeights.ToArray(), replaced.Task.SingleWeights.ToArray());
        CollectionAssert.AreEqual(built.Task.Tables.ToArray(), replaced.Task.Tables.ToArray());
        Assert.HasCount(2 * 4 * spins, trotter.Bonds);
    }

    private static double[] FirstSlice(IsingModel model, int slices)
    {
        var trotter = new TrotterModel(model, Beta, slices);
        using var weights = new GibbsWeights(trotter.Model, GibbsKernel.Available[^1], registerSweeps: 1);
        int n = model.SpinCount;
        float bond = trotter.Bond(Field);
        float[] couplings =
        [
            .. trotter.Model.Couplings.Zip(trotter.Model.Graph.Edges, (j, edge) => edge.I / n == edge.J / n ? j : bond),
        ];
        double[] all = new ExactEnumeration(new(trotter.Model.Graph, trotter.Model.Fields.AsSpan(), couplings)).Probabilities();
        double[] slice = new double[1 << n];
        for (int state = 0; state < all.Length; state++)
        {
            slice[state & (slice.Length - 1)] += all[state];
        }

        return slice;
    }

    private static double[] Diagonal(int slices)
    {
        sbyte[][] states = [.. TestModels.AllStates(2)];
        double a = Beta / slices * Field;
        double[,] step = new double[4, 4];
        for (int s = 0; s < 4; s++)
        {
            for (int t = 0; t < 4; t++)
            {
                int turned = (states[s][0] != states[t][0] ? 1 : 0) + (states[s][1] != states[t][1] ? 1 : 0);
                step[s, t] = Math.Exp(-Beta / slices * Pair.Energy(states[s])) * Math.Pow(Math.Tanh(a), turned);
            }
        }

        double[,] product = { { 1, 0, 0, 0 }, { 0, 1, 0, 0 }, { 0, 0, 1, 0 }, { 0, 0, 0, 1 } };
        for (int k = 0; k < slices; k++)
        {
            double[,] next = new double[4, 4];
            for (int s = 0; s < 4; s++)
            {
                for (int t = 0; t < 4; t++)
                {
                    next[s, t] = Enumerable.Range(0, 4).Sum(m => product[s, m] * step[m, t]);
                }
            }

            product = next;
        }

        double trace = Enumerable.Range(0, 4).Sum(s => product[s, s]);
        return [.. Enumerable.Range(0, 4).Select(s => product[s, s] / trace)];
    }
}
