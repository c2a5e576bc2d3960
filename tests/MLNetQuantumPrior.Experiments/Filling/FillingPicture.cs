using MLNetQuantumPrior.Evaluation;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Experiments;

/// <summary>
/// Images, what is known of them, and their fillings: some as they come, and those in whose fillings the judge reads most digits.
/// </summary>
internal static class FillingPicture
{
    private const int Images = 12, Gray = 160;

    /// <param name="path">The PNG file.</param>
    /// <param name="judge">Reads digits.</param>
    /// <param name="images">The images.</param>
    /// <param name="filled">Their fillings, those of an image one after another.</param>
    /// <param name="draws">Fillings of an image.</param>
    /// <param name="known">Which pixels were known.</param>
    public static void Write(string path, Classifier judge, LabeledImages images, float[] filled, int draws, bool[] known)
    {
        int pixels = known.Length;
        int[] found = new int[images.Count * draws];
        judge.Classify(filled, found);
        int[] ambiguous = [.. Enumerable.Range(0, images.Count)
            .OrderByDescending(row => InpaintingEvaluation.EntropyOf(found[(row * draws)..((row + 1) * draws)])).Take(Images / 2)];
        int[] rows = [.. Enumerable.Range(0, images.Count).Except(ambiguous).Take(Images / 2), .. ambiguous];
        var strip = new List<float>();
        foreach (int row in rows)
        {
            float[] image = images.Images[row].ToArray();
            strip.AddRange(image);
            strip.AddRange(image.Select((ink, pixel) => known[pixel] ? ink : Gray / 255f));
            strip.AddRange(filled[(row * draws * pixels)..((row + 1) * draws * pixels)]);
        }

        File.WriteAllBytes(path, ImageGrid.ToPng([.. strip], LabeledImages.Side, LabeledImages.Side, 2 + draws, zoom: 1));
    }
}
