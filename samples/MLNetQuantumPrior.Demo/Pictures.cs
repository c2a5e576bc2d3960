using MLNetQuantumPrior.Evaluation;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Demo;

/// <summary>What people look at first.</summary>
internal static class Pictures
{
    private const int Columns = 10;

    /// <summary>Rows of ten test digits, each above its reconstruction from its most likely bits.</summary>
    public static byte[] Reconstructions(BmVaeModel model, ReadOnlySpan<Digit> digits)
    {
        float[] originals = [.. digits.ToArray().SelectMany(digit => digit.Features)];
        float[] bits = new float[digits.Length * model.Architecture.LatentSize];
        float[] reconstructions = new float[originals.Length];
        model.Encode(originals, bits);
        foreach (ref float bit in bits.AsSpan())
        {
            bit = bit > 0 ? 1 : 0;
        }

        model.Decode(bits, reconstructions);
        int row = Columns * Digit.Side * Digit.Side;
        float[] pairs = [.. originals.Chunk(row).Zip(reconstructions.Chunk(row)).SelectMany(pair => pair.First.Concat(pair.Second))];
        return ImageGrid.ToPng(pairs, Digit.Side, Digit.Side, Columns);
    }

    /// <summary>The first images of a view of generated digits, row by row.</summary>
    public static byte[] Generated(IDataView digits, int count) =>
        ImageGrid.ToPng([.. digits.GetColumn<float[]>("Features").Take(count).SelectMany(row => row)], Digit.Side, Digit.Side, Columns);

    /// <summary>One row of digits for each class, of a view that has the classes in turn.</summary>
    public static byte[] OneRowAClass(IDataView digits)
    {
        float[][] images = [.. digits.GetColumn<float[]>("Features").Take(Columns * Columns)];
        uint[] labels = [.. digits.GetColumn<uint>("Label").Take(images.Length)];
        float[] sorted = [.. labels.Zip(images).OrderBy(pair => pair.First).SelectMany(pair => pair.Second)];
        return ImageGrid.ToPng(sorted, Digit.Side, Digit.Side, Columns);
    }

    /// <summary>How the training went.</summary>
    public static string ReconstructionCurve(IReadOnlyCollection<EpochReport> epochs) => LineChart.ToSvg(
        "Reconstruction while training (nats an image, relaxed bits)",
        "epoch", new ChartLine("-log p(x|z)", [.. epochs.Select(epoch => epoch.Reconstruction)]));

    /// <summary>The prior's energy of the encoder's bits and of its own chains, and the encoder's entropy.</summary>
    public static string EnergyCurve(IReadOnlyCollection<EpochReport> epochs) => LineChart.ToSvg(
        "Energy and entropy while training (nats)",
        "epoch",
        new ChartLine("energy of the codes", [.. epochs.Select(epoch => epoch.Boltzmann!.PosteriorEnergy)]),
        new ChartLine("energy of the prior's chains", [.. epochs.Select(epoch => epoch.Boltzmann!.ModelEnergy)]),
        new ChartLine("entropy of the codes", [.. epochs.Select(epoch => epoch.Boltzmann!.Entropy)]));
}
