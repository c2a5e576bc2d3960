using MLNetQuantumPrior.Browser.Tests;
using MLNetQuantumPrior.Demo;

namespace MLNetQuantumPrior.Experiments;

/// <summary>The screenshot of the page in samples/MLNetQuantumPrior.Browser.</summary>
internal static class PagePicture
{
    /// <summary>The page with the digits that it draws first, and a 4 halfway to a 9.</summary>
    public static async Task<byte[]> ToPngAsync(CancellationToken cancel)
    {
        string models = Path.Combine(Checkout.Root, "models");
        using ServedSite site = ServedSite.Start(new Dictionary<string, (string, string)>
        {
            ["Digits"] = (Path.Combine(models, "mnist.generator.onnx"), Path.Combine(models, "mnist.decoder.onnx")),
        });
        await using ChromiumPage page = await ChromiumPage.OpenAsync(cancel);
        await page.GoToAsync(site.Address, cancel);
        await page.WaitAsync(PageDraws.IsIdle, cancel);
        await DoAsync("document.getElementById('generate').click()"); // the first time has the warm-up in it
        await DoAsync("control('picture', 5, 'change'); control('target', 9, 'change')");
        await DoAsync("control('flips', document.getElementById('flips').max / 2, 'input')");
        return await page.ScreenshotAsync(cancel);

        async Task DoAsync(string statements)
        {
            const string Control =
                "function control(id, value, event) { const found = document.getElementById(id); found.value = value; " +
                "found.dispatchEvent(new Event(event)) }";
            await page.RunAsync($"{Control} {statements}", cancel);
            await page.WaitAsync(PageDraws.IsIdle, cancel);
        }
    }
}
