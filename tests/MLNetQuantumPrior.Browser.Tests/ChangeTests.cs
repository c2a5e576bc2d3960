namespace MLNetQuantumPrior.Browser.Tests;

/// <summary>The part of the page that changes a picture by what it shows.</summary>
[TestClass]
public sealed class ChangeTests : ShownPage
{
    private const string Edits = "import('./app.mjs').then((app) => app.change.shown.edits";

    [TestMethod]
    [Timeout(120_000, CooperativeCancellation = true)]
    public async Task SetsWhatIsAskedForAndKeepsTheRest()
    {
        await StartAsync(TestModels.Accepted);
        await SetAsync("picture", "5");
        await IdleAsync();
        StringAssert.StartsWith(await TextAsync("change-status"), "Nothing is set");
        Assert.AreEqual("Picture 5", await TextAsync("original-shown"));

        await SetAsync("wish-1", "1");
        await SetAsync("wish-2", "0");
        await IdleAsync();

        StringAssert.StartsWith(await TextAsync("change-status"), "Stroke thick, Slant left: reached with probability ");
        Assert.IsGreaterThan(0.9f, await Page.EvaluateAsync<float>($"{Edits}.reached[0])", Cancel));
        Assert.IsGreaterThan(0.9f, await Page.EvaluateAsync<float>($"{Edits}.kept[0])", Cancel));
        Assert.IsGreaterThan(0.01f, await DifferenceAsync(), "The pictures differ.");

        float[] before = await CodeAsync();
        await Page.RunAsync("document.getElementById('again').click()", Cancel);
        await IdleAsync();
        CollectionAssert.AreNotEqual(before, await CodeAsync(), "Another seed.");
        Assert.IsGreaterThan(0.9f, await Page.EvaluateAsync<float>($"{Edits}.reached[0])", Cancel));
    }

    [TestMethod]
    [Timeout(120_000, CooperativeCancellation = true)]
    public async Task TakesAPictureThatIsDrawnByHand()
    {
        await StartAsync(TestModels.Accepted);
        await Page.RunAsync("document.getElementById('empty').click()", Cancel);
        await IdleAsync();
        await Page.RunAsync(
            """
            const canvas = document.getElementById('original'), { width, height } = canvas.getBoundingClientRect();
            canvas.setPointerCapture = () => {};
            const point = (type, x, y) => canvas.dispatchEvent(new PointerEvent(type, {
              clientX: canvas.getBoundingClientRect().x + x * width, clientY: canvas.getBoundingClientRect().y + y * height,
            }));
            point('pointerdown', 0.55, 0.2);
            point('pointermove', 0.45, 0.8);
            point('pointerup', 0.45, 0.8);
            """,
            Cancel);
        await SetAsync("wish-2", "0");
        await IdleAsync();

        Assert.AreEqual("A picture drawn by hand", await TextAsync("original-shown"));
        float ink = await Page.EvaluateAsync<float>(
            "import('./app.mjs').then((app) => app.change.shown.row.features.reduce((sum, pixel) => sum + pixel, 0))", Cancel);
        Assert.IsTrue(ink is > 30 and < 100, $"A line of {ink} pixels.");
        StringAssert.StartsWith(await TextAsync("change-status"), "Slant left: reached with probability ");
        Assert.IsGreaterThan(0.9f, await Page.EvaluateAsync<float>($"{Edits}.reached[0])", Cancel));

        await Page.RunAsync("document.getElementById('back').click()", Cancel);
        await IdleAsync();
        Assert.AreEqual("Picture 1", await TextAsync("original-shown"));
    }

    [TestMethod]
    [Timeout(120_000, CooperativeCancellation = true)]
    public async Task EverythingCanBeReachedByKeysAndHasALabel()
    {
        await StartAsync(TestModels.Accepted);
        await Page.RunAsync("document.getElementById('flips').focus()", Cancel);
        var reached = new List<string>();
        for (int tabs = 0; tabs < 7; tabs++)
        {
            await Page.PressAsync("Tab", 9, Cancel);
            reached.Add(await Page.EvaluateAsync<string>("document.activeElement.id", Cancel));
        }

        CollectionAssert.AreEqual(new[] { "wish-0", "wish-1", "wish-2", "wish-3", "again", "empty", "back" }, reached);
        string[] labels = await Page.EvaluateAsync<string[]>(
            "[...document.querySelectorAll('#wishes select')].map((select) => select.labels[0].firstChild.textContent.trim())", Cancel);
        CollectionAssert.AreEqual(new[] { "Digit", "Stroke", "Slant", "Width" }, labels);
    }

