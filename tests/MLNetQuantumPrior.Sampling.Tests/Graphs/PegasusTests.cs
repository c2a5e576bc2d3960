namespace MLNetQuantumPrior.Sampling.Tests;

[TestClass]
public sealed class PegasusTests
{
    private static readonly int[] VerticalOffsets = [2, 2, 2, 2, 10, 10, 10, 10, 6, 6, 6, 6];
    private static readonly int[] HorizontalOffsets = [6, 6, 6, 6, 2, 2, 2, 2, 10, 10, 10, 10];

    // P(16) is a D-Wave Advantage without defects. Digests are of the graphs that dwave_networkx 0.8.8 makes by default.
    [TestMethod]
    [DataRow(2, 40, 164, "5164b8d348ff33d492c1023b8562daceb5ad2298cedcd6efb0df8cb2afbe017d")]
    [DataRow(3, 128, 704, "c7940528b6323683505329f91a95889226be66a2bbc51018b336262cbb32c729")]
    [DataRow(4, 264, 1604, "285c8ea394c8646d6bb2bacba9c4c98642084c27344c280176add458a1e25828")]
    [DataRow(6, 680, 4484, "f34372f2d8fe1c2dcfe56ee5355ba3e24427a5e70bcd36627c9975fbd4875e34")]
    [DataRow(16, 5640, 40484, "11d6e69f685343b83317145b7e674c540402c52baa9b07a8dbbdbf7647a3a96e")]
    public void IsTheGraphThatDWavesToolsMake(int m, int spins, int edges, string digest)
    {
        SpinGraph graph = SpinGraph.Pegasus(m);

        Assert.AreEqual(spins, graph.SpinCount);
        Assert.HasCount(edges, graph.Edges);
        Assert.AreEqual(digest, GraphDigest.Of(graph));
        Assert.AreEqual($"pegasus({m})", graph.Name);
    }

    [TestMethod]
    [DataRow(2)]
    [DataRow(3)]
    [DataRow(5)]
    [DataRow(9)]
    public void CountsAreThoseOfTheFormulas(int m)
    {
        SpinGraph graph = SpinGraph.Pegasus(m);
        ILookup<string, SpinEdge> kinds = graph.Edges.ToLookup(e => Kind(Place(graph.Labels[e.I], m), Place(graph.Labels[e.J], m)));

        int lines = 2 * ((12 * m) - 4);
        Assert.AreEqual(8 * ((3 * m) - 1) * (m - 1), graph.SpinCount);
        Assert.HasCount(lines * (m - 2), kinds["external"]);
        Assert.HasCount(lines / 2 * (m - 1), kinds["odd"]);
        Assert.HasCount((180 * (m - 1) * (m - 1)) - 16, graph.Edges);
        Assert.IsEmpty(kinds["none"]);
    }

    // The definition in D-Wave's coordinates, applied to every pair of labels, gives a large part and small ones at the border; the large
    // part is the graph.
    [TestMethod]
    [DataRow(2)]
    [DataRow(3)]
    [DataRow(4)]
    public void IsTheLargestPartOfTheDefinition(int m)
    {
        int places = 24 * m * (m - 1);
        var edges = new List<SpinEdge>();
        for (int i = 0; i < places; i++)
        {
            for (int j = i + 1; j < places; j++)
            {
                if (Kind(Place(i, m), Place(j, m)) != "none")
                {
                    edges.Add(new(i, j));
                }
            }
        }

        int[] largest = [.. SpinGraph.FromEdges(places, edges).ConnectedComponents().MaxBy(part => part.Length)];
        SpinGraph graph = SpinGraph.Pegasus(m);

        CollectionAssert.AreEqual(largest, graph.Labels);
        CollectionAssert.AreEqual(
            edges.Where(e => largest.Contains(e.I)).ToArray(),
            graph.Edges.Select(e => new SpinEdge(graph.Labels[e.I], graph.Labels[e.J])).ToArray());
    }

    // 12 internal couplers, 2 external ones, 1 odd one; the lines of P(2) and P(3) have one and two segments, too few for all of these.
    [TestMethod]
    [DataRow(2, 13)]
    [DataRow(3, 14)]
    [DataRow(4, 15)]
    [DataRow(7, 15)]
    public void LargestDegreeIsThatOfAnInnerSpin(int m, int expected) =>
        Assert.AreEqual(expected, GraphDigest.Degrees(SpinGraph.Pegasus(m)).Max());

    [TestMethod]
    public void LabelsAndCoordinatesAreInverse()
    {
        const int m = 4;
        for (int label = 0; label < 24 * m * (m - 1); label++)
        {
            var place = PegasusCoordinate.FromLabel(label, m);
            (int u, int w, int k, int z) = Place(label, m);
            Assert.AreEqual(new PegasusCoordinate(u, w, k, z), place);
            Assert.AreEqual(label, place.Label(m));
        }
    }

    [TestMethod]
    public void RefusesSizesBelowTwo() =>
        Assert.AreEqual("m", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => SpinGraph.Pegasus(1)).ParamName);

    // label = ((u m + w) 12 + k) (m - 1) + z.
    private static (int U, int W, int K, int Z) Place(int label, int m) =>
        (label / (m - 1) / 12 / m, label / (m - 1) / 12 % m, label / (m - 1) % 12, label % (m - 1));

    private static string Kind((int U, int W, int K, int Z) a, (int U, int W, int K, int Z) b)
    {
        if (a.U == b.U)
        {
            bool sameDozen = a.W == b.W;
            return sameDozen && a.K == b.K && Math.Abs(a.Z - b.Z) == 1 ? "external"
                : sameDozen && a.Z == b.Z && a.K != b.K && a.K / 2 == b.K / 2 ? "odd"
                : "none";
        }

        (var v, var h) = a.U == 0 ? (a, b) : (b, a);
        return h.W == v.Z + (h.K < VerticalOffsets[v.K] ? 1 : 0) && h.Z == v.W - (v.K < HorizontalOffsets[h.K] ? 1 : 0)
            ? "internal"
            : "none";
    }
}
