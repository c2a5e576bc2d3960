using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms.Onnx;

/// <summary>A model's bytes and a session over them.</summary>
internal sealed class OnnxModel : IDisposable
{
    public OnnxModel(byte[] bytes, OnnxSettings settings)
    {
        Bytes = bytes;
        try
        {
            Session = Open(bytes, settings);
        }
        catch (OnnxRuntimeException error)
        {
            throw new InvalidOperationException($"Error initializing model :{error}", error);
        }
        Inputs = [.. Session.InputNames.Select(name => OnnxVariable.Of(name, Session.InputMetadata[name], settings.Shapes))];
        Outputs = [.. Session.OutputNames.Select(name => OnnxVariable.Of(name, Session.OutputMetadata[name], settings.Shapes))];
    }

    public byte[] Bytes { get; }

    public InferenceSession Session { get; }

    public IReadOnlyList<OnnxVariable> Inputs { get; }

    public IReadOnlyList<OnnxVariable> Outputs { get; }

    public OnnxVariable Input(string name) => Find("Input", Inputs, name);

    public OnnxVariable Output(string name) => Find("Output", Outputs, name);

    public void Dispose() => Session.Dispose();

    private static InferenceSession Open(byte[] bytes, OnnxSettings settings)
    {
        if (settings.GpuDeviceId is int device)
        {
            try
            {
                return Open(bytes, settings, SessionOptions.MakeSessionOptionWithCudaProvider(device));
            }
            catch (OnnxRuntimeException) when (settings.FallbackToCpu)
            {
            }
        }
        return Open(bytes, settings, new SessionOptions());
    }

    private static InferenceSession Open(byte[] bytes, OnnxSettings settings, SessionOptions options)
    {
        using (options)
        {
            options.InterOpNumThreads = settings.InterOpNumThreads ?? 0;
            options.IntraOpNumThreads = settings.IntraOpNumThreads ?? 0;
            return new InferenceSession(bytes, options);
        }
    }

    private static OnnxVariable Find(string what, IReadOnlyList<OnnxVariable> variables, string name) =>
        variables.FirstOrDefault(v => v.Name == name)
        ?? throw Contracts.ExceptParam(nameof(name), $"{what} tensor, {name}, does not exist in the ONNX model. " +
            $"Available {what.ToLowerInvariant()} names are [{string.Join(",", variables.Select(v => v.Name))}].");
}
