using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms.Onnx;

/// <summary>How a graph is applied: which inputs and outputs (all if none are named), with which shapes, on which device.</summary>
internal sealed record OnnxSettings
{
    /// <summary>Where the model came from; null if from a stream.</summary>
    public string ModelFile { get; init; }

    public string[] Outputs { get; init; } = [];

    public string[] Inputs { get; init; } = [];

    /// <summary>Shapes that take the place of those in the model, by name of input or output.</summary>
    public IReadOnlyDictionary<string, int[]> Shapes { get; init; } = new Dictionary<string, int[]>();

    public int? GpuDeviceId { get; init; }

    public bool FallbackToCpu { get; init; }

    /// <summary>Of nested messages in the model file. Kept for ML.NET; here they are not walked in depth.</summary>
    public int RecursionLimit { get; init; } = 100;

    public int? InterOpNumThreads { get; init; }

    public int? IntraOpNumThreads { get; init; }

    /// <summary>The device of the environment, where none is asked for.</summary>
    public OnnxSettings OnDeviceOf(IHostEnvironment environment) =>
        GpuDeviceId == null && ((HostEnvironment)environment).Root is { GpuDeviceId: int device } root
            ? this with { GpuDeviceId = device, FallbackToCpu = root.FallbackToCpu }
            : this;
}
