namespace MLNetQuantumPrior.Learning;

/// <summary>
/// The network of a <see cref="HoleEncoder"/> in training: the layers, their gradients and Adam. Its numbers do not depend on the number
/// of threads.
/// </summary>
internal sealed class HoleNetwork
{
    private readonly ClassifierArchitecture _architecture;
    private readonly LayerTape _tape;
    private readonly LikelihoodPass _bits;
    private readonly AlignedBuffer _parameters, _gradients;
    private readonly AdamOptimizer _adam;
    private AlignedBuffer? _logitGradient;
    private double[] _losses = [];

    public HoleNetwork(ClassifierArchitecture architecture, ulong seed, int threads)
    {
        _architecture = architecture;
        _tape = new(new(architecture.Layers, architecture.InputSize), threads);
        _bits = new(Likelihood.Bernoulli(architecture.ClassCount), threads);
        _parameters = new(architecture.ParameterCount);
        _gradients = new(architecture.ParameterCount);
        _adam = new(architecture.ParameterCount, threads);
        InitialWeights.Draw(architecture.Layers, seed, _parameters.Span);
    }

    public ReadOnlySpan<float> Parameters => _parameters.Span;

    /// <summary>Of the last step, by the parameters before it.</summary>
    public ReadOnlySpan<float> Gradients => _gradients.Span;

    /// <summary>One step of Adam.</summary>
    /// <param name="inputs">[rows, inputs]</param>
    /// <param name="targets">Probability of each bit. [rows, latents]</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="learningRate">Adam's step size.</param>
    /// <returns>Cross-entropy, sum over bits, mean over rows, before the step.</returns>
    public double Step(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, int rows, double learningRate)
    {
        if (_losses.Length != rows)
        {
            _losses = new double[rows];
        }

        Span<float> gradient = AlignedBuffer.Reserve(ref _logitGradient, rows * _architecture.ClassCount);
        ReadOnlySpan<float> logits = _tape.Forward(_parameters.Span, rows, inputs); // [rows, inputs] -> [rows, latents]
        _bits.Loss([], logits, targets, 1f / rows, gradient, _losses);
        _tape.Backward(_parameters.Span, rows, inputs, gradient, _gradients.Span, wantInputGradient: false);
        _adam.Step(_parameters.Span, _gradients.Span, learningRate);
        return _losses.Average();
    }
}
