namespace MLNetQuantumPrior.Sampling.Tests;

/// <summary>Every embedding is checked edge by edge where it is made: what is tested here is how large and how short they are.</summary>
[TestClass]
public sealed class CliqueEmbeddingTests
{
    [TestMethod]
    [DataRow(1, 4, 12)]
    [DataRow(2, 4, 32)]
    [DataRow(3, 2, 24)]
    [DataRow(6, 4, 96)]
    [DataRow(12, 4, 192)]
    public void LargestOnAPerfectZephyr(int m, int t, int spins)
    {
        var topology = HardwareTopology.Zephyr(m, t);
        Embedding embedding = CliqueEmbedding.Largest(topology, topology.CreateGraph());

        Assert.IsGreaterThanOrEqualTo(spins, embedding.Source.SpinCount);
        Assert.IsLessThanOrEqualTo(m + 2, embedding.LongestChain);
    }

    // K = 2 t (2m - 1) in closed form, with chains of m + 1.
    [TestMethod]
    [DataRow(184, 13)]
    [DataRow(64, 6)]
    [DataRow(8, 2)]
    [DataRow(2, 2)]
    public void WantedSizesHaveShortChainsOnAPerfectZ12(int spins, int longest)
    {
        Embedding embedding = CliqueEmbedding.Find(spins, HardwareTopology.Zephyr(12), SpinGraph.Zephyr(12))!;

        Assert.AreEqual(spins, embedding.Source.SpinCount);
        Assert.IsLessThanOrEqualTo(longest, embedding.LongestChain);
    }

    [TestMethod]
    [DataRow(2, 8)]
    [DataRow(3, 24)]
    [DataRow(6, 60)]
    [DataRow(16, 180)]
    public void LargestOnAPerfectPegasus(int m, int spins)
    {
        var topology = HardwareTopology.Pegasus(m);
        Embedding embedding = CliqueEmbedding.Largest(topology, topology.CreateGraph());

        Assert.IsGreaterThanOrEqualTo(spins, embedding.Source.SpinCount);
        Assert.IsLessThanOrEqualTo(m + 2, embedding.LongestChain);
    }

    [TestMethod]
    [DataRow(0.05, 0, 1, 140)]
    [DataRow(0.05, 0, 2, 140)]
    [DataRow(0.05, 0, 3, 140)]
    [DataRow(0.05, 0, 4, 140)]
    [DataRow(0.05, 0.01, 1, 130)]
    [DataRow(0.05, 0.01, 2, 130)]
    [DataRow(0.2, 0.01, 1, 60)]
    public void DefectsCostChains(double deadQubits, double lostCouplers, int seed, int atLeast)
    {
        var topology = HardwareTopology.Zephyr(12);
        Embedding embedding = CliqueEmbedding.Largest(topology, Defects.Of(topology, deadQubits, lostCouplers, seed));

        Console.WriteLine(embedding);
        Assert.IsGreaterThanOrEqualTo(atLeast, embedding.Source.SpinCount);
    }

    [TestMethod]
    [DataRow(0, 7)]
    [DataRow(0.01, 11)]
    public void K64FitsBetweenDefects(double lostCouplers, int longest)
    {
        var topology = HardwareTopology.Zephyr(12);
        Embedding embedding = CliqueEmbedding.Find(64, topology, Defects.Of(topology, 0.05, lostCouplers, seed: 1))!;

        Assert.IsLessThanOrEqualTo(longest, embedding.LongestChain);
    }

    // A second implementation of the check, by pairs of chains and by the parts of each.
    [TestMethod]
    [DataRow(0, 0)]
    [DataRow(0.05, 0.01)]
    public void EveryPairOfChainsHasACoupler(double deadQubits, double lostCouplers)
    {
        var topology = HardwareTopology.Zephyr(12);
        SpinGraph working = Defects.Of(topology, deadQubits, lostCouplers, seed: 1);
        var couplers = working.Edges.Select(e => (working.Labels[e.I], working.Labels[e.J])).ToHashSet();
        ImmutableArray<ImmutableArray<int>> chains = CliqueEmbedding.Largest(topology, working).Chains;

        Assert.HasCount(chains.Sum(chain => chain.Length), chains.SelectMany(chain => chain).Distinct());
        for (int a = 0; a < chains.Length; a++)
        {
            IEnumerable<SpinEdge> within =
                from p in chains[a] from q in chains[a] where couplers.Contains((p, q)) select new SpinEdge(p, q);
            SpinGraph chain = SpinGraph.FromLabels(chains[a], within);
            Assert.HasCount(1, chain.ConnectedComponents());
            for (int b = a + 1; b < chains.Length; b++)
            {
                Assert.IsTrue(chains[a].Any(p => chains[b].Any(q => couplers.Contains((Math.Min(p, q), Math.Max(p, q))))), $"{a} and {b}");
            }
        }
    }

    [TestMethod]
    public void TheSameGraphGivesTheSameChains()
    {
        var topology = HardwareTopology.Zephyr(4);
        SpinGraph working = Defects.Of(topology, 0.05, 0.02, seed: 5);

        Embedding first = CliqueEmbedding.Largest(topology, working), second = CliqueEmbedding.Largest(topology, working);

        CollectionAssert.AreEqual(first.Chains.SelectMany(c => c).ToArray(), second.Chains.SelectMany(c => c).ToArray());
    }

    [TestMethod]
    public void WhatDoesNotFitIsNotFound()
    {
        var topology = HardwareTopology.Zephyr(1);

        Assert.IsNull(CliqueEmbedding.Find(49, topology, SpinGraph.Zephyr(1)));
        Assert.IsNull(CliqueEmbedding.Find(2, topology, SpinGraph.FromLabels([0, 1], [])));
        Assert.ThrowsExactly<ArgumentException>(() => CliqueEmbedding.Largest(topology, SpinGraph.FromLabels([0, 1], [])));
        Assert.ThrowsExactly<ArgumentException>(() => CliqueEmbedding.Largest(topology, SpinGraph.Zephyr(2)));
        Assert.Throws<OperationCanceledException>(() => CliqueEmbedding.Largest(topology, SpinGraph.Zephyr(1), new(canceled: true)));
    }
}
