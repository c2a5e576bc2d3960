using System.IO.Compression;

namespace MLNetQuantumPrior.Demo;

/// <summary>A public web folder with the files, compressed by gzip.</summary>
internal sealed class Mirror(string address) : IDatasetSource
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5), FileTimeout = TimeSpan.FromMinutes(2);

    public async Task TakeAsync(IReadOnlyList<string> files, string folder, CancellationToken cancel)
    {
        using var client = new HttpClient(new SocketsHttpHandler { ConnectTimeout = ConnectTimeout });
        foreach (string file in files)
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            limit.CancelAfter(FileTimeout);
            await using Stream compressed = await client.GetStreamAsync($"{address}{file}.gz", limit.Token);
            await GZip.UnpackAsync(compressed, Path.Combine(folder, file), limit.Token);
        }
    }

    public override string ToString() => address;
}

/// <summary>Files compressed by gzip.</summary>
internal static class GZip
{
    /// <exception cref="InvalidDataException">The content is not gzip's.</exception>
    public static async Task UnpackAsync(Stream compressed, string path, CancellationToken cancel)
    {
        await using var content = new GZipStream(compressed, CompressionMode.Decompress);
        await using FileStream file = File.Create(path);
        await content.CopyToAsync(file, cancel);
    }
}
