using System.Text.Json;

namespace MLNetQuantumPrior.Leap.Tests;

[TestClass]
public sealed class AnswerReadingTests
{
    private static readonly IsingModel Model = new(
        SpinGraph.FromLabels([0, 1, 16], [new(0, 1), new(1, 16)]), [0.5, -1, 0.25], [1.0, -2], offset: 3.5);

    [TestMethod]
    public void RowsAreInTheOrderOfTheModel()
    {
        JsonElement json = FakeAnswer.Of(24, [16, 0, 1], [1, -1, -1, -1, 1, 1], [0.25, 0.5]);
        LeapAnswer answer = Read(json, 2);
        CollectionAssert.AreEqual(new sbyte[] { -1, -1, 1 }, answer.Samples.Spins[0].ToArray());
        CollectionAssert.AreEqual(new sbyte[] { 1, 1, -1 }, answer.Samples.Spins[1].ToArray());
        CollectionAssert.AreEqual(new[] { 3.75, 4.0 }, answer.ReportedEnergies);
        Assert.AreEqual(Model.Energy([-1, -1, 1]), answer.Samples.Energies[0]);
        Assert.IsNull(answer.Samples.Occurrences);
        Assert.AreEqual(1000, answer.Timing.AccessTime);
    }

    [TestMethod]
    public void RowsOfAHistogramSayHowOftenTheyCame()
    {
        JsonElement json = FakeAnswer.Of(24, [0, 1, 16], [1, -1, -1, -1, 1, 1], [0, 0], occurrences: [3, 1]);
        CollectionAssert.AreEqual(new[] { 3, 1 }, Read(json, 4).Samples.Occurrences!.Value);
    }

    [TestMethod]
    public void TooFewReadsAreAnError()
    {
        JsonElement json = FakeAnswer.Of(24, [0, 1, 16], [1, -1, -1], [0]);
        StringAssert.Contains(Assert.ThrowsExactly<InvalidDataException>(() => Read(json, 2)).Message, "expected 2 reads, got 1");
    }

    [TestMethod]
    public void OtherQubitsAreAnError()
    {
        JsonElement json = FakeAnswer.Of(24, [0, 1, 18], [1, -1, -1], [0]);
        StringAssert.Contains(Assert.ThrowsExactly<InvalidDataException>(() => Read(json, 1)).Message, "active_variables");
    }

    private static LeapAnswer Read(JsonElement json, int reads) =>
        AnswerReading.Read("id", json, new(Model, new() { Reads = reads }), Golden.Zephyr());
}
