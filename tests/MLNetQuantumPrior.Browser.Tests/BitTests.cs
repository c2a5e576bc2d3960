using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Browser.Tests;

/// <summary>A generator file draws the same bits and energies everywhere, those of the C# class.</summary>
[TestClass]
public sealed class BitTests
{
    private static readonly float[] WrongClasses = [-1, 10, 2.5f, float.NaN];
    private static readonly float[] Betas = [1, 1, 0, 0.5f, 2];
    private static readonly PortableRow[] Rows = [.. Enumerable.Range(0, 1000).Select(RowOf)];

    public TestContext TestContext { get; set; } = null!;

    private CancellationToken Cancel => TestContext.CancellationToken;

    [TestMethod]
    [DataRow(TestModels.Plain)]
    [DataRow(TestModels.Accepted)]
    [DataRow(TestModels.Half)]
    public void OnnxRuntimeForDotNetDrawsTheBitsOfTheClass(string set) =>
        CheckEqual(set, DotNetRuntime.Draw(TestModels.Generator(set), Rows, times: 1));

    [TestMethod]
    [Timeout(120_000, CooperativeCancellation = true)]
    [DataRow(TestModels.Plain)]
    [DataRow(TestModels.Accepted)]
    [DataRow(TestModels.Half)]
    public async Task OnnxRuntimeForNodeDrawsTheBitsOfTheClass(string set) =>
        CheckEqual(set, await TestPrograms.OrInconclusiveAsync(
            () => NodeRuntime.DrawAsync(TestModels.Generator(set), Rows, times: 1, Cancel)));

    [TestMethod]
    [Timeout(120_000, CooperativeCancellation = true)]
    [DataRow(TestModels.Plain)]
    [DataRow(TestModels.Accepted)]
    [DataRow(TestModels.Half)]
    public async Task ChromiumDrawsTheBitsOfTheClass(string set)
    {
        using ServedSite site = TestPrograms.OrInconclusive(() => ServedSite.Start(TestModels.Files));
        await using ChromiumPage page = await TestPrograms.OrInconclusiveAsync(() => ChromiumPage.OpenAsync(Cancel));
        await page.GoToAsync(site.Address, Cancel);

        CheckEqual(set, await page.DrawAsync(set, Rows, times: 1, Cancel));
    }

    private static void CheckEqual(string set, RuntimeDraws drawn)
    {
        PortableDraws expected = TestModels.Twin(set).Draw(Rows);
        RuntimeDraws wanted = RuntimeDraws.Of(expected.Bits, expected.Energies);

        Assert.AreEqual(3 * Rows.Length / 50, wanted.Energies.Count(energy => energy is null), "Rows that asked for what there is not.");
        Assert.AreEqual(0, wanted.BitsDiffering(drawn));
        CollectionAssert.AreEqual(wanted.Energies, drawn.Energies);
    }

    /// <summary>All classes, large and negative numbers, no sweeps and many, cold and hot; every 50th asks for what there is not.</summary>
    private static PortableRow RowOf(int k) => new(
        Class: k % 50 == 49 ? WrongClasses[k / 50 % 4] : k % 10,
        Id: k % 7 == 0 ? long.MaxValue - k : k,
        Seed: k % 3 == 0 ? -k : k % 3 == 1 ? 1 : k * 1_000_000_007L,
        Sweeps: k % 50 == 48 ? -1 : k / 10 % 6,
        Beta: k % 50 == 47 ? float.PositiveInfinity : Betas[k % 5]);
}
