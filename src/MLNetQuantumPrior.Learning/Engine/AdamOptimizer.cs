using MLNetQuantumPrior.Learning.Kernels;

namespace MLNetQuantumPrior.Learning;

/// <summary>
/// Adam (Kingma and Ba, 2015) with bias correction and the usual constants, as PyTorch computes it:
/// w -= rate * m / (1 - beta1^t) / (sqrt(v / (1 - beta2^t)) + epsilon).
/// </summary>
internal sealed unsafe class AdamOptimizer(int parameterCount, int threads)
{
    private const double Beta1 = 0.9;
    private const double Beta2 = 0.999;
    private const double Epsilon = 1e-8;

    /// <summary>The four ranges of a part are 256 KiB together, a few microseconds.</summary>
    private const int ParametersPerPart = 16384;

    private readonly AlignedBuffer _mean = new(parameterCount);
    private readonly AlignedBuffer _variance = new(parameterCount);

    /// <summary>Number of steps so far.</summary>
    public int Steps { get; private set; }

    /// <summary>What it remembers, as a copy.</summary>
    public OptimizerState State
    {
        get => new(Steps, [.. _mean.Span], [.. _variance.Span]);
        set
        {
            Steps = value.Steps;
            value.Means.CopyTo(_mean.Span);
            value.Variances.CopyTo(_variance.Span);
        }
    }

    /// <summary>One step.</summary>
    /// <param name="weights">What to change.</param>
    /// <param name="gradient">The gradient by them.</param>
    /// <param name="learningRate">The step size.</param>
    /// <param name="gradientScale">Factor on the gradient.</param>
    public void Step(Span<float> weights, ReadOnlySpan<float> gradient, double learningRate, float gradientScale = 1)
    {
        Steps++;
        AdamCoefficients step = new(
            GradientScale: gradientScale,
            OneMinusBeta1: (float)(1 - Beta1),
            Beta2: (float)Beta2,
            OneMinusBeta2: (float)(1 - Beta2),
            StepSize: (float)(learningRate / (1 - Math.Pow(Beta1, Steps))),
            VarianceScale: (float)(1 / Math.Sqrt(1 - Math.Pow(Beta2, Steps))),
            Epsilon: (float)Epsilon);
        fixed (float* w = weights, g = gradient, m = _mean.Span, v = _variance.Span)
        {
            Elements.Run(new AdamUpdate(step, g, m, v, w), weights.Length, ParametersPerPart, threads);
        }
    }
}
