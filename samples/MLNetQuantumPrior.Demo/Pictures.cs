using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Sampling;

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

    /// <summary>Digits from nothing: the training's chains go on for a while under the trained prior, and the decoder draws what they show.</summary>
    public static byte[] Samples(BmVaeModel model, ulong seed, int count)
    {
        var sampler = new BlockGibbsSampler { Sweeps = 1000 };
        var request = new SampleRequest(model.Chains.Count, seed) { Continue = model.Chains.State };
        SpinMatrix spins = sampler.Sample(model.Prior, request).Spins;
        return ImageGrid.ToPng(model.Decode(spins).AsSpan(0, count * Digit.Side * Digit.Side), Digit.Side, Digit.Side, Columns);
    }

    /// <summary>How the training went.</summary>
    public static string ReconstructionCurve(IReadOnlyCollection<EpochReport> epochs) => LineChart.ToSvg(
        "Reconstruction while training (nats an image, relaxed bits)", "epoch", new ChartLine("-log p(x|z)", [.. epochs.Select(epoch => epoch.Reconstruction)]));

    /// <summary>The prior's energy of the encoder's bits and of its own chains, and the encoder's entropy.</summary>
    public static string EnergyCurve(IReadOnlyCollection<EpochReport> epochs) => LineChart.ToSvg(
        "Energy and entropy while training (nats)",
        "epoch",
        new ChartLine("energy of the codes", [.. epochs.Select(epoch => epoch.PosteriorEnergy)]),
        new ChartLine("energy of the prior's chains", [.. epochs.Select(epoch => epoch.ModelEnergy)]),
        new ChartLine("entropy of the codes", [.. epochs.Select(epoch => epoch.Entropy)]));
}
