namespace MLNetQuantumPrior.Sampling.Tests;

[TestClass]
public sealed class ChimeraTests
{
    // C(16, 16, 4) is a D-Wave 2000Q without defects. Digests are of the graphs that dwave_networkx 0.8.8 makes.
    [TestMethod]
    [DataRow(1, 1, 4, 8, 16, "95a668739ff7e86b941917027ff8dd725ff99e2ba52da2d49afb53765493e267")]
    [DataRow(2, 3, 4, 48, 124, "68f2c87869686b6b39f0bbd9d0701eb602922e5e33eaa6e5df8fca7dc4d5aa2f")]
    [DataRow(3, 2, 2, 24, 38, "b88f6a9072eb670e3e5de5d2dd3c205257a9de9359cef06a78c0381462784768")]
    [DataRow(5, 5, 1, 50, 65, "c53102a6387bdbad182a738f46d2c64505cffe327566e48b3a03cf30a44ac037")]
    [DataRow(16, 16, 4, 2048, 6016, "d58373eac9684615a3bed3e7db9b491473831b751838f48b4c22346adab254e2")]
    public void IsTheGraphThatDWavesToolsMake(int m, int n, int t, int spins, int edges, string digest)
    {
        SpinGraph graph = SpinGraph.Chimera(m, n, t);

        Assert.AreEqual(spins, graph.SpinCount);
        Assert.HasCount(edges, graph.Edges);
        Assert.AreEqual(digest, GraphDigest.Of(graph));
        Assert.AreEqual($"chimera({m},{n},{t})", graph.Name);
        CollectionAssert.AreEqual(Enumerable.Range(0, spins).ToArray(), graph.Labels);
    }

    // The definition in D-Wave's coordinates (row, column, side, place), applied to every pair: a second implementation.
    [TestMethod]
    [DataRow(1, 1, 1)]
    [DataRow(2, 3, 4)]
    [DataRow(4, 1, 3)]
    [DataRow(1, 4, 2)]
    public void CouplesExactlyThePairsOfTheDefinition(int m, int n, int t)
    {
        var places = new List<(int Row, int Column, int Side, int Place)>();
        for (int row = 0; row < m; row++)
        {
            for (int column = 0; column < n; column++)
            {
                for (int place = 0; place < 2 * t; place++)
                {
                    places.Add((row, column, place / t, place % t));
                }
            }
        }

        var expected = new List<SpinEdge>();
        for (int i = 0; i < places.Count; i++)
        {
            for (int j = i + 1; j < places.Count; j++)
            {
                (var a, var b) = (places[i], places[j]);
                (int rows, int columns) = (Math.Abs(a.Row - b.Row), Math.Abs(a.Column - b.Column));
                bool inside = rows + columns == 0 && a.Side != b.Side;
                bool vertical = rows == 1 && columns == 0 && a.Side == 0 && b.Side == 0 && a.Place == b.Place;
                bool horizontal = rows == 0 && columns == 1 && a.Side == 1 && b.Side == 1 && a.Place == b.Place;
                if (inside || vertical || horizontal)
                {
                    expected.Add(new(i, j));
                }
            }
        }

        CollectionAssert.AreEqual(expected, SpinGraph.Chimera(m, n, t).Edges);
    }

    [TestMethod]
    [DataRow(3, 3, 4)]
    [DataRow(7, 5, 2)]
    public void LargestDegreeIsThatOfAnInnerSpin(int m, int n, int t) =>
        Assert.AreEqual(t + 2, GraphDigest.Degrees(SpinGraph.Chimera(m, n, t)).Max());

    [TestMethod]
    [DataRow(0, 1, 4, "m")]
    [DataRow(1, 0, 4, "n")]
    [DataRow(1, 1, 0, "t")]
    public void RefusesSizesBelowOne(int m, int n, int t, string name) =>
        Assert.AreEqual(name, Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => SpinGraph.Chimera(m, n, t)).ParamName);
}
