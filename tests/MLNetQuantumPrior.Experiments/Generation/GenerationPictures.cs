using MLNetQuantumPrior.Evaluation;
using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Experiments;

/// <summary>Pictures of generated, edited and interpolated digits.</summary>
internal static class GenerationPictures
{
    public const int Columns = 20;
    private const int Points = 13;
    private static readonly (int From, int To)[] Edits = [(3, 8), (4, 9), (1, 7), (5, 6), (7, 9), (0, 6), (8, 3), (9, 4), (2, 3), (6, 0)];

    /// <param name="model">The model.</param>
    /// <param name="classes">What was learned of its classes.</param>
    /// <param name="test">Digits to edit and to lead into one another.</param>
    /// <param name="generated">Generated digits, <see cref="Columns"/> of each way.</param>
    /// <param name="folder">Where to write.</param>
    public static void Write(BmVaeModel model, BoltzmannClasses classes, LabeledImages test, float[] generated, string folder)
    {
        Directory.CreateDirectory(folder);
        Write("generation-ways.png", generated, Columns);
        Write("generation-editing.png", Edited(model, classes, test), 2 * Edits.Length);
        Write("generation-interpolation.png", Interpolated(model, test), Points);

        void Write(string name, float[] images, int columns) =>
            File.WriteAllBytes(
                Path.Combine(folder, name), ImageGrid.ToPng(images, LabeledImages.Side, LabeledImages.Side, columns, zoom: 1));
    }

    /// <summary>Two digits of each edit: as they are, and edited with growing strength.</summary>
    private static float[] Edited(BmVaeModel model, BoltzmannClasses classes, LabeledImages test)
    {
        int[] rows = [.. Edits.SelectMany(edit => Rows(test, edit.From).Take(2))];
        int[] from = [.. Edits.SelectMany(edit => new[] { edit.From, edit.From })];
        int[] to = [.. Edits.SelectMany(edit => new[] { edit.To, edit.To })];
        float[] originals = [.. rows.SelectMany(row => test.Images[row].ToArray())];
        SpinMatrix codes = model.EncodeSpins(originals);
        ulong[] ids = [.. rows.Select(row => (ulong)row)];
        var strip = new List<float>(originals);
        foreach (double strength in new[] { 0.5, 1, 2, 3 })
        {
            var editor = new LatentEditor(model.Prior, classes, new() { Strength = strength, Seed = 1 });
            strip.AddRange(model.Decode(editor.Edit(codes, from, to, ids).Spins));
        }

        return [.. strip];
    }

    /// <summary>Ways from digit to digit.</summary>
    private static float[] Interpolated(BmVaeModel model, LabeledImages test)
    {
        var interpolator = new LatentInterpolator(model.Prior, new() { Seed = 1 });
        var strip = new List<float>();
        foreach ((int from, int to) in Edits.Take(6))
        {
            SpinMatrix ends = model.EncodeSpins([.. test.Images[Rows(test, from).First()], .. test.Images[Rows(test, to).First()]]);
            strip.AddRange(model.Decode(interpolator.Path(ends[0], ends[1], Points).Spins));
        }

        return [.. strip];
    }

    private static IEnumerable<int> Rows(LabeledImages digits, int label) =>
        Enumerable.Range(0, digits.Labels.Length).Where(row => digits.Labels[row] == label);
}
