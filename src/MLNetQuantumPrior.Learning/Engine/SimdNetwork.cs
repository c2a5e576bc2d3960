using MLNetQuantumPrior.Learning.Kernels;

namespace MLNetQuantumPrior.Learning;

/// <summary>A network of <see cref="SimdEngine"/>.</summary>
internal sealed class SimdNetwork : IVaeNetwork
{
    private readonly int _threads;
    private readonly LayerStack _encoder;
    private readonly LayerStack _decoder;
    private readonly LayerTape _encoderTape;
    private readonly LayerTape _decoderTape;
    private readonly LikelihoodPass _likelihood;
    private readonly AlignedBuffer _parameters;
    private readonly AlignedBuffer _gradients;
    private readonly AdamOptimizer _adam;
    private readonly ResidualVariances _variances;
    private readonly WeightDecay? _decay;
    private readonly double _maxGradientNorm;
    private AlignedBuffer? _latents;
    private AlignedBuffer? _codeGradient;
    private AlignedBuffer? _outputGradient;
    private double[] _rowLosses = [];

    public SimdNetwork(VaeArchitecture architecture, ulong seed, SimdEngine engine)
    {
        Architecture = architecture;
        int threads = engine.MaxDegreeOfParallelism;
        _threads = threads;
        _encoder = new(architecture.Encoder, architecture.InputSize);
        _decoder = new(architecture.Decoder, architecture.LatentSize);
        _encoderTape = new(_encoder, threads);
        _decoderTape = new(_decoder, threads);
        _likelihood = new(architecture.Likelihood, threads);
        _parameters = new(architecture.ParameterCount);
        _gradients = new(architecture.ParameterCount);
        _adam = new(_encoder.ParameterCount + _decoder.ParameterCount, threads);
        _variances = new(architecture.Likelihood.LearnedVariances);
        _decay = engine.WeightDecay > 0 ? new(architecture, engine.WeightDecay, threads) : null;
        _maxGradientNorm = engine.MaxGradientNorm;
        InitialWeights.Draw(architecture, seed, _parameters.Span);
    }

    public VaeArchitecture Architecture { get; }

    public bool LeavesCores => true; // its threads are those of the pool that moves the chains

    private Span<float> EncoderParameters => _parameters.Span[.._encoder.ParameterCount];

    private Span<float> DecoderParameters => _parameters.Span.Slice(_encoder.ParameterCount, _decoder.ParameterCount);

    private Span<float> NetworkParameters => _parameters.Span[..(_encoder.ParameterCount + _decoder.ParameterCount)];

    private Span<float> LikelihoodParameters => _parameters.Span[(_encoder.ParameterCount + _decoder.ParameterCount)..];

    private Span<float> EncoderGradients => _gradients.Span[.._encoder.ParameterCount];

    private Span<float> DecoderGradients => _gradients.Span.Slice(_encoder.ParameterCount, _decoder.ParameterCount);

    private Span<float> NetworkGradients => _gradients.Span[..(_encoder.ParameterCount + _decoder.ParameterCount)];

    private Span<float> LikelihoodGradients => _gradients.Span[(_encoder.ParameterCount + _decoder.ParameterCount)..];

    public void Encode(ReadOnlySpan<float> features, Span<float> code) =>
        _encoder.Forward(EncoderParameters, Rows(features.Length, Architecture.InputSize, nameof(features)), features, code, _threads);

    public void Decode(ReadOnlySpan<float> latents, Span<float> outputs) =>
        _decoder.Forward(DecoderParameters, Rows(latents.Length, Architecture.LatentSize, nameof(latents)), latents, outputs, _threads);

    public StepReport Step(ReadOnlySpan<float> features, IBottleneck bottleneck, double learningRate)
    {
        ArgumentNullException.ThrowIfNull(bottleneck);
        if (!double.IsFinite(learningRate) || learningRate < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(learningRate), learningRate, "Expected a finite number, at least 0.");
        }

        int rows = Rows(features.Length, Architecture.InputSize, nameof(features));
        if (rows == 0)
        {
            throw new ArgumentException("features: expected at least one row, got none.", nameof(features));
        }

