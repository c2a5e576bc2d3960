using System.Runtime.InteropServices;
using MLNetQuantumPrior.Learning;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetQuantumPrior.Torch;

/// <summary>An autoencoder of <see cref="TorchSharpEngine"/>. All tensors of a call live in one dispose scope.</summary>
internal sealed class TorchNetwork : IVaeNetwork
{
    /// <summary>Rows at once outside of training, where memory is the only limit.</summary>
    private const int RowsAtOnce = 1024;

    private readonly ITensorNetwork _encoder;
    private readonly ITensorNetwork _decoder;
    private readonly LikelihoodLosses _likelihood;
    private readonly ImmutableArray<NetworkTensor> _tensors;
    private readonly Device _device;
    private readonly int _threads;
    private readonly AdamW _adam;
    private readonly ResidualVariances _variances;
    private readonly Tensor?[] _gradients;

    public TorchNetwork(
        VaeArchitecture architecture, ITensorNetwork encoder, ITensorNetwork decoder, Device device, TorchSharpEngine engine)
    {
        (Architecture, _encoder, _decoder) = (architecture, encoder, decoder);
        (_device, _threads) = (device, engine.MaxDegreeOfParallelism);
        _likelihood = new(architecture.Likelihood, device);
        _tensors = [.. encoder.Tensors, .. decoder.Tensors, .. _likelihood.Tensors];
        _gradients = new Tensor?[_tensors.Length];
        _adam = new([.. encoder.Tensors, .. decoder.Tensors], engine.WeightDecay, engine.MaxGradientNorm);
        _variances = new(architecture.Likelihood.LearnedVariances);
    }

    public VaeArchitecture Architecture { get; }

    public bool LeavesCores => _device.type != DeviceType.CPU;

    public void Encode(ReadOnlySpan<float> features, Span<float> logits) =>
        Infer(_encoder, features, Architecture.InputSize, nameof(features), logits, Architecture.CodeSize, nameof(logits));

    public void Decode(ReadOnlySpan<float> latents, Span<float> outputs) =>
        Infer(_decoder, latents, Architecture.LatentSize, nameof(latents), outputs, Architecture.InputSize, nameof(outputs));

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

        SetThreads();
        using DisposeScope scope = torch.NewDisposeScope();
        Tensor[] statistics = learningRate == 0 ? CopyStatistics() : [];

        Tensor x = HostTensor.Of(features, rows, Architecture.InputSize).to(_device);
        Tensor logits = _encoder.Forward(x, inTraining: true);                              // [rows, features] -> [rows, latents]
        Tensor hostLogits = logits.detach().contiguous().cpu();
        Tensor hostLatents = HostTensor.Empty(rows, Architecture.LatentSize);
        bottleneck.Sample(HostTensor.Values(hostLogits), HostTensor.Values(hostLatents));

        Tensor latents = hostLatents.to(_device).detach().requires_grad_();
        Tensor outputs = _decoder.Forward(latents, inTraining: true);                       // [rows, latents] -> [rows, features]
        Tensor losses = _likelihood.Of(outputs, x);                                         // [rows]

        Tensor meanOverRows = torch.full([rows], 1.0 / rows, ScalarType.Float32, _device);
        Tensor latentGradient = Differentiate(_decoder, _encoder.Tensors.Length.., losses, meanOverRows, latents)!;

        Tensor logitGradient = HostTensor.Empty(rows, Architecture.CodeSize);
        double penalty = bottleneck.Differentiate(
            HostTensor.Values(hostLogits),
            HostTensor.Values(hostLatents),
            HostTensor.Values(latentGradient.contiguous().cpu()),
            HostTensor.Values(logitGradient));
        Differentiate(_encoder, .._encoder.Tensors.Length, logits, logitGradient.to(_device), by: null);

        if (learningRate > 0)
        {
            _adam.Step(_gradients[..(_encoder.Tensors.Length + _decoder.Tensors.Length)], learningRate);
            StepVariances(outputs.detach(), x, rows, learningRate);
        }
        else
        {
            RestoreStatistics(statistics);
        }

