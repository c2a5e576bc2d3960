namespace MLNetQuantumPrior.Tool.Tests;

[TestClass]
public sealed class InterruptionTests
{
    [TestMethod]
    public async Task AnInterruptedFitLeavesNoFile()
    {
        using var place = new Workplace();
        place.Write("in.csv", MadeLoans.Csv(500));
        using var cancel = new CancellationTokenSource();
        Task<Ended> run = Task.Run(() => place.Run(
            cancel.Token, "synthesize", "@in.csv", "@out.csv", "--model", "@loans.synthesizer", "--steps", "1000000"));
        await Task.Delay(500);
        await cancel.CancelAsync();
        Ended ended = await run;
        Assert.AreEqual(130, ended.Code, ended.Error);
        StringAssert.Contains(ended.Error, "error: interrupted");
        CollectionAssert.AreEqual(new[] { "in.csv" }, place.Files);
    }

    [TestMethod]
    public void AnInterruptedWritingLeavesTheFileThatWasThere()
    {
        using var place = new Workplace();
        place.Write("in.csv", MadeLoans.Csv(100));
        place.Write("out.csv", "before");
        place.Run("fit", "@in.csv", "@loans.synthesizer", "--steps", "5", "--no-trees").Done();
        TableFile file = TableFile.Read(place["in.csv"], CellSettings.None, null, Assert.Fail, default);
        using var cancel = new CancellationTokenSource();
        var progress = new Interrupting(cancel);
        Assert.ThrowsExactly<OperationCanceledException>(() => TableFile.Write(
            place["out.csv"], TableSynthesizer.Load(place["loans.synthesizer"]).Generate(1_000_000), file.Form, progress, cancel.Token));
        Assert.AreEqual("before", place.Text("out.csv"));
        CollectionAssert.AreEqual(new[] { "in.csv", "loans.synthesizer", "out.csv" }, place.Files);
    }

    private sealed class Interrupting(CancellationTokenSource cancel) : IProgress<long>
    {
        public void Report(long value) => cancel.Cancel();
    }
}
