namespace MLNetQuantumPrior.Sampling.Tests;

[TestClass]
public sealed class ZephyrTests
{
    // 4800 qubits of Z(12,4) are an Advantage2 processor without defects.
    [TestMethod]
    [DataRow(1, 1, 12, 22)]
    [DataRow(1, 4, 48, 280)]
    [DataRow(2, 4, 160, 1224)]
    [DataRow(3, 4, 336, 2808)]
    [DataRow(2, 2, 80, 356)]
    [DataRow(12, 4, 4800, 45864)]
    [DataRow(15, 4, 7440, 71736)]
    public void HasTheKnownNumberOfSpinsAndCouplings(int m, int t, int spins, int edges)
    {
        SpinGraph graph = SpinGraph.Zephyr(m, t);

        Assert.AreEqual(spins, graph.SpinCount);
        Assert.HasCount(edges, graph.Edges);
        Assert.AreEqual($"zephyr({m},{t})", graph.Name);
    }

    [TestMethod]
    [DataRow(1, 4)]
    [DataRow(3, 4)]
    [DataRow(4, 2)]
    [DataRow(3, 1)]
    public void EdgeCountIsTheSumOfInternalExternalAndOddCouplers(int m, int t)
    {
        SpinGraph graph = SpinGraph.Zephyr(m, t);
        ILookup<string, SpinEdge> kinds = graph.Edges.ToLookup(
            e => Kind(ZephyrCoordinate.FromLabel(e.I, m, t), ZephyrCoordinate.FromLabel(e.J, m, t)));

        Assert.HasCount(16 * t * t * m * m, kinds["internal"]);
        Assert.HasCount(4 * t * (2 * m + 1) * (m - 1), kinds["external"]);
        Assert.HasCount(2 * t * (2 * m + 1) * (2 * m - 1), kinds["odd"]);
    }

    // The definition in D-Wave's coordinates, applied to every pair: a second implementation.
    [TestMethod]
    [DataRow(1, 4)]
    [DataRow(2, 4)]
    [DataRow(3, 2)]
    [DataRow(4, 1)]
    public void CouplesExactlyThePairsOfTheDefinition(int m, int t)
    {
        SpinGraph graph = SpinGraph.Zephyr(m, t);
        var expected = new List<SpinEdge>();
        for (int i = 0; i < graph.SpinCount; i++)
        {
            for (int j = i + 1; j < graph.SpinCount; j++)
            {
                if (Kind(ZephyrCoordinate.FromLabel(i, m, t), ZephyrCoordinate.FromLabel(j, m, t)) != "none")
                {
                    expected.Add(new(i, j));
                }
            }
        }

        CollectionAssert.AreEqual(expected, graph.Edges);
    }

    // 4 t internal couplers, 2 odd and 2 external ones; in Z(1) a line has two segments and in Z(2) four, too few for all of these.
    [TestMethod]
    [DataRow(1, 4, 17)]
    [DataRow(2, 4, 19)]
    [DataRow(3, 4, 20)]
    [DataRow(5, 4, 20)]
    [DataRow(5, 2, 12)]
    public void LargestDegreeIsThatOfAnInnerSpin(int m, int t, int expected)
    {
        SpinGraph graph = SpinGraph.Zephyr(m, t);
        int[] degree = new int[graph.SpinCount];
        foreach ((int i, int j) in graph.Edges)
        {
            degree[i]++;
            degree[j]++;
        }

        Assert.AreEqual(expected, degree.Max());
    }

    [TestMethod]
    public void LabelsAndCoordinatesAreInverse()
    {
        const int m = 3;
        const int t = 4;
        int label = 0;
        for (int u = 0; u < 2; u++)
        {
            for (int w = 0; w < 2 * m + 1; w++)
            {
                for (int k = 0; k < t; k++)
                {
                    for (int j = 0; j < 2; j++)
                    {
                        for (int z = 0; z < m; z++, label++)
                        {
                            var place = new ZephyrCoordinate(u, w, k, j, z);
                            Assert.AreEqual(label, place.Label(m, t));
                            Assert.AreEqual(place, ZephyrCoordinate.FromLabel(label, m, t));
                        }
                    }
                }
            }
        }

        Assert.AreEqual(SpinGraph.Zephyr(m, t).SpinCount, label);
    }

    [TestMethod]
    [DataRow(0, 4, "m")]
    [DataRow(1, 0, "t")]
    public void RefusesSizesBelowOne(int m, int t, string name) =>
        Assert.AreEqual(name, Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => SpinGraph.Zephyr(m, t)).ParamName);

    private static string Kind(ZephyrCoordinate a, ZephyrCoordinate b)
    {
        if (a.U != b.U)
        {
            (ZephyrCoordinate vertical, ZephyrCoordinate horizontal) = a.U == 0 ? (a, b) : (b, a);
            return Spans(vertical, horizontal.W) && Spans(horizontal, vertical.W) ? "internal" : "none";
        }

        if (a.W != b.W || a.K != b.K)
        {
            return "none";
        }

        if (a.J == b.J)
        {
            return Math.Abs(a.Z - b.Z) == 1 ? "external" : "none";
        }

        (ZephyrCoordinate even, ZephyrCoordinate shifted) = a.J == 0 ? (a, b) : (b, a);
        return even.Z == shifted.Z || even.Z == shifted.Z + 1 ? "odd" : "none";

        // Segment (j, z) crosses the perpendicular lines 2 z + j and 2 z + j + 1.
        static bool Spans(ZephyrCoordinate segment, int line) => line == 2 * segment.Z + segment.J || line == 2 * segment.Z + segment.J + 1;
    }
}