        return new(Mean(losses), penalty);
    }

    public void GetParameters(Span<float> destination)
    {
        CheckParameterCount(destination.Length, nameof(destination));
        foreach (NetworkTensor tensor in _tensors)
        {
            tensor.Read(destination[..tensor.Length]);
            destination = destination[tensor.Length..];
        }
    }

    public void SetParameters(ReadOnlySpan<float> source)
    {
        CheckParameterCount(source.Length, nameof(source));
        foreach (NetworkTensor tensor in _tensors)
        {
            tensor.Write(source[..tensor.Length]);
            source = source[tensor.Length..];
        }
    }

    public void GetGradients(Span<float> destination)
    {
        CheckParameterCount(destination.Length, nameof(destination));
        destination.Clear();
        for (int k = 0; k < _tensors.Length; k++)
        {
            if (_gradients[k] is { } gradient)
            {
                _tensors[k].Read(gradient, destination[.._tensors[k].Length]);
            }

            destination = destination[_tensors[k].Length..];
        }
    }

    public OptimizerState GetOptimizerState() => _variances.AddTo(_adam.State);

    public void SetOptimizerState(OptimizerState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        _adam.State = _variances.TakeFrom(state, Architecture.ParameterCount);
    }

    /// <summary>Releases the native memory.</summary>
    public void Dispose()
    {
        _encoder.Dispose();
        _decoder.Dispose();
        _likelihood.Dispose();
        _adam.Dispose();
        foreach (Tensor? gradient in _gradients)
        {
            gradient?.Dispose();
        }
    }

    private void StepVariances(Tensor outputs, Tensor features, int rows, double learningRate)
    {
        foreach (NetworkTensor tensor in _likelihood.Tensors)
        {
            float[] learned = HostTensor.Copy(tensor.Value), meanSquares = HostTensor.Copy(_likelihood.MeanSquares(outputs, features));
            _variances.Step(learned, meanSquares, rows, _adam.Steps, learningRate);
            tensor.Write(learned);
        }
    }

    private static double Mean(Tensor losses)
    {
        double sum = 0;
        Span<float> values = HostTensor.Values(losses.detach().cpu());
        foreach (float value in values)
        {
            sum += value;
        }

        return sum / values.Length;
    }

    /// <summary>Keeps the gradients of some tensors.</summary>
    /// <param name="network">The network that made the outputs.</param>
    /// <param name="range">Which of all tensors.</param>
    /// <param name="outputs">What is differentiated.</param>
    /// <param name="outputGradient">The gradient of the loss by <paramref name="outputs"/>.</param>
    /// <param name="by">What to differentiate by besides, or null.</param>
    /// <returns>The gradient by <paramref name="by"/>, or null without it.</returns>
    private Tensor? Differentiate(ITensorNetwork network, Range range, Tensor outputs, Tensor outputGradient, Tensor? by)
    {
        (int first, int count) = range.GetOffsetAndLength(_tensors.Length);
        int[] trained = [.. Enumerable.Range(first, count).Where(k => _tensors[k].IsTrained)];
        Tensor[] inputs = [.. trained.Select(k => _tensors[k].Value), .. by is null ? (Tensor[])[] : [by]];
        if (inputs.Length == 0)
        {
            return null; // a network without parameters
        }

        foreach (Tensor input in inputs)
        {
            input.grad = null; // or it would be added to
        }

        try
        {
            // Not autograd.grad: TorchSharp lets libtorch's error in that one end the process.
            autograd.backward([outputs], [outputGradient], inputs: inputs);
        }
        catch (ExternalException error)
        {
            throw LibTorchError.In($"{network.Name}, backward", outputGradient, error);
        }

        for (int k = 0; k < trained.Length; k++)
        {
            ref Tensor? kept = ref _gradients[trained[k]];
            kept?.Dispose();
            kept = inputs[k].grad?.DetachFromDisposeScope();
        }

        return by is null ? null : by.grad ?? torch.zeros_like(by);
    }

    private void Infer(
        ITensorNetwork network, ReadOnlySpan<float> input, int inputs, string inputName, Span<float> output, int outputs, string outputName)
    {
        int rows = Rows(input.Length, inputs, inputName);
        if (Rows(output.Length, outputs, outputName) != rows)
        {
            throw new ArgumentException($"{outputName}: expected {rows} rows of {outputs} values, got {output.Length} values.", outputName);
        }

        SetThreads();
        using IDisposable noGradient = torch.no_grad();
        for (int row = 0; row < rows; row += RowsAtOnce)
        {
            using DisposeScope scope = torch.NewDisposeScope();
            int count = Math.Min(RowsAtOnce, rows - row);
            Tensor x = HostTensor.Of(input.Slice(row * inputs, count * inputs), count, inputs).to(_device);
            HostTensor.CopyTo(network.Forward(x, inTraining: false), output.Slice(row * outputs, count * outputs));
        }
    }

    private void SetThreads()
    {
        if (torch.get_num_threads() != _threads)
        {
            torch.set_num_threads(_threads);
        }
    }

    private Tensor[] CopyStatistics() => [.. _tensors.Where(tensor => !tensor.IsTrained).Select(tensor => tensor.Value.clone())];

    private void RestoreStatistics(Tensor[] statistics)
    {
        foreach ((NetworkTensor tensor, Tensor before) in _tensors.Where(tensor => !tensor.IsTrained).Zip(statistics))
        {
            tensor.Value.copy_(before);
        }
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
