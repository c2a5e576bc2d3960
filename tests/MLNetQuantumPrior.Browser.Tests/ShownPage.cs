using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Browser.Tests;

/// <summary>The page in a browser, and what a user does with it.</summary>
public abstract class ShownPage
{
    private protected const int Side = 28;

    /// <summary>Of the canvas between two pictures.</summary>
    private protected const int Gap = 1;

    /// <summary>One for all tests, as a start takes as long as most of them.</summary>
    private static ChromiumPage? _opened;

    private protected ServedSite Site { get; private set; } = null!;

    private protected ChromiumPage Page { get; private set; } = null!;

    public TestContext TestContext { get; set; } = null!;

    private protected CancellationToken Cancel => TestContext.CancellationToken;

    [TestInitialize]
    public async Task Open()
    {
        Page = _opened ??= await TestPrograms.OrInconclusiveAsync(() => ChromiumPage.OpenAsync(Cancel));
        Site = TestPrograms.OrInconclusive(() => ServedSite.Start(TestModels.Files));
    }

    [TestCleanup]
    public async Task Close()
    {
        Site?.Dispose();
        if (TestContext.CurrentTestOutcome != UnitTestOutcome.Passed)
        {
            await CloseBrowser(); // whatever state it is in
        }
    }

    [ClassCleanup(InheritanceBehavior.BeforeEachDerivedClass)]
    public static async Task CloseBrowser()
    {
        if (_opened is not null)
        {
            await _opened.DisposeAsync();
            _opened = null;
        }
    }

    /// <summary>Opens the page with a model, and waits until it has drawn.</summary>
    private protected async Task StartAsync(string set)
    {
        await Page.GoToAsync(Site.Address, Cancel);
        await IdleAsync();
        if (set != TestModels.Plain)
        {
            await SetAsync("set", set);
            await IdleAsync();
        }
    }

    /// <summary>Sets a control as a user does.</summary>
    private protected async Task SetAsync(string id, string value) => await Page.RunAsync(
        $"const control = document.getElementById('{id}'); control.value = '{value}'; " +
        "control.dispatchEvent(new Event('change', { bubbles: true }))",
        Cancel);

    /// <summary>Waits until nothing is drawn, and there is no error.</summary>
    private protected async Task IdleAsync()
    {
        await Page.WaitAsync(PageDraws.IsIdle, Cancel);
        Assert.AreEqual("", await TextAsync("error"));
    }

    private protected async Task<string> TextAsync(string id) =>
        await Page.EvaluateAsync<string>($"document.getElementById('{id}').textContent", Cancel);

    /// <summary>Compares a canvas with decoded codes: a grey level may be one off where sums are in another order.</summary>
    private protected async Task CheckAsync(string canvas, ReadOnlyMemory<float> codes, int columns)
    {
        byte[] shown = await Page.EvaluateAsync<byte[]>(
            $$"""
            {
              const canvas = document.getElementById('{{canvas}}');
              const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
              btoa(String.fromCharCode(...data.filter((_, k) => k % 4 === 0)));
            }
            """,
            Cancel);
        BmVaeModel model = TestModels.Model;
        float[] expected = new float[codes.Length / model.Architecture.LatentSize * Side * Side];
        model.Decode(codes.Span, expected);
        int count = expected.Length / (Side * Side), width = columns * (Side + Gap) - Gap;
        Assert.AreEqual(width * (count / columns * (Side + Gap) - Gap), shown.Length);
        for (int pixel = 0; pixel < expected.Length; pixel++)
        {
            (int picture, int at) = Math.DivRem(pixel, Side * Side);
            int x = picture % columns * (Side + Gap) + at % Side, y = picture / columns * (Side + Gap) + at / Side;
            Assert.AreEqual(255 * expected[pixel], shown[y * width + x], 1.5, $"Picture {picture}, pixel {at}.");
        }
    }
}
