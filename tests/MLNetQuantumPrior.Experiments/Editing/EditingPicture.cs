using MLNetQuantumPrior.Evaluation;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Experiments;

/// <summary>
/// Images, each with what it becomes by edits of one attribute; and ways from an image to what it becomes by an edit.
/// </summary>
internal static class EditingPicture
{
    private const int Images = 6, Points = 9;

    /// <param name="path">The PNG file.</param>
    /// <param name="model">A model with attributes.</param>
    /// <param name="test">Images to edit.</param>
    public static void Write(string path, BmVaeModel model, MeasuredDigits test)
    {
        var editor = new Editor(model, new() { Seed = 1 });
        Given[] edits =
        [
            test.Is(1, 0), test.Is(1, 1), test.Is(2, 0), test.Is(2, 1), test.Is(2, 2), test.Is(3, 0), test.Is(3, 1),
        ];
        var strip = new List<float>();
        int[] rows = [.. Enumerable.Range(0, test.Count).Where(row => test.Images.Labels[row] is not 1).Take(Images)];
        foreach (int row in rows)
        {
            strip.AddRange(test.Images.Images[row]);
            strip.AddRange(model.Decode(model.EncodeSpins(test.Images.Images[row])));
            foreach (Given edit in edits)
            {
                strip.AddRange(editor.Edit(test.Images.Images[row], [edit], [(ulong)row]).Features);
            }
        }

        foreach ((Given edit, int k) in new[] { test.Is(1, 1), test.Is(2, 0), test.Is(2, 2), test.Is(3, 1) }.Select((edit, k) => (edit, k)))
        {
            strip.AddRange(editor.Path(test.Images.Images[rows[k]], [edit], Points, [(ulong)rows[k]]).Features);
        }

        File.WriteAllBytes(path, ImageGrid.ToPng([.. strip], LabeledImages.Side, LabeledImages.Side, Points, zoom: 1));
    }
}
