using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning;

/// <summary>Draws of the prior, decoded, that the chains of rows start from. Immutable, so safe for concurrent calls.</summary>
internal sealed class FillStarts
{
    private readonly float[] _outputs;
    private readonly int _latents, _slots;

    public FillStarts(BmVaeModel model, SpinMatrix draws)
    {
        (_latents, _slots) = (model.Architecture.LatentSize, model.Architecture.InputSize);
        Bits = LatentBits.Of(draws);
        Energies = model.Prior.Energies(draws);
        _outputs = new float[draws.Rows * _slots];
        model.DecodeOutputs(Bits, _outputs);
    }

    /// <summary>E(z) of each draw.</summary>
    public ImmutableArray<double> Energies { get; }

    private float[] Bits { get; }

    /// <summary>0 or 1. <c>[latents]</c></summary>
    public ReadOnlySpan<float> BitsOf(int draw) => Bits.AsSpan(draw * _latents, _latents);

    /// <summary>The decoder's outputs. <c>[slots]</c></summary>
    public ReadOnlySpan<float> OutputsOf(int draw) => _outputs.AsSpan(draw * _slots, _slots);

    /// <summary>log p(x_known | z) of each draw.</summary>
    public double[] LogLikelihoods(SlotDensities densities, ReadOnlySpan<float> values, ReadOnlySpan<bool> known)
    {
        double[] logs = new double[Energies.Length];
        for (int draw = 0; draw < logs.Length; draw++)
        {
            logs[draw] = densities.Sum(OutputsOf(draw), values, known, ofKnown: true);
        }

        return logs;
    }
}
