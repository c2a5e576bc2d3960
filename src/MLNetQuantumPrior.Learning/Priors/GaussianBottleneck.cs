using MLNetQuantumPrior.Learning.Kernels;

namespace MLNetQuantumPrior.Learning;

/// <summary>
/// Gaussian latents under a standard normal prior: a draw of q by its means and variances forward; the exact KL term backward.
/// </summary>
internal sealed class GaussianBottleneck(int latentSize, int threads) : IBottleneck
{
    private const int RowsPerPart = 16;

    private float[] _noise = [];
    private float[] _kl = [];

    /// <summary>Source of the noise; a new one each step.</summary>
    public UniformStream Noise { get; set; } = new(0, 0);

    /// <summary>Weight of the KL term.</summary>
    public float KlWeight { get; set; } = 1;

    /// <summary>KL(q || p) of the last step, mean over rows.</summary>
    public double Kl { get; private set; }

    public unsafe void Sample(ReadOnlySpan<float> code, Span<float> latents)
    {
        int rows = latents.Length / latentSize;
        if (_noise.Length < latents.Length)
        {
            _noise = new float[latents.Length];
            _kl = new float[rows];
        }

        Noise.FillNormal(_noise.AsSpan(0, latents.Length), deviation: 1);
        fixed (float* c = code, e = _noise, z = latents)
        {
            LaneJob<NormalSample>.Run(new(latentSize, c, e, z), rows, RowsPerPart, threads);
        }
    }

    public unsafe double Differentiate(
        ReadOnlySpan<float> code, ReadOnlySpan<float> latents, ReadOnlySpan<float> latentGradient, Span<float> codeGradient)
    {
        int rows = latents.Length / latentSize;
        fixed (float* c = code, z = latents, byLatent = latentGradient, byCode = codeGradient, kl = _kl)
        {
            LaneJob<NormalKl>.Run(new(latentSize, KlWeight / rows, c, z, byLatent, byCode, kl), rows, RowsPerPart, threads);
        }

        double sum = 0;
        foreach (float value in _kl.AsSpan(0, rows))
        {
            sum += value;
        }

        Kl = sum / rows;
        return KlWeight * Kl;
    }
}
