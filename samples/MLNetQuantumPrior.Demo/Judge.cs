using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Demo;

/// <summary>What a classifier of real digits makes of generated ones.</summary>
/// <param name="Images">Number of images judged.</param>
/// <param name="Recognised">Share read as the digit that was asked for; null where none was.</param>
/// <param name="Counts">Images read as 0, 1, .. 9.</param>
/// <param name="EnergyMean">Mean prior energy of the images' codes.</param>
internal sealed record Verdict(int Images, double? Recognised, int[] Counts, double EnergyMean);

/// <summary>Reads digits with the trained classifier that lies beside the program.</summary>
internal static class Judge
{
    private static readonly Classifier Classifier = Classifier.Load(Path.Combine(AppContext.BaseDirectory, "mnist-judge.bin"));

    /// <summary>Judges a view of generated digits, by its label where it has one.</summary>
    public static Verdict Of(IDataView generated)
    {
        float[] images = [.. generated.GetColumn<float[]>("Features").SelectMany(row => row)];
        int[] read = new int[images.Length / (Digit.Side * Digit.Side)], counts = new int[10];
        Classifier.Classify(images, read);
        foreach (int digit in read)
        {
            counts[digit]++;
        }

        double? recognised = generated.Schema.GetColumnOrNull("Label") is { } label ? Share(read, Labels(generated, label)) : null;
        return new(read.Length, recognised, counts, generated.GetColumn<float[]>("Energy").Average(energy => energy[0]));
    }

    private static int[] Labels(IDataView generated, DataViewSchema.Column label)
    {
        VBuffer<ReadOnlyMemory<char>> names = default;
        label.GetKeyValues(ref names);
        int[] digits = [.. names.DenseValues().Select(name => int.Parse(name.Span))];
        return [.. generated.GetColumn<uint>(label).Select(key => digits[key - 1])];
    }

    private static double Share(int[] read, int[] asked) => read.Zip(asked).Count(pair => pair.First == pair.Second) / (double)read.Length;
}