        Span<float> latents = AlignedBuffer.Reserve(ref _latents, rows * Architecture.LatentSize);
        Span<float> codeGradient = AlignedBuffer.Reserve(ref _codeGradient, rows * Architecture.CodeSize);
        Span<float> outputGradient = AlignedBuffer.Reserve(ref _outputGradient, rows * Architecture.InputSize);

        ReadOnlySpan<float> code = _encoderTape.Forward(EncoderParameters, rows, features); // [rows, features] -> [rows, code]
        bottleneck.Sample(code, latents);                                                   // [rows, code] -> [rows, latents]
        ReadOnlySpan<float> outputs = _decoderTape.Forward(DecoderParameters, rows, latents); // [rows, latents] -> [rows, features]
        double reconstruction = ReconstructionLoss(rows, outputs, features, outputGradient);

        ReadOnlySpan<float> latentGradient =
            _decoderTape.Backward(DecoderParameters, rows, latents, outputGradient, DecoderGradients, wantInputGradient: true);
        double penalty = bottleneck.Differentiate(code, latents, latentGradient, codeGradient);
        _encoderTape.Backward(EncoderParameters, rows, features, codeGradient, EncoderGradients, wantInputGradient: false);

        if (learningRate > 0)
        {
            _decay?.Step(_parameters.Span, learningRate);
            _adam.Step(NetworkParameters, NetworkGradients, learningRate, GradientScale());
            _variances.Step(LikelihoodParameters, _likelihood.MeanSquares, rows, _adam.Steps, learningRate);
            _encoderTape.UpdateStatistics(EncoderParameters, rows);
            _decoderTape.UpdateStatistics(DecoderParameters, rows);
        }

        return new(reconstruction, penalty);
    }

    public void GetParameters(Span<float> destination)
    {
        CheckParameterCount(destination.Length, nameof(destination));
        _parameters.Span.CopyTo(destination);
    }

    public void SetParameters(ReadOnlySpan<float> source)
    {
        CheckParameterCount(source.Length, nameof(source));
        source.CopyTo(_parameters.Span);
    }

    public void GetGradients(Span<float> destination)
    {
        CheckParameterCount(destination.Length, nameof(destination));
        _gradients.Span.CopyTo(destination);
    }

    public OptimizerState GetOptimizerState() => _variances.AddTo(_adam.State);

    public void SetOptimizerState(OptimizerState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        _adam.State = _variances.TakeFrom(state, Architecture.ParameterCount);
    }

    /// <summary>Nothing to release: all memory is managed, and the worker threads are the process's.</summary>
    public void Dispose()
    {
    }

    /// <summary>
    /// -log p(x|z): sum over features, mean over rows; and its gradients by the outputs and by the likelihood's own parameters.
    /// </summary>
    private double ReconstructionLoss(int rows, ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, Span<float> outputGradient)
    {
        if (_rowLosses.Length < rows)
        {
            _rowLosses = new double[rows];
        }

        _likelihood.Loss(LikelihoodParameters, outputs, targets, 1f / rows, outputGradient, _rowLosses.AsSpan(0, rows));
        _likelihood.VarianceGradient(LikelihoodParameters, rows, outputs, targets, LikelihoodGradients);

        double sum = 0;
        for (int row = 0; row < rows; row++)
        {
            sum += _rowLosses[row];
        }

        return sum / rows;
    }

    private float GradientScale()
    {
        if (double.IsPositiveInfinity(_maxGradientNorm))
        {
            return 1;
        }

        double norm = GradientNorm.Of(NetworkGradients, _threads);
        return norm > _maxGradientNorm ? (float)(_maxGradientNorm / norm) : 1;
    }

    private static int Rows(int length, int rowSize, string name) =>
        length % rowSize == 0
            ? length / rowSize
            : throw new ArgumentException($"{name}: expected whole rows of {rowSize} values, got {length} values.", name);

    private void CheckParameterCount(int length, string name)
    {
        if (length != Architecture.ParameterCount)
        {
            throw new ArgumentException($"{name}: expected {Architecture.ParameterCount} values, one a parameter, got {length}.", name);
        }
    }
}