    [TestMethod]
    [Timeout(120_000, CooperativeCancellation = true)]
    public async Task WithoutAnEditorThePartIsHidden()
    {
        await StartAsync(TestModels.Accepted);
        Assert.IsTrue(await IsShownAsync());

        await SetAsync("set", TestModels.Plain);
        await IdleAsync();
        Assert.IsFalse(await IsShownAsync());

        await SetAsync("set", TestModels.Accepted);
        await IdleAsync();
        Assert.IsTrue(await IsShownAsync());
        Assert.AreEqual("Picture 1", await TextAsync("original-shown"));
    }

    [TestMethod]
    [Timeout(120_000, CooperativeCancellation = true)]
    public async Task AMissingEditorIsNamedAndTheRestOfThePageWorks()
    {
        const string Editor = $"models/{TestModels.Accepted}.editor.onnx";
        File.Delete(Site.PathOf(Editor));
        await Page.GoToAsync(Site.Address, Cancel);
        await IdleAsync();
        await SetAsync("set", TestModels.Accepted);

        await Page.WaitAsync("!document.getElementById('error').hidden && !document.querySelector('[aria-busy=true]')", Cancel);
        StringAssert.Contains(await TextAsync("error"), Editor);
        Assert.IsFalse(await IsShownAsync());

        await Page.RunAsync(
            "const slider = document.getElementById('flips'); slider.value = 1; slider.dispatchEvent(new Event('input'))", Cancel);
        await Page.WaitAsync("document.getElementById('flips-shown').textContent.startsWith('1 of ')", Cancel);
    }

    [TestMethod]
    [Timeout(120_000, CooperativeCancellation = true)]
    public async Task AnEditThatIsUnderWayEndsBeforeItsEditorGoes()
    {
        await StartAsync(TestModels.Accepted);
        await Page.EvaluateAsync<string>(
            """
            import('./app.mjs').then(async ({ change }) => {
              const wish = document.getElementById('wish-1');
              wish.value = 1;
              wish.dispatchEvent(new Event('change', { bubbles: true }));
              await change.open(null);
              return '';
            })
            """,
            Cancel);

        await IdleAsync(); // without an error
        Assert.IsFalse(await IsShownAsync());
    }

    [TestMethod]
    [Timeout(120_000, CooperativeCancellation = true)]
    public async Task APhoneNeedNotScrollSideways()
    {
        await StartAsync(TestModels.Accepted);
        Assert.AreEqual(0, await Page.EvaluateAsync<int>(
            """
            new Promise((resolve) => {
              const frame = document.createElement('iframe');
              frame.style.width = '360px';
              frame.srcdoc = '<!doctype html>' + document.documentElement.outerHTML.replace(/<script.*?<\/script>/, '');
              frame.onload = () => resolve(frame.contentDocument.documentElement.scrollWidth - frame.contentWindow.innerWidth);
              document.body.append(frame);
            })
            """,
            Cancel));
    }

    private async Task<bool> IsShownAsync() =>
        await Page.EvaluateAsync<bool>("document.getElementById('change').checkVisibility()", Cancel);

    private async Task<float[]> CodeAsync() => await Page.EvaluateAsync<float[]>($"{Edits}.bits).then((bits) => [...bits])", Cancel);

    /// <summary>Mean squared difference of both canvases, 0 to 1.</summary>
    private async Task<float> DifferenceAsync() => await Page.EvaluateAsync<float>(
        """
        {
          const [before, after] = ['original', 'changed'].map((id) => {
            const canvas = document.getElementById(id);
            return canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
          });
          before.reduce((sum, value, k) => sum + ((value - after[k]) / 255) ** 2, 0) / before.length;
        }
        """,
        Cancel);
}
