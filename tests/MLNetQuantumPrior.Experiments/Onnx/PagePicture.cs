using MLNetQuantumPrior.Browser.Tests;
using MLNetQuantumPrior.Demo;

namespace MLNetQuantumPrior.Experiments;

/// <summary>The screenshot of the page in samples/MLNetQuantumPrior.Browser.</summary>
internal static class PagePicture
{
    /// <summary>The page with the digits that it draws first, and the slider in the middle.</summary>
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
        await page.RunAsync(
            "const slider = document.getElementById('flips'); slider.value = slider.max / 2; slider.dispatchEvent(new Event('input'))",
            cancel);
        await page.WaitAsync(PageDraws.IsIdle, cancel);
        return await page.ScreenshotAsync(cancel);
    }
}
