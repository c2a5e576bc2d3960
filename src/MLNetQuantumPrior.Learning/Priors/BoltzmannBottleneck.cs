using MLNetQuantumPrior.Learning.Kernels;

namespace MLNetQuantumPrior.Learning;

/// <summary>Binary latents under a Boltzmann prior: bits drawn forward; the exact KL term and the positive phase backward.</summary>
/// <remarks>
/// Elementwise work on a batch of codes takes some 10 microseconds a pass: less than to share it, so only the prior's
/// matrix products use several threads.
/// </remarks>
internal sealed class BoltzmannBottleneck(BoltzmannPrior prior) : IBottleneck
{
    private float[] _uniforms = [];
    private float[] _means = [];
    private float[] _energyByMean = [];
    private float[] _entropies = [];

    /// <summary>How bits are drawn and passed by the gradient.</summary>
    public required IRelaxedBits Bits { get; set; }

    /// <summary>Source of the bits' noise; a new one each step.</summary>
    public UniformStream Noise { get; set; } = new(0, 0);

    /// <summary>Weight of the KL term.</summary>
    public float KlWeight { get; set; } = 1;

    /// <summary>Moments of the encoder's bits in the last step: the positive phase.</summary>
    public SpinMoments PositivePhase { get; } = new(prior.Pairs);

    /// <summary>H(q) of the last step, mean over rows.</summary>
    public double Entropy { get; private set; }

    /// <summary>E_q[E] of the last step, mean over rows.</summary>
    public double Energy { get; private set; }

    public void Sample(ReadOnlySpan<float> logits, Span<float> latents)
    {
        if (_uniforms.Length < logits.Length)
        {
            _uniforms = new float[logits.Length];
            _means = new float[logits.Length];
            _energyByMean = new float[logits.Length];
            _entropies = new float[logits.Length / prior.Graph.SpinCount];
        }

        Span<float> uniforms = _uniforms.AsSpan(0, logits.Length);
        Noise.Fill(uniforms);
        Bits.Sample(logits, uniforms, latents);
    }

    public unsafe double Differentiate(
        ReadOnlySpan<float> logits, ReadOnlySpan<float> latents, ReadOnlySpan<float> latentGradient, Span<float> logitGradient)
    {
        Span<float> means = _means.AsSpan(0, logits.Length);
        Span<float> energyByMean = _energyByMean.AsSpan(0, logits.Length);
        int spins = prior.Graph.SpinCount, rows = logits.Length / spins;
        fixed (float* l = logits, m = means, byMean = energyByMean, entropies = _entropies, gradient = logitGradient)
        {
            LaneJob<PosteriorMeans>.Run(new(spins, l, m, entropies), rows, rows, threads: 1);
            Energy = prior.MeanEnergy(means, energyByMean) / rows;
            PositivePhase.Set(means);

            Bits.Differentiate(logits, latents, latentGradient, logitGradient);
            Elements.Run(new KlGradient(KlWeight / rows, l, m, byMean, gradient), logits.Length, logits.Length, threads: 1);
        }

        Entropy = Sum(_entropies.AsSpan(0, rows)) / rows;
        return KlWeight * (Energy - Entropy);
    }

    private static double Sum(ReadOnlySpan<float> values)
    {
        double sum = 0;
        foreach (float value in values)
        {
            sum += value;
        }

        return sum;
    }
}
