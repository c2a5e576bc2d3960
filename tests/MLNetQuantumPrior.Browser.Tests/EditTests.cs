using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Tests;

namespace MLNetQuantumPrior.Browser.Tests;

/// <summary>An editor file edits alike everywhere. A row may differ where the encoder's rounding decides, as it seldom does.</summary>
[TestClass]
public sealed class EditTests
{
    private const int Attributes = 4;
    private const float Keep = -1;

    private static readonly Lazy<RowToEdit[]> LazyRows = new(Draw);

    public TestContext TestContext { get; set; } = null!;

    private CancellationToken Cancel => TestContext.CancellationToken;

    [TestMethod]
    [Timeout(120_000, CooperativeCancellation = true)]
    public async Task OnnxRuntimeForNodeEditsAlike() => CheckEqual(await TestPrograms.OrInconclusiveAsync(
        () => NodeRuntime.EditAsync(TestModels.Editor, LazyRows.Value, Cancel)));

    [TestMethod]
    [Timeout(120_000, CooperativeCancellation = true)]
    public async Task ChromiumEditsAlike()
    {
        using ServedSite site = TestPrograms.OrInconclusive(() => ServedSite.Start(TestModels.Files));
        await using ChromiumPage page = await TestPrograms.OrInconclusiveAsync(() => ChromiumPage.OpenAsync(Cancel));
        await page.GoToAsync(site.Address, Cancel);

        CheckEqual(await page.EditAsync(TestModels.Accepted, LazyRows.Value, Cancel));
    }

    private static void CheckEqual(RuntimeEdits edits)
    {
        using var session = new EditorSession(File.ReadAllBytes(TestModels.Editor));
        SessionEdits expected = session.Run(LazyRows.Value);
        int rows = LazyRows.Value.Length, bits = expected.Bits.Length / rows;

        string text = RuntimeDraws.Text(expected.Bits);
        Assert.AreEqual(text.Length, edits.Bits.Length);
        int[] different = [.. Enumerable.Range(0, rows).Where(
            row => text.Substring(row * bits, bits) != edits.Bits.Substring(row * bits, bits))];
        Assert.IsLessThanOrEqualTo(1, different.Length, string.Join(", ", different));
        Assert.IsGreaterThan(0.95, edits.Reached.Average());
        Assert.AreEqual(expected.ChangedBits.Average(), edits.ChangedBits.Average(), 2);
    }

    /// <summary>Digits that a generator draws, and of each one attribute to set.</summary>
    private static RowToEdit[] Draw()
    {
        PortableDraws drawn = TestModels.Twin(TestModels.Accepted).Draw(
            [.. Enumerable.Range(0, 20).Select(k => new PortableRow(Class: k % 10, Id: k, Seed: 1))]);
        float[] pixels = new float[drawn.Rows * TestModels.Model.Architecture.InputSize];
        TestModels.Model.Decode(drawn.Bits.AsSpan(), pixels);
        return
        [
            .. pixels.Chunk(TestModels.Model.Architecture.InputSize).Select((own, k) => new RowToEdit(own, Id: k, Seed: long.MaxValue - k,
                [.. Enumerable.Range(0, Attributes).Select(attribute => attribute == k % Attributes ? k / Attributes % 2 : Keep)])),
        ];
    }
}
