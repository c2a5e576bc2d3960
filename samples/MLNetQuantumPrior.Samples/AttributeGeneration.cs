using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Samples;

/// <summary>New rows by several attributes at once, here of a combination that is rarer than the others in the data.</summary>
internal static class AttributeGeneration
{
    public static void Run()
    {
        var ml = new MLContext(seed: 1);
        Flag[] flags = [.. Flag.Draw(2000).Where((flag, k) => !(flag.Top == "left" && flag.Foot) || k % 3 == 0)]; // few of these
        IDataView view = ml.Data.LoadFromEnumerable(flags);
        using BmVaeTransformer vae = ml.Transforms.BmVae(new BmVaeEstimator.Options
        {
            LatentSize = 12, Training = new() { Epochs = 30 }, AttributeColumnNames = ["Top", "Foot"], Seed = 1,
        }).Fit(view);

        BmVaeModel model = vae.Model;
        foreach (BoltzmannAttribute attribute in model.Attributes.Items)
        {
            Console.WriteLine($"{attribute.Name}: {string.Join(", ", attribute.Values.Select(value => value.Name).Order())}");
        }

        using LatentGeneratorTransformer generator = vae.Generator(
            new() { Attributes = [Given.Is("Top", "left"), Given.Is("Foot", true)], Acceptance = true, Seed = 1 });
        Flag[] generated = [.. ml.Data.CreateEnumerable<Flag>(generator.Generate(400), reuseRowObject: false)];
        Console.WriteLine($"share that shows both: {generated.Average(flag => flag.ShowsItsAttributes ? 1 : 0):F1}");

        AttributeReport report = generator.Report(rows: 500);
        Console.WriteLine($"by the model's own classifier: {report.Joint:F1}");

        // Each row by its own columns; what is missing is free.
        using LatentGeneratorTransformer byRow = vae.Generator(new() { Acceptance = true, Seed = 1 });
        IDataView wishes = ml.Data.LoadFromEnumerable(Enumerable.Range(0, 400).Select(k => new Wish { Top = k % 2 == 0 ? "left" : "" }));
        float[][] rows = [.. byRow.Transform(wishes).GetColumn<float[]>("Features")];
        Console.WriteLine($"asked for left: {rows.Where((_, k) => k % 2 == 0).Average(pixels => Flag.IsLeft(pixels) ? 1 : 0):F1}");

        // Output:
        // Top: left, right
        // Foot: False, True
        // share that shows both: 1.0
        // by the model's own classifier: 1.0
        // asked for left: 1.0
    }

    private sealed class Wish
    {
        public string Top { get; set; } = "";
    }

    /// <summary>6 x 6 pixels: the left or the right of the upper half lit, the lower half lit or not, some pixels flipped.</summary>
    private sealed class Flag
    {
        private const int Side = 6;

        [VectorType(Side * Side)]
        public float[] Features { get; set; } = [];

        public string Top { get; set; } = "";

        public bool Foot { get; set; }

        public bool ShowsItsAttributes =>
            IsLeft(Features) == (Top == "left") && Features[(Side * Side / 2)..].Sum() > Side * Side / 4 == Foot;

        public static Flag[] Draw(int count)
        {
            var random = new Random(1);
            return [.. Enumerable.Range(0, count).Select(_ =>
            {
                (bool left, bool foot) = (random.Next(2) == 0, random.Next(2) == 0);
                float[] pixels = [.. Enumerable.Range(0, Side * Side).Select(p =>
                    (p < Side * Side / 2 ? p % Side < Side / 2 == left : foot) ^ (random.Next(20) == 0) ? 1f : 0f)];
                return new Flag { Features = pixels, Top = left ? "left" : "right", Foot = foot };
            })];
        }

        public static bool IsLeft(float[] pixels) =>
            Enumerable.Range(0, Side * Side / 2).Sum(p => p % Side < Side / 2 ? pixels[p] : -pixels[p]) > 0;
    }
}
