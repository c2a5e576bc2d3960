using MLNetQuantumPrior.Browser.Tests;
using MLNetQuantumPrior.Demo;

namespace MLNetQuantumPrior.Experiments;

/// <summary>The screenshot of the page in samples/MLNetQuantumPrior.Browser.</summary>
internal static class PagePicture
{
    /// <summary>The page with the digits that it draws first, a 4 halfway to a 9, and the same 4 leaning to the right.</summary>
    public static async Task<byte[]> ToPngAsync(CancellationToken cancel)
    {
        string models = Path.Combine(Checkout.Root, "models");
        using ServedSite site = ServedSite.Start(new Dictionary<string, SiteModel>
        {
            ["Digits"] = new(File("generator"), File("decoder"), File("editor")),
        });
        await using ChromiumPage page = await ChromiumPage.OpenAsync(cancel);
        await page.GoToAsync(site.Address, cancel);
        await page.WaitAsync(PageDraws.IsIdle, cancel);
        await DoAsync("document.getElementById('generate').click()"); // the first time has the warm-up in it
        await DoAsync("control('picture', 5, 'change'); control('target', 9, 'change')");
        await DoAsync("control('flips', document.getElementById('flips').max / 2, 'input')");
        await DoAsync("control('wish-2', 2, 'change')"); // leaning to the right
        return await page.ScreenshotAsync(cancel);

        string File(string kind) => Path.Combine(models, $"mnist.{kind}.onnx");

        async Task DoAsync(string statements)
        {
            const string Control =
                "function control(id, value, event) { const found = document.getElementById(id); found.value = value; " +
                "found.dispatchEvent(new Event(event, { bubbles: true })) }";
            await page.RunAsync($"{Control} {statements}", cancel);
            await page.WaitAsync(PageDraws.IsIdle, cancel);
        }
    }
}
