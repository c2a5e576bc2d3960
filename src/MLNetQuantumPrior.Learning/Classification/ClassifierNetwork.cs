using MLNetQuantumPrior.Learning.Kernels;

namespace MLNetQuantumPrior.Learning;

/// <summary>A classifier in training: the layers, their gradients and Adam. Its numbers do not depend on the number of threads.</summary>
internal sealed class ClassifierNetwork
{
    private readonly ClassifierArchitecture _architecture;
    private readonly ImmutableArray<int> _heads;
    private readonly int _threads;
    private readonly LayerTape _tape;
    private readonly AlignedBuffer _parameters;
    private readonly AlignedBuffer _gradients;
    private readonly AdamOptimizer _adam;
    private AlignedBuffer? _logitGradient;
    private double[] _losses = [];

    /// <summary>A classifier of one softmax.</summary>
    public ClassifierNetwork(ClassifierArchitecture architecture, ulong seed, int threads)
        : this(architecture, [architecture.ClassCount], seed, threads)
    {
    }

    /// <summary>A classifier of several heads.</summary>
    /// <param name="architecture">The layers.</param>
    /// <param name="heads">Classes of each softmax; together as many as the layers give.</param>
    /// <param name="seed">Seed of the first weights.</param>
    /// <param name="threads">Most threads.</param>
    public ClassifierNetwork(ClassifierArchitecture architecture, ImmutableArray<int> heads, ulong seed, int threads)
    {
        (_architecture, _heads, _threads) = (architecture, heads, threads);
        _tape = new(new(architecture.Layers, architecture.InputSize), threads);
        _parameters = new(architecture.ParameterCount);
        _gradients = new(architecture.ParameterCount);
        _adam = new(architecture.ParameterCount, threads);
        InitialWeights.Draw(architecture.Layers, seed, _parameters.Span);
    }

    public ReadOnlySpan<float> Parameters => _parameters.Span;

    /// <summary>Of the last step, by the parameters before it.</summary>
    public ReadOnlySpan<float> Gradients => _gradients.Span;

    /// <summary>One step of Adam.</summary>
    /// <param name="features">[rows, features]</param>
    /// <param name="labels">[rows, heads]; where there are several heads, -1 for a label that is not known.</param>
    /// <param name="learningRate">Adam's step size.</param>
    /// <returns>-log p(label), sum over heads, mean over rows, before the step.</returns>
    public double Step(ReadOnlySpan<float> features, ReadOnlySpan<int> labels, double learningRate)
    {
        int rows = labels.Length / _heads.Length;
        Span<float> logitGradient = AlignedBuffer.Reserve(ref _logitGradient, rows * _architecture.ClassCount);
        ReadOnlySpan<float> logits = _tape.Forward(_parameters.Span, rows, features); // [rows, features] -> [rows, classes]
        double loss = _heads.Length == 1
            ? CrossEntropy(logits, labels, logitGradient)
            : HeadSoftmax.Loss(logits, labels, _heads.AsSpan(), logitGradient);
        _tape.Backward(_parameters.Span, rows, features, logitGradient, _gradients.Span, wantInputGradient: false);
        _adam.Step(_parameters.Span, _gradients.Span, learningRate);
        return loss;
    }

    /// <summary>-log p(label): mean over rows; and its gradient by the logits.</summary>
    private unsafe double CrossEntropy(ReadOnlySpan<float> logits, ReadOnlySpan<int> labels, Span<float> logitGradient)
    {
        int rows = labels.Length;
        if (_losses.Length < rows)
        {
            _losses = new double[rows];
        }

        fixed (float* o = logits, gradient = logitGradient)
        fixed (int* y = labels)
        fixed (double* losses = _losses)
        {
            LaneJob<SoftmaxLoss>.Run(new(_architecture.ClassCount, o, y, 1f / rows, gradient, losses), rows, itemsPerPart: 128, _threads);
        }

        double sum = 0;
        for (int row = 0; row < rows; row++)
        {
            sum += _losses[row];
        }

        return sum / rows;
    }
}
