using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Tests;

/// <summary>An editor's ONNX file in ONNX Runtime, on one thread.</summary>
internal sealed class EditorSession : IDisposable
{
    private static readonly string[] Names = ["Edited", "Bits", "Reached", "Kept", "ChangedBits"];

    private readonly InferenceSession _session;

    public EditorSession(byte[] file)
    {
        File = file;
        using var options = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1 };
        _session = new(file, options);
    }

    public byte[] File { get; }

    public IReadOnlyDictionary<string, string> Metadata => _session.ModelMetadata.CustomMetadataMap;

    /// <summary>The inputs of attributes, in their order.</summary>
    public string[] Sets => [.. _session.InputNames.Where(name => name.StartsWith("Set_", StringComparison.Ordinal))];

    public string[] Inputs => [.. _session.InputMetadata.Select(Port)];

    public string[] Outputs => [.. _session.OutputMetadata.Select(Port)];

    public static EditorSession Of(BmVaeModel model, EditorOptions? options = null, OnnxPrecision precision = OnnxPrecision.Single)
    {
        using var file = new MemoryStream();
        model.SaveEditorOnnx(file, options, precision);
        return new(file.ToArray());
    }

    public SessionEdits Run(params IReadOnlyList<RowToEdit> rows)
    {
        int features = _session.InputMetadata["Features"].Dimensions[1];
        List<NamedOnnxValue> inputs =
        [
            Input<float>("Features", [.. rows.SelectMany(row => row.Features)], features),
            Input<long>("Id", [.. rows.Select(row => row.Id)], 1),
            Input<long>("Seed", [.. rows.Select(row => row.Seed)], 1),
            .. Sets.Select((name, k) => Input<float>(name, [.. rows.Select(row => row.Set[k])], 1)),
        ];
        using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> outputs = _session.Run(inputs, Names);
        float[][] values = [.. outputs.Select(output => output.AsTensor<float>().ToArray())];
        return new(values[0], values[1], values[2], values[3], values[4]);

        NamedOnnxValue Input<T>(string name, T[] values, int columns) =>
            NamedOnnxValue.CreateFromTensor(name, new DenseTensor<T>(values, [rows.Count, columns]));
    }

    public void Dispose() => _session.Dispose();

    private static string Port(KeyValuePair<string, NodeMetadata> port) =>
        $"{port.Key} {port.Value.ElementType.Name} [{port.Value.SymbolicDimensions[0]}, {port.Value.Dimensions[1]}]";
}

/// <summary>A row as an editor's file takes it.</summary>
/// <param name="Features">The row.</param>
/// <param name="Set">Of each attribute the number of the value to set, or -1.</param>
internal sealed record RowToEdit(float[] Features, long Id, long Seed, params float[] Set);

/// <summary>What an editor's file gave.</summary>
internal sealed record SessionEdits(float[] Edited, float[] Bits, float[] Reached, float[] Kept, float[] ChangedBits)
{
    /// <summary>All numbers of a row.</summary>
    public float[] Row(int row)
    {
        int rows = Reached.Length;
        return [.. Of(Edited), .. Of(Bits), Reached[row], Kept[row], ChangedBits[row]];

        float[] Of(float[] values) => values[(row * (values.Length / rows))..((row + 1) * (values.Length / rows))];
    }
}
