using System.Buffers.Binary;
using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Browser.Tests;

/// <summary>What the page shows is what the C# class draws and the model decodes.</summary>
[TestClass]
public sealed class PageTests : ShownPage
{
    [TestMethod]
    [Timeout(120_000, CooperativeCancellation = true)]
    [DataRow(TestModels.Plain, "7", 0.5f)]
    [DataRow(TestModels.Accepted, "", 1)]
    public async Task ShowsTheDigitsThatAreAskedFor(string set, string label, float temperature)
    {
        await StartAsync(set);
        await SetAsync("class", label);
        await SetAsync("temperature", $"{temperature}");
        await SetAsync("seed", "12345678901");
        await SetAsync("sweeps", "3");
        await SetAsync("count", "12");
        await SetAsync("first", "40");
        await Page.RunAsync("document.getElementById('generate').click()", Cancel);
        await IdleAsync();

        PortableRow[] rows = [.. Enumerable.Range(40, 12).Select(id => new PortableRow(
            Class: label == "" ? id % 10 : float.Parse(label), id, Seed: 12345678901, Sweeps: 3, Beta: 1 / temperature))];
        await CheckAsync("grid", TestModels.Twin(set).Draw(rows).Bits.AsMemory(), columns: 4);
        StringAssert.StartsWith(await TextAsync("status"), "12 pictures in ");
    }

    [TestMethod]
    [Timeout(120_000, CooperativeCancellation = true)]
    public async Task TheSliderFlipsBitAfterBitToTheOtherClass()
    {
        await StartAsync(TestModels.Plain);
        await SetAsync("picture", "4");
        await SetAsync("target", "8");
        await IdleAsync();

        PortableDraws drawn = TestModels.Twin(TestModels.Plain).Draw([new(Class: 3, Id: 3, Seed: 1), new(Class: 8, Id: 4, Seed: 1)]);
        int distance = drawn[0].ToArray().Zip(drawn[1].ToArray()).Count(pair => pair.First != pair.Second);
        Assert.AreEqual($"0 of {distance}", await TextAsync("flips-shown"));
        await CheckAsync("edited", drawn[0].ToArray(), columns: 1);

        foreach (int flips in (int[])[1, distance / 2, distance])
        {
            await Page.RunAsync(
                $"const slider = document.getElementById('flips'); slider.value = {flips}; slider.dispatchEvent(new Event('input'))",
                Cancel);
            await IdleAsync();
            Assert.AreEqual($"{flips} of {distance}", await TextAsync("flips-shown"));
            float[] code = await Page.EvaluateAsync<float[]>("import('./app.mjs').then((app) => [...app.shown.code])", Cancel);
            Assert.AreEqual(flips, code.Zip(drawn[0].ToArray()).Count(pair => pair.First != pair.Second));
            Assert.AreEqual(distance - flips, code.Zip(drawn[1].ToArray()).Count(pair => pair.First != pair.Second));
            await CheckAsync("edited", code, columns: 1);
        }
    }

    [TestMethod]
    [Timeout(120_000, CooperativeCancellation = true)]
    public async Task EverythingCanBeReachedAndSetByKeys()
    {
        await StartAsync(TestModels.Plain);
        var reached = new List<string>();
        for (int tabs = 0; tabs < 14; tabs++)
        {
            await Page.PressAsync("Tab", 9, Cancel);
            reached.Add(await Page.EvaluateAsync<string>("document.activeElement.id", Cancel));
        }

        CollectionAssert.AreEqual(
            new[]
            {
                "set", "class", "temperature", "sweeps", "seed", "count", "first", "generate", "next", "download",
                "picture", "target", "flips", "",
            },
            reached);

        await Page.RunAsync("document.getElementById('flips').focus()", Cancel);
        await Page.PressAsync("ArrowRight", 39, Cancel);
        await Page.WaitAsync("document.getElementById('flips-shown').textContent.startsWith('1 of ')", Cancel);

        await Page.RunAsync("document.getElementById('next').focus()", Cancel);
        await Page.PressAsync("Enter", 13, Cancel);
        await Page.WaitAsync("document.getElementById('first').value === '100'", Cancel);
    }

    [TestMethod]
    [Timeout(120_000, CooperativeCancellation = true)]
    public async Task SavesThePicturesAsPng()
    {
        await StartAsync(TestModels.Plain);
        string path = Site.PathOf("plain-seed-1.png");
        await Page.SaveDownloadsToAsync(Path.GetDirectoryName(path)!, Cancel);
        await Page.RunAsync("document.getElementById('download').click()", Cancel);
        while (!File.Exists(path))
        {
            await Task.Delay(20, Cancel);
        }

        byte[] file = await File.ReadAllBytesAsync(path, Cancel);
        const int Signature = 8, Width = 16, Height = 20, Pixels = 10 * (Side + Gap) - Gap;
        CollectionAssert.AreEqual(new byte[] { 0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10 }, file[..Signature]);
        Assert.AreEqual(Pixels, BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(Width)));
        Assert.AreEqual(Pixels, BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(Height)));
    }

    [TestMethod]
    [Timeout(120_000, CooperativeCancellation = true)]
    public async Task EveryControlHasALabel()
    {
        await Page.GoToAsync(Site.Address, Cancel);

        string[] without = await Page.EvaluateAsync<string[]>(
            "[...document.querySelectorAll('input, select')].filter((element) => element.labels.length === 0).map((element) => element.id)",
            Cancel);
        Assert.IsEmpty(without, string.Join(", ", without));
    }

    [TestMethod]
    [Timeout(120_000, CooperativeCancellation = true)]
    [DataRow("models/list.json")]
    [DataRow("models/plain.generator.onnx")]
    [DataRow("models/plain.decoder.onnx")]
    [DataRow("vendor/ort.wasm.bundle.min.mjs")]
    [DataRow("vendor/ort-wasm-simd-threaded.wasm")]
    public async Task AMissingFileIsNamedInThePage(string file)
    {
        File.Delete(Site.PathOf(file));
        await Page.GoToAsync(Site.Address, Cancel);

        await Page.WaitAsync("document.getElementById('error')?.hidden === false", Cancel);
        StringAssert.Contains(await TextAsync("error"), file);
    }

    [TestMethod]
    [Timeout(120_000, CooperativeCancellation = true)]
    public async Task AModelOfATableIsRefused()
    {
        BmVaeModel table = new BmVaeTrainer(new SimdEngine(), new BlockGibbsSampler(), new() { Epochs = 1 }).Train(
            new FeatureMatrix(10, new float[20]), VaeArchitecture.Mlp(10, [], 3), SpinGraph.Complete(3), seed: 1);
        table.SaveGeneratorOnnx(Site.PathOf("models/plain.generator.onnx"), new() { PoolSize = 1 });
        await Page.GoToAsync(Site.Address, Cancel);

        await Page.WaitAsync("document.getElementById('error')?.hidden === false", Cancel);
        Assert.AreEqual("Pictures: expected a model of square ones, got one of 10 features.", await TextAsync("error"));
    }
}
