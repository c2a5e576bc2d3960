using Microsoft.ML.OnnxRuntime;

namespace MLNetQuantumPrior.Service;

/// <summary>
/// An ONNX file in ONNX Runtime. One session serves all threads: Run may be called by several at once, and weights are in memory once.
/// </summary>
internal sealed class OnnxGraph : IDisposable
{
    private readonly InferenceSession _session;
    private readonly string _path;
    private readonly RunOptions _runs = new();
    private readonly ReaderWriterLockSlim _use = new(); // runs read, the end writes: native memory that a run uses must stay
    private bool _isDisposed;

    public OnnxGraph(string path)
    {
        _path = path;

        // Requests share the cores already. A thread pool for each session would compete with them, and be as large as the host, whatever
        // the container's quota; spinning threads take a core while nothing is to be done.
        using var options = new Microsoft.ML.OnnxRuntime.SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1 };
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        _session = new InferenceSession(FullPath(path), options);
    }

    public IReadOnlyCollection<string> Outputs => _session.OutputNames;

    public IReadOnlyDictionary<string, string> Metadata => _session.ModelMetadata.CustomMetadataMap;

    /// <summary>The path that an option means.</summary>
    public static string FullPath(string path) => Path.Combine(AppContext.BaseDirectory, path);

    public bool HasInput(string name) => _session.InputNames.Contains(name);

    /// <summary>Columns of an input.</summary>
    /// <exception cref="InvalidDataException">The file has no such input.</exception>
    public int InputWidth(string name) => Width(_session.InputMetadata, "input", name);

    /// <summary>Columns of an output.</summary>
    /// <exception cref="InvalidDataException">The file has no such output.</exception>
    public int OutputWidth(string name) => Width(_session.OutputMetadata, "output", name);

    /// <summary>Computes outputs; disposes of the inputs.</summary>
    /// <returns>An array for each output, row by row.</returns>
    public float[][] Run(IReadOnlyDictionary<string, OrtValue> inputs, IReadOnlyCollection<string> outputs)
    {
        _use.EnterReadLock();
        try
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            using IDisposableReadOnlyCollection<OrtValue> results = _session.Run(_runs, inputs, outputs);
            return [.. results.Select(result => result.GetTensorDataAsSpan<float>().ToArray())];
        }
        finally
        {
            _use.ExitReadLock();
            foreach (OrtValue input in inputs.Values)
            {
                input.Dispose(); // native memory, which the garbage collector knows nothing of
            }
        }
    }

    /// <summary>Ends runs, which throw, and waits for that.</summary>
    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _runs.Terminate = true;
        _use.EnterWriteLock();
        _isDisposed = true;
        _use.ExitWriteLock();
        _session.Dispose();
        _runs.Dispose();
    }

    private int Width(IReadOnlyDictionary<string, NodeMetadata> all, string kind, string name) =>
        all.TryGetValue(name, out NodeMetadata? node) && node.Dimensions is [_, > 0]
            ? node.Dimensions[1]
            : throw new InvalidDataException(
                $"Model '{_path}': expected an {kind} '{name}' [N, columns], got the {kind}s {string.Join(", ", all.Keys)}.");
}
