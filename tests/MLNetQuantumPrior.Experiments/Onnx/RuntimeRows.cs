using MLNetQuantumPrior.Browser.Tests;
using MLNetQuantumPrior.Demo;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Experiments;

/// <summary>The same generator file in ONNX Runtime for .NET, for Node and in Chromium, one thread each: bits and times.</summary>
internal static class RuntimeRows
{
    /// <summary>What the results call ONNX Runtime for .NET.</summary>
    public const string DotNet = "ONNX Runtime .NET";

    /// <summary>Runs whose median is the time.</summary>
    private const int Times = 15;

    /// <summary>Measures every runtime that is installed, and names those that are not.</summary>
    /// <param name="set">What the results call the file.</param>
    /// <param name="generator">The file, of a model with ten classes.</param>
    /// <param name="decoder">The decoder of the same model.</param>
    /// <param name="cancel">Cancels.</param>
    public static async Task<IReadOnlyList<ResultRow>> MeasureAsync(
        string set, string generator, string decoder, CancellationToken cancel)
    {
        PortableRow[] hundred = [.. Enumerable.Range(0, 100).Select(k => new PortableRow(k % 10, k, Seed: 1))]; // 20 sweeps, beta 1
        PortableRow[] thousand =
            [.. Enumerable.Range(0, 1000).Select(k => new PortableRow(k % 10, k, Seed: k / 100, Sweeps: k % 30, Beta: 0.5f + k % 4 / 4f))];
        PortableDraws drawn = PortableGenerator.Load(generator).Draw(thousand);
        RuntimeDraws expected = RuntimeDraws.Of(drawn.Bits, drawn.Energies);

        var rows = new List<ResultRow>();
        await AddAsync(DotNet, (wanted, times) => Task.FromResult(DotNetRuntime.Draw(generator, wanted, times)));
        await AddAsync("ONNX Runtime Node", (wanted, times) => NodeRuntime.DrawAsync(generator, wanted, times, cancel));
        await AddAsync("ONNX Runtime Web, Chromium", async (wanted, times) =>
        {
            using ServedSite site = ServedSite.Start(new Dictionary<string, SiteModel> { [set] = new(generator, decoder) });
            await using ChromiumPage page = await ChromiumPage.OpenAsync(cancel);
            await page.GoToAsync(site.Address, cancel);
            await page.WaitAsync(PageDraws.IsIdle, cancel);
            return await page.DrawAsync(set, wanted, times, cancel);
        });
        return rows;

        async Task AddAsync(string runtime, Func<PortableRow[], int, Task<RuntimeDraws>> draw)
        {
            try
            {
                rows.Add(new(set, runtime, "bitsDiffering", 1, expected.BitsDiffering(await draw(thousand, 1))));
                rows.Add(new(set, runtime, "milliseconds100", 1, (await draw(hundred, Times)).MedianMilliseconds));
            }
            catch (ProgramMissingException missing)
            {
                Console.Error.WriteLine($"Without {runtime}: {missing.Message}");
            }
        }
    }
}
