using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms.Onnx;

namespace Microsoft.ML;

public static class OnnxCatalog
{
    public static OnnxScoringEstimator ApplyOnnxModel(this TransformsCatalog catalog, string modelFile, int? gpuDeviceId = null,
        bool fallbackToCpu = false) =>
        File(catalog, [], [], modelFile, null, gpuDeviceId, fallbackToCpu);

    public static OnnxScoringEstimator ApplyOnnxModel(this TransformsCatalog catalog, string modelFile,
        IDictionary<string, int[]> shapeDictionary, int? gpuDeviceId = null, bool fallbackToCpu = false) =>
        File(catalog, [], [], modelFile, shapeDictionary, gpuDeviceId, fallbackToCpu);

    public static OnnxScoringEstimator ApplyOnnxModel(this TransformsCatalog catalog, string outputColumnName, string inputColumnName,
        string modelFile, int? gpuDeviceId = null, bool fallbackToCpu = false) =>
        File(catalog, [outputColumnName], [inputColumnName], modelFile, null, gpuDeviceId, fallbackToCpu);

    public static OnnxScoringEstimator ApplyOnnxModel(this TransformsCatalog catalog, string outputColumnName, string inputColumnName,
        string modelFile, IDictionary<string, int[]> shapeDictionary, int? gpuDeviceId = null, bool fallbackToCpu = false) =>
        File(catalog, [outputColumnName], [inputColumnName], modelFile, shapeDictionary, gpuDeviceId, fallbackToCpu);

    public static OnnxScoringEstimator ApplyOnnxModel(this TransformsCatalog catalog, string[] outputColumnNames, string[] inputColumnNames,
        string modelFile, int? gpuDeviceId = null, bool fallbackToCpu = false) =>
        File(catalog, outputColumnNames, inputColumnNames, modelFile, null, gpuDeviceId, fallbackToCpu);

    public static OnnxScoringEstimator ApplyOnnxModel(this TransformsCatalog catalog, string[] outputColumnNames, string[] inputColumnNames,
        string modelFile, IDictionary<string, int[]> shapeDictionary, int? gpuDeviceId = null, bool fallbackToCpu = false) =>
        File(catalog, outputColumnNames, inputColumnNames, modelFile, shapeDictionary, gpuDeviceId, fallbackToCpu);

    // As in ML.NET, a call without recursionLimit is ambiguous with the overload above.
    public static OnnxScoringEstimator ApplyOnnxModel(this TransformsCatalog catalog, string[] outputColumnNames, string[] inputColumnNames,
        string modelFile, IDictionary<string, int[]> shapeDictionary, int? gpuDeviceId = null, bool fallbackToCpu = false,
        int recursionLimit = 100) =>
        File(catalog, outputColumnNames, inputColumnNames, modelFile, shapeDictionary, gpuDeviceId, fallbackToCpu, recursionLimit);

    public static OnnxScoringEstimator ApplyOnnxModel(this TransformsCatalog catalog, Stream modelBytes, int? gpuDeviceId = null,
        bool fallbackToCpu = false) =>
        catalog.ApplyOnnxModel([], [], modelBytes, gpuDeviceId, fallbackToCpu);

    public static OnnxScoringEstimator ApplyOnnxModel(this TransformsCatalog catalog, string[] outputColumnNames, string[] inputColumnNames,
        Stream modelBytes, int? gpuDeviceId = null, bool fallbackToCpu = false)
    {
        using var bytes = new MemoryStream();
        Contracts.CheckValue(modelBytes, nameof(modelBytes)).CopyTo(bytes);
        return Estimator(catalog, bytes.ToArray(), new OnnxSettings
        {
            Outputs = outputColumnNames, Inputs = inputColumnNames, GpuDeviceId = gpuDeviceId, FallbackToCpu = fallbackToCpu,
        });
    }

    public static OnnxScoringEstimator ApplyOnnxModel(this TransformsCatalog catalog, OnnxOptions options)
    {
        Contracts.CheckNonWhiteSpace(options.ModelFile, nameof(options.ModelFile));
        if (!System.IO.File.Exists(options.ModelFile))
            throw new IOException($"Model file {options.ModelFile} does not exists.");
        return Estimator(catalog, System.IO.File.ReadAllBytes(options.ModelFile), new OnnxSettings
        {
            ModelFile = options.ModelFile, Outputs = options.OutputColumns, Inputs = options.InputColumns,
            Shapes = new Dictionary<string, int[]>(options.ShapeDictionary ?? new Dictionary<string, int[]>()),
            GpuDeviceId = options.GpuDeviceId, FallbackToCpu = options.FallbackToCpu, RecursionLimit = options.RecursionLimit,
            InterOpNumThreads = options.InterOpNumThreads, IntraOpNumThreads = options.IntraOpNumThreads,
        });
    }

    private static OnnxScoringEstimator File(TransformsCatalog catalog, string[] outputs, string[] inputs, string modelFile,
        IDictionary<string, int[]> shapes, int? gpuDeviceId, bool fallbackToCpu, int recursionLimit = 100) =>
        catalog.ApplyOnnxModel(new OnnxOptions
        {
            OutputColumns = outputs, InputColumns = inputs, ModelFile = modelFile, ShapeDictionary = shapes,
            GpuDeviceId = gpuDeviceId, FallbackToCpu = fallbackToCpu, RecursionLimit = recursionLimit,
        });

    private static OnnxScoringEstimator Estimator(TransformsCatalog catalog, byte[] model, OnnxSettings settings) =>
        new(new OnnxTransformer(model, settings.OnDeviceOf(catalog.GetEnvironment())));
}
