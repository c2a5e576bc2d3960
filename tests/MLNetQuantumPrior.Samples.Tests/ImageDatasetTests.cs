using System.IO.Compression;
using System.Security.Cryptography;
using MLNetQuantumPrior.Demo;

namespace MLNetQuantumPrior.Samples.Tests;

/// <summary>How the demo comes by its images, without a network.</summary>
[TestClass]
public sealed class ImageDatasetTests
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    [TestCleanup]
    public void Delete() => Directory.Delete(_folder, recursive: true);

    [TestMethod]
    public async Task FilesThatAreThereAreNotFetched()
    {
        var source = new Source("all", "one", "two");
        await Dataset(source).FetchAsync(_folder, default);
        await Dataset(source).FetchAsync(_folder, default);
        CollectionAssert.AreEqual(new[] { "images, labels" }, source.Asked);
        AssertWhole();
    }

    [TestMethod]
    public async Task OnlyWhatIsMissingIsFetched()
    {
        File.WriteAllText(Path.Combine(_folder, "images"), "one");
        var source = new Source("all", "one", "two");
        await Dataset(source).FetchAsync(_folder, default);
        CollectionAssert.AreEqual(new[] { "labels" }, source.Asked);
        AssertWhole();
    }

    [TestMethod]
    public async Task ADamagedFileIsFetchedAgain()
    {
        File.WriteAllText(Path.Combine(_folder, "images"), "on");
        File.WriteAllText(Path.Combine(_folder, "labels"), "two");
        var source = new Source("all", "one", "two");
        await Dataset(source).FetchAsync(_folder, default);
        CollectionAssert.AreEqual(new[] { "images" }, source.Asked);
        AssertWhole();
    }

    [TestMethod]
    public async Task TheNextSourceServesWhereOneFailsOrHasOtherFiles()
    {
        Source broken = new("broken") { Error = new HttpRequestException("no such host") };
        Source page = new("page") { Error = new InvalidDataException("not gzip") };
        Source slow = new("slow") { Error = new TaskCanceledException("a time-out") };
        Source other = new("other", "one", "TWO"), lacking = new("lacking", "one"), good = new("good", "one", "two"), spare = new("spare");
        await Dataset(broken, page, slow, other, lacking, good, spare).FetchAsync(_folder, default);
        AssertWhole();
        Assert.IsEmpty(spare.Asked);
    }

    [TestMethod]
    public async Task WhereNoSourceServesTheErrorSaysWhatToPutWhere()
    {
        Source broken = new("broken") { Error = new HttpRequestException("no such host.") }, other = new("other", "one", "TWO");
        IOException error = await Assert.ThrowsExactlyAsync<IOException>(() => Dataset(broken, other).FetchAsync(_folder, default));
        foreach (string part in new[] { "images, labels", _folder, "broken: no such host;", "other: labels: expected the SHA-256 sum" })
        {
            StringAssert.Contains(error.Message, part);
        }

        Assert.DoesNotContain('\n', error.Message);
        Assert.IsEmpty(Directory.GetFileSystemEntries(_folder), "What is not whole does not come into the folder.");
    }

    [TestMethod]
    public async Task CancellationAsksNoOtherSource()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        Source stopped = new("stopped") { Error = new OperationCanceledException(stop.Token) }, next = new("next", "one", "two");
        await Assert.ThrowsAsync<OperationCanceledException>(() => Dataset(stopped, next).FetchAsync(_folder, stop.Token));
        Assert.IsEmpty(next.Asked);
    }

    [TestMethod]
    public async Task GzipIsUnpackedAndOtherContentIsRefused()
    {
        using var compressed = new MemoryStream();
        using (var zip = new GZipStream(compressed, CompressionMode.Compress, leaveOpen: true))
        {
            zip.Write("one"u8);
        }

        compressed.Position = 0;
        string path = Path.Combine(_folder, "images");
        await GZip.UnpackAsync(compressed, path, default);
        Assert.AreEqual("one", File.ReadAllText(path));
        await Assert.ThrowsExactlyAsync<InvalidDataException>(
            () => GZip.UnpackAsync(new MemoryStream("<html>Please log in</html>"u8.ToArray()), path, default));
    }

    [TestMethod]
    public async Task AProgramThatIsNotInstalledIsAnErrorOfTheSource()
    {
        IOException error = await Assert.ThrowsExactlyAsync<IOException>(
            () => ClientProgram.RunAsync("no-such-program-here", [], _folder, default));
        StringAssert.Contains(error.Message, "no-such-program-here is not installed");
    }

    private static ImageDataset Dataset(params IDatasetSource[] sources) =>
        new("test", [new("images", Sum("one"u8)), new("labels", Sum("two"u8))], sources);

    private static string Sum(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));

    private void AssertWhole()
    {
        string[] names = [.. Directory.GetFileSystemEntries(_folder).Select(path => Path.GetFileName(path)).Order()];
        CollectionAssert.AreEqual(new[] { "images", "labels" }, names);
        Assert.AreEqual("one", File.ReadAllText(Path.Combine(_folder, "images")));
        Assert.AreEqual("two", File.ReadAllText(Path.Combine(_folder, "labels")));
    }

    /// <summary>Serves contents for images and labels, as far as it has them, or fails.</summary>
    private sealed class Source(string name, params string[] contents) : IDatasetSource
    {
        private static readonly string[] Names = ["images", "labels"];

        public List<string> Asked { get; } = [];

        public Exception? Error { get; init; }

        public Task TakeAsync(IReadOnlyList<string> files, string folder, CancellationToken cancel)
        {
            Asked.Add(string.Join(", ", files));
            foreach ((string file, string content) in Names.Zip(contents).Where(file => files.Contains(file.First)))
            {
                File.WriteAllText(Path.Combine(folder, file), content);
            }

            return Error is null ? Task.CompletedTask : Task.FromException(Error);
        }

        public override string ToString() => name;
    }
}
