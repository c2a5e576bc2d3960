namespace MLNetQuantumPrior.Sampling.Tests;

[TestClass]
public sealed class SampleRowsTests
{
    private static readonly SampleSet Reads = new(
        new(5, 2, [1, 1, -1, 1, 1, 1, -1, -1, -1, 1]), [3, -2, 3, -2.000001, -2], State: null);

    [TestMethod]
    public void AggregateCountsEqualRows()
    {
        SampleSet distinct = Reads.Aggregate();

        CollectionAssert.AreEqual(new[] { 2, 2, 1 }, distinct.Occurrences!.Value);
        CollectionAssert.AreEqual(new[] { 3, -2, -2.000001 }, distinct.Energies);
        CollectionAssert.AreEqual(new[] { 2, 2, 1 }, distinct.Aggregate().Occurrences!.Value);
        Assert.IsTrue(distinct.Spins.AsSpan().SequenceEqual<sbyte>([1, 1, -1, 1, -1, -1]));
    }

    [TestMethod]
    public void LowestAndTruncateAreByEnergy()
    {
        CollectionAssert.AreEqual(new[] { -2, -2.000001, -2 }, Reads.Lowest().Energies);
        CollectionAssert.AreEqual(new[] { -2.000001 }, Reads.Lowest(tolerance: 0).Energies);
        CollectionAssert.AreEqual(new[] { -2.000001, -2 }, Reads.Truncate(2).Energies);
        Assert.AreEqual(5, Reads.Truncate(99).Spins.Rows);
        CollectionAssert.AreEqual(new[] { 1, 2 }, Reads.Aggregate().Truncate(2).Occurrences!.Value);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Reads.Truncate(0));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Reads.Lowest(-1));
    }

    [TestMethod]
    public void FilesKeepRowsEnergiesAndOccurrences()
    {
        string path = Path.GetTempFileName();
        try
        {
            foreach (SampleSet samples in (SampleSet[])[Reads, Reads.Aggregate()])
            {
                SampleSetFile.Write(path, samples);
                SampleSet read = SampleSetFile.Read(path);
                Assert.IsTrue(read.Spins.AsSpan().SequenceEqual(samples.Spins.AsSpan()));
                CollectionAssert.AreEqual(samples.Energies, read.Energies);
                Assert.AreEqual(samples.Occurrences is null, read.Occurrences is null);
            }

            File.WriteAllText(path, File.ReadAllText(path).Replace("\"11\"", "\"12\""));
            string message = Assert.ThrowsExactly<InvalidDataException>(() => SampleSetFile.Read(path)).Message;
            Assert.AreEqual($"{path}, ising-samples JSON, reads[0].bits: expected 2 characters 0 or 1, got 12.", message);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [TestMethod]
    public void TextsSaySomething()
    {
        Assert.AreEqual("SampleSet { 5 x 2 spins, lowest energies -2, -2, -2, .. }", Reads.ToString());
        Assert.AreEqual("SpinMatrix { 5 x 2 }", Reads.Spins.ToString());
        Assert.AreEqual(
            "IsingModel { complete(2), 2 spins, 1 couplings, offset 1.5 }",
            new IsingModel(SpinGraph.Complete(2), [0.0, 0], [1], offset: 1.5).ToString());
        string tempering = new ParallelTemperingSampler { Temperatures = 2, Ladders = 2, BurnInSweeps = 4 }
            .Sample(new IsingModel(SpinGraph.Complete(2), [0, 0], [1]), new(4, 1)).Diagnostics!.ToString();
        Assert.StartsWith("ParallelTemperingDiagnostics { Betas = [0, 1], Barrier = ", tempering);
    }
}
