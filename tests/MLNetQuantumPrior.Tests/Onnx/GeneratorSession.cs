using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Tests;

/// <summary>A generator's ONNX file in ONNX Runtime.</summary>
internal sealed class GeneratorSession : IDisposable
{
    private readonly InferenceSession _session;
    private readonly bool _isConditional;

    public GeneratorSession(PortableGenerator generator)
    {
        using var file = new MemoryStream();
        generator.SaveOnnx(file);
        File = file.ToArray();
        using var options = new SessionOptions { IntraOpNumThreads = 1 };
        _session = new(File, options);
        _isConditional = !generator.ClassNames.IsEmpty;
    }

    public byte[] File { get; }

    public IReadOnlyDictionary<string, string> Metadata => _session.ModelMetadata.CustomMetadataMap;

    public IEnumerable<string> Inputs => _session.InputMetadata.Select(input =>
        $"{input.Key} {input.Value.ElementType.Name} [{input.Value.SymbolicDimensions[0]}, {input.Value.Dimensions[1]}]");

    public IEnumerable<string> Outputs => _session.OutputMetadata.Select(output =>
        $"{output.Key} {output.Value.ElementType.Name} [{output.Value.SymbolicDimensions[0]}, {output.Value.Dimensions[1]}]");

    public SessionRows Run(params PortableRow[] rows)
    {
        var inputs = new List<NamedOnnxValue>
        {
            Input("Id", row => row.Id), Input("Seed", row => row.Seed), Input("Sweeps", row => row.Sweeps), Input("Beta", row => row.Beta),
        };
        if (_isConditional)
        {
            inputs.Add(Input("Class", row => row.Class));
        }

        using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> outputs = _session.Run(inputs, ["Bits", "Features", "Energy"]);
        float[][] values = [.. outputs.Select(output => output.AsTensor<float>().ToArray())];
        return new(values[0], values[1], values[2]);

        NamedOnnxValue Input<T>(string name, Func<PortableRow, T> value) =>
            NamedOnnxValue.CreateFromTensor(name, new DenseTensor<T>(Array.ConvertAll(rows, row => value(row)), [rows.Length, 1]));
    }

    public void Dispose() => _session.Dispose();
}

/// <summary>What a generator's file gave.</summary>
internal sealed record SessionRows(float[] Bits, float[] Features, float[] Energies);
