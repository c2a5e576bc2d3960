using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Evaluation.Tests;

[TestClass]
public sealed class TrainingPicturesTests
{
    private const int Side = 3, Pixels = Side * Side, Images = 5;

    private readonly string _folder = Directory.CreateTempSubdirectory("pictures").FullName;

    [TestCleanup]
    public void Clean() => Directory.Delete(_folder, recursive: true);

    [TestMethod]
    [DataRow(PriorKind.Boltzmann)]
    [DataRow(PriorKind.Gaussian)]
    public void EachReportHasAPictureOfImagesTheirReconstructionsAndGeneratedOnes(PriorKind prior)
    {
        var random = new Random(1);
        float[] rows = [.. Enumerable.Range(0, 40 * Pixels).Select(_ => (float)random.Next(2))];
        var reports = new List<EpochReport>();
        var pictures = new TrainingPictures(Path.Combine(_folder, "new"), rows.AsMemory(0, Images * Pixels), Side, Side) { Seed = 1 };

        BmVaeModel model = new BmVaeTrainer(new SimdEngine(), new BlockGibbsSampler(), new() { Epochs = 3, BatchSize = 20, Chains = 16 })
        {
            Snapshots = new Both(pictures, reports),
        }.Train(new FeatureMatrix(Pixels, rows), VaeArchitecture.Mlp(Pixels, [8], 4, prior), prior, seed: 1);

        CollectionAssert.AreEqual(
            new[] { "epoch-00001.png", "epoch-00002.png", "epoch-00003.png" },
            Directory.GetFiles(Path.Combine(_folder, "new")).Select(Path.GetFileName).Order().ToArray());
        CollectionAssert.AreEqual(model.Training!.Epochs, reports);
        DecodedPng png = DecodedPng.Of(File.ReadAllBytes(Path.Combine(_folder, "new", "epoch-00003.png")));
        const int Cell = Side + 2;
        Assert.AreEqual((2 + (Images * Cell), 2 + (4 * Cell)), (png.Width, png.Height), "images, reconstructions and two rows of others");
        for (int image = 0; image < Images; image++)
        {
            for (int pixel = 0; pixel < Pixels; pixel++)
            {
                byte shown = png.At(2 + (image * Cell) + (pixel % Side), 2 + (pixel / Side))[0];
                Assert.AreEqual(255 * rows[(image * Pixels) + pixel], shown);
            }
        }
    }

    private sealed class Both(TrainingPictures pictures, List<EpochReport> reports) : IProgress<TrainingSnapshot>
    {
        public void Report(TrainingSnapshot value)
        {
            Assert.IsFalse(value.Model.Scaling.Offset.IsEmpty, "the model takes rows as they are");
            pictures.Report(value);
            reports.Add(value.Report);
        }
    }
}
