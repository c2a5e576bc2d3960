using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;

namespace MLNetQuantumPrior.Samples;

/// <summary>Image files through ML.NET's image transforms, a convolutional BM-VAE, and back to images.</summary>
internal static class Images
{
    private const int Side = 12;

    public static void Run()
    {
        var ml = new MLContext(seed: 1);
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            IDataView files = ml.Data.LoadFromEnumerable<ImageFile>([.. Draw(folder, count: 200), .. Damaged(folder)]);
            IDataView loaded = ml.Transforms.LoadImages("Image", folder, "Path")
                .Append(ml.Transforms.ResizeImages("Image", Side, Side))
                .Append(ml.Transforms.ExtractPixels("Features", "Image"))
                .Fit(files).Transform(files);

            // Two of the files are no images: the log names them.
            IDataView pixels = ml.Data.FilterUnreadableRows(loaded, "Features");
            Console.WriteLine($"{pixels.GetColumn<string>("Path").Count()} of 202 files are images");

            // Pixels of 0 to 255, colour plane after colour plane, are brought to [0, 1], and reconstructions back.
            using BmVaeTransformer vae = ml.Transforms.BmVae(new BmVaeEstimator.Options
            {
                ImageShape = (Side, Side, 3), ImageFilters = [8, 16], LatentSize = 8, Seed = 1,
                Columns = new() { Reconstruction = "Reconstruction" },
                Training = new() { Epochs = 30, BatchSize = 20, LearningRate = 5e-3 },
            }).Fit(pixels);
            IDataView decoded = vae.Transform(pixels);
            IDataView images = ml.Transforms.ConvertToImage(Side, Side, "Copy", "Reconstruction").Fit(decoded).Transform(decoded);

            string copy = Path.Combine(folder, "copy.png");
            MLImage first = images.GetColumn<MLImage>("Copy").First();
            first.Save(copy);
            using MLImage read = MLImage.CreateFromFile(copy);
            double error = decoded.GetColumn<float[]>("Features").Zip(decoded.GetColumn<float[]>("Reconstruction"))
                .Average(pair => pair.First.Zip(pair.Second).Average(pixel => Math.Abs(pixel.First - pixel.Second)));
            Console.WriteLine($"{read.Width} x {read.Height} image; mean error of a pixel below 30 of 255: {error < 30}");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        // Output:
        // 200 of 202 files are images
        // 12 x 12 image; mean error of a pixel below 30 of 255: True
    }

    /// <summary>Pictures of a coloured half, twice as large as what is learned.</summary>
    private static ImageFile[] Draw(string folder, int count)
    {
        const int Size = 2 * Side;
        var random = new Random(1);
        return [.. Enumerable.Range(0, count).Select(number =>
        {
            bool left = random.Next(2) == 0;
            int color = random.Next(3); // of blue, green, red
            byte[] bgra = new byte[4 * Size * Size];
            for (int p = 0; p < Size * Size; p++)
            {
                bgra[(4 * p) + 3] = 255;
                bgra[(4 * p) + color] = (p % Size < Size / 2) == left ? (byte)230 : (byte)20;
            }

            string name = $"{number}.png";
            using MLImage image = MLImage.CreateFromPixels(Size, Size, MLPixelFormat.Bgra32, bgra);
            image.Save(Path.Combine(folder, name));
            return new ImageFile { Path = name };
        })];
    }

    /// <summary>An empty file and a text, named as images.</summary>
    private static IEnumerable<ImageFile> Damaged(string folder)
    {
        File.WriteAllText(Path.Combine(folder, "empty.png"), "");
        File.WriteAllText(Path.Combine(folder, "text.jpg"), "no image");
        return [new() { Path = "empty.png" }, new() { Path = "text.jpg" }];
    }

    private sealed class ImageFile
    {
        public string Path { get; set; } = "";
    }
}
