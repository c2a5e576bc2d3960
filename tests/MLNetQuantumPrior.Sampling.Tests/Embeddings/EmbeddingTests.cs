namespace MLNetQuantumPrior.Sampling.Tests;

[TestClass]
public sealed class EmbeddingTests
{
    private static readonly SpinGraph Target =
        SpinGraph.FromLabels([10, 11, 12, 13, 20], [new(10, 11), new(11, 12), new(12, 13)], "target");

    [TestMethod]
    public void KnowsItsChains()
    {
        var embedding = new Embedding(TestModels.Ring(3), TestModels.Ring(6), [[1, 0], [2], [5, 4, 3]]);

        Assert.AreEqual((6, 1, 3), (embedding.TargetSpinCount, embedding.ShortestChain, embedding.LongestChain));
        CollectionAssert.AreEqual(new[] { 3, 4, 5 }, embedding.Chains[2]);
    }

    [TestMethod]
    [DataRow("10 11|12", "expected one for each of 3 spins of edges(3,2), got 2")]
    [DataRow("10||12", "expected at least one spin of target for spin 1, got none")]
    [DataRow("10|14|12", "label 14: expected a spin of target, each in one chain at most, got a label that is not there")]
    [DataRow("10|11|11 12", "label 11: expected a spin of target, each in one chain at most, got it for the spins 1 and 2")]
    [DataRow("11|10 12|13", "expected the chain [10, 12] of spin 1 to be connected in target, got parts")]
    [DataRow("10|11|13", "expected a coupler of target between those of the coupled spins 1 and 2, got none")]
    [DataRow("10|11|20", "expected a coupler of target between those of the coupled spins 1 and 2, got none")]
    public void RefusesChainsThatAreNoEmbedding(string chains, string message)
    {
        SpinGraph source = SpinGraph.FromEdges(3, [new(0, 1), new(1, 2)]);
        IEnumerable<IEnumerable<int>> given =
            chains.Split('|').Select(c => c.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse));

        string got = Assert.ThrowsExactly<ArgumentException>(() => new Embedding(source, Target, given)).Message;

        StringAssert.StartsWith(got, $"Chains: {message}.");
    }

    [TestMethod]
    public void ChainsOfACompleteGraphServeAPartOfIt()
    {
        Embedding complete = CliqueEmbedding.Find(8, HardwareTopology.Zephyr(2), SpinGraph.Zephyr(2))!;

        Embedding ring = complete.For(TestModels.Ring(8));

        Assert.AreEqual("edges(8,8)", ring.Source.Name);
        CollectionAssert.AreEqual(complete.Chains[3], ring.Chains[3]);
        Assert.ThrowsExactly<ArgumentException>(() => ring.For(SpinGraph.Complete(9)));
    }

    [TestMethod]
    public void AFileBringsBackTheChains()
    {
        string path = Path.GetTempFileName();
        var topology = HardwareTopology.Zephyr(2);
        SpinGraph working = Defects.Of(topology, 0.1, 0, seed: 1, "chip;graph_id=01ab");
        Embedding embedding = CliqueEmbedding.Find(8, topology, working)!;
        try
        {
            EmbeddingFile.Write(path, embedding);
            Embedding read = EmbeddingFile.Read(path, SpinGraph.Complete(8), working);

            for (int i = 0; i < 8; i++)
            {
                CollectionAssert.AreEqual(embedding.Chains[i], read.Chains[i]);
            }

            StringAssert.Contains(File.ReadAllText(path), "chip;graph_id=01ab");
        }
        finally
        {
            File.Delete(path);
        }
    }

    [TestMethod]
    [DataRow("", "expected an embedding in JSON, got another text.")]
    [DataRow("null", "expected an embedding in JSON, got another text.")]
    [DataRow("""{"format":"embedding","version":1,"source":"s","target":"t"}""", "expected an embedding in JSON, got another text.")]
    [DataRow(
        """{"format":"embedding","version":2,"source":"s","target":"t","chains":{}}""",
        "expected the format embedding, version 1, got embedding, 2.")]
    [DataRow(
        """{"format":"embedding","version":1,"source":"s","target":"t","chains":{"0":[10]}}""",
        "expected chains for the 2 labels of complete(2), got chains for 1 labels of s.")]
    [DataRow(
        """{"format":"embedding","version":1,"source":"s","target":"t","chains":{"0":[10],"1":null}}""",
        "expected chains for the 2 labels of complete(2), got chains for 2 labels of s.")]
    [DataRow(
        """{"format":"embedding","version":1,"source":"s","target":"t","chains":{"0":[10],"1":[12]}}""",
        "expected a coupler of target between those of the coupled spins 0 and 1, got none.")]
    public void ADamagedOrOutdatedFileIsRefused(string text, string message)
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, text);
            string got = Assert.ThrowsExactly<InvalidDataException>(() => EmbeddingFile.Read(path, SpinGraph.Complete(2), Target)).Message;

            StringAssert.StartsWith(got, path);
            StringAssert.Contains(got, message);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
