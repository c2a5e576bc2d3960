using System.Buffers;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace MLNetQuantumPrior;

/// <summary>
/// An ONNX model with one input <c>[N, n]</c> and outputs <c>[N, m]</c> of Single, run by ONNX Runtime: the one place that knows it, and
/// only members that 1.23 has. Safe for concurrent runs. Disposal lets runs that have begun end before native memory is freed.
/// </summary>
internal sealed class OnnxSession : INetworkSession
{
    private readonly string _name;
    private readonly InferenceSession _session;
    private readonly RunOptions _runOptions;
    private readonly string[] _inputs; // one
    private readonly string[] _outputs;
    private readonly Lock _counting = new();
    private int _runs;      // that have begun and not ended
    private bool _disposed; // no further run may begin

    /// <param name="name">What errors call the model.</param>
    /// <param name="model">The bytes of the ONNX file.</param>
    /// <param name="input">Name of the input.</param>
    /// <param name="outputs">Names of the outputs to compute, in the order of <see cref="Run"/>.</param>
    /// <param name="threads">Threads a run may use, the caller's among them. Concurrent runs share them.</param>
    /// <exception cref="InvalidDataException">ONNX Runtime cannot run the model, or it has other inputs or outputs.</exception>
    public OnnxSession(string name, byte[] model, string input, ImmutableArray<string> outputs, int threads = 1)
    {
        (_name, _inputs, _outputs) = (name, [input], [.. outputs]);
        using var options = new SessionOptions { IntraOpNumThreads = threads, InterOpNumThreads = 1 };

        // Threads that spin while they wait would take the cores from whoever works.
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        try
        {
            _session = new(model, options);
        }
        catch (OnnxRuntimeException error)
        {
            throw new InvalidDataException(
                $"ONNX model '{name}': expected one that ONNX Runtime can run, got its error: {error.Message}", error);
        }

        try
        {
            if (_session.InputMetadata.Count != 1)
            {
                throw new InvalidDataException(
                    $"ONNX model '{name}': expected one input, '{input}', got {Listed(_session.InputMetadata)}.");
            }

            InputSize = Columns("input", input, _session.InputMetadata);
            OutputSizes = [.. outputs.Select(output => Columns("output", output, _session.OutputMetadata))];
        }
        catch
        {
            _session.Dispose();
            throw;
        }

        _runOptions = new();
    }

    /// <summary>Values of a row of the input.</summary>
    public int InputSize { get; }

    /// <summary>Values of a row of each output.</summary>
    public ImmutableArray<int> OutputSizes { get; }

    /// <summary>Computes all rows in one batch, reading and writing in place.</summary>
    /// <param name="input">Rows. <c>[N, InputSize]</c></param>
    /// <param name="outputs">Receive the outputs. <c>[N, OutputSizes[k]]</c> each; must not overlap the input.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    /// <exception cref="ObjectDisposedException">The session was disposed before the call.</exception>
    public void Run(ReadOnlySpan<float> input, params ReadOnlySpan<Memory<float>> outputs)
    {
        int rows = Rows(input.Length);
        Check(outputs, rows);
        lock (_counting)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _runs++;
        }

        try
        {
            if (rows > 0)
            {
                RunNative(input, outputs, rows);
            }
        }
        finally
        {
            bool isLast;
            lock (_counting)
            {
                isLast = --_runs == 0 && _disposed;
            }

            if (isLast)
            {
                Free();
            }
        }
    }

    /// <summary>Frees native memory, now or when the last run that has begun ends. May be called again.</summary>
    public void Dispose()
    {
        bool isIdle;
        lock (_counting)
        {
            isIdle = !_disposed && _runs == 0;
            _disposed = true;
        }

        if (isIdle)
        {
            Free();
        }
    }

    private void Free()
    {
        _session.Dispose();
        _runOptions.Dispose();
    }

    private unsafe void RunNative(ReadOnlySpan<float> input, ReadOnlySpan<Memory<float>> outputs, int rows)
    {
        var pins = new MemoryHandle[outputs.Length];
        var values = new OrtValue?[outputs.Length];
        try
        {
            for (int k = 0; k < values.Length; k++)
            {
                pins[k] = outputs[k].Pin();
                values[k] = Tensor((float*)pins[k].Pointer, rows, OutputSizes[k]);
            }

            fixed (float* source = input)
            {
                using OrtValue value = Tensor(source, rows, InputSize);
                _session.Run(_runOptions, _inputs, [value], _outputs, values!);
            }
        }
        catch (OnnxRuntimeException error)
        {
            throw new InvalidOperationException(
                $"ONNX model '{_name}': expected a run on [{rows}, {InputSize}] values, got an error of ONNX Runtime: {error.Message}",
                error);
        }
        finally
        {
            for (int k = 0; k < values.Length; k++)
            {
                values[k]?.Dispose();
                pins[k].Dispose();
            }

            // The session must not be finalised while native code uses it.
            GC.KeepAlive(this);
        }
    }

    private static unsafe OrtValue Tensor(float* values, int rows, int columns) => OrtValue.CreateTensorValueWithData(
        OrtMemoryInfo.DefaultInstance, TensorElementType.Float, [rows, columns], (nint)values, (long)rows * columns * sizeof(float));

    private static string Listed(IReadOnlyDictionary<string, NodeMetadata> ports) =>
        string.Join(", ", ports.Keys.Select(port => $"'{port}'"));

    private int Columns(string kind, string port, IReadOnlyDictionary<string, NodeMetadata> ports)
    {
        if (!ports.TryGetValue(port, out NodeMetadata? metadata))
        {
            throw new InvalidDataException($"ONNX model '{_name}': expected an {kind} '{port}', got {Listed(ports)}.");
        }

        // -1 is a dimension that each run may choose.
        bool fits = metadata.IsTensor && metadata.ElementDataType == TensorElementType.Float && metadata.Dimensions is [-1, > 0];
        return fits
            ? metadata.Dimensions[1]
            : throw new InvalidDataException(
                $"ONNX model '{_name}': expected {kind} '{port}' to be [N, columns] of Float, got " +
                (metadata.IsTensor
                    ? $"[{string.Join(", ", metadata.Dimensions)}] of {metadata.ElementDataType}."
                    : $"{metadata.OnnxValueType}."));
    }

    private int Rows(int length) => length % InputSize == 0
        ? length / InputSize
        : throw new ArgumentException(
            $"Input '{_inputs[0]}' of ONNX model '{_name}': expected whole rows of {InputSize} values, got {length} values.", "input");

    private void Check(ReadOnlySpan<Memory<float>> outputs, int rows)
    {
        if (outputs.Length != _outputs.Length)
        {
            throw new ArgumentException(
                $"Outputs of ONNX model '{_name}': expected {_outputs.Length}, {string.Join(", ", _outputs)}, got {outputs.Length}.",
                nameof(outputs));
        }

        for (int k = 0; k < outputs.Length; k++)
        {
            if (outputs[k].Length != (long)rows * OutputSizes[k])
            {
                throw new ArgumentException(
                    $"Output '{_outputs[k]}' of ONNX model '{_name}': expected room for [{rows}, {OutputSizes[k]}] values, " +
                    $"got {outputs[k].Length}.",
                    nameof(outputs));
            }
        }
    }
}
