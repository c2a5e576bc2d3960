using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Learning.Onnx;

namespace MLNetQuantumPrior;

/// <summary>
/// ONNX models as ML.NET's own transformer wants them. Inputs and outputs are called like columns. Each column "C" is an output of one
/// row, <c>[n]</c>, which becomes a vector of n there, where <c>[N, n]</c> would become one of 1 by n, which trainers refuse; beside it
/// the output "C.nd", <c>[N, n]</c>, is for any other user.
/// </summary>
internal static class ColumnGraph
{
    private const string Prefix = "bmvae:"; // of all values that are no columns

    /// <summary>The same computation, between columns.</summary>
    /// <param name="model">A model with one input.</param>
    /// <param name="input">The column to read.</param>
    /// <param name="columns">What to make of the outputs.</param>
    /// <exception cref="ArgumentException">Two values would have one name.</exception>
    public static ModelProto Of(ModelProto model, string input, ImmutableArray<OnnxColumn> columns)
    {
        ValueInfoProto features = model.Graph.Input.Single();
        var graph = new GraphBuilder("columns");
        graph.Input(input, Columns(features));
        foreach (TensorProto constant in model.Graph.Initializer)
        {
            graph.Constant(Named(constant, Renamed(constant.Name)));
        }

        foreach (NodeProto node in model.Graph.Node)
        {
            graph.Node(new()
            {
                OpType = node.OpType,
                Name = Renamed(node.Name),
                Input = { node.Input.Select(Renamed) },
                Output = { node.Output.Select(Renamed) },
                Attribute = { node.Attribute },
            });
        }

        foreach (OnnxColumn column in columns)
        {
            int size = Columns(model.Graph.Output.Single(output => output.Name == column.Output));
            Append(graph, column, new(Renamed(column.Output), RowShape.Flat(size)));
        }

        ModelProto made = model.Clone();
        made.Graph = graph.ToGraph();
        CheckNames(made.Graph);
        if (columns.Any(column => !column.SlotNames.IsEmpty))
        {
            made.OpsetImport.Add(SlotNameNode.Opset);
        }

        return made;

        string Renamed(string name) => name == features.Name ? input : Prefix + name;
    }

    /// <summary>The constants, under the names that they had before.</summary>
    public static IEnumerable<TensorProto> Constants(GraphProto graph) => graph.Initializer
        .Where(constant => constant.Name.StartsWith(Prefix, StringComparison.Ordinal))
        .Select(constant => Named(constant, constant.Name[Prefix.Length..]));

    private static int Columns(ValueInfoProto port) => (int)port.Type.TensorType.Shape.Dim[1].DimValue; // [N, n]

    /// <summary>The same constant under another name.</summary>
    private static TensorProto Named(TensorProto constant, string name)
    {
        TensorProto named = constant.Clone(); // which shares the data
        named.Name = name;
        return named;
    }

    private static void Append(GraphBuilder graph, OnnxColumn column, GraphValue value)
    {
        graph.FlatOutput(column.Name, graph.Output(value, $"{column.Name}.nd"));
        if (!column.SlotNames.IsEmpty)
        {
            SlotNameNode.Append(graph, column.Name, column.SlotNames);
        }
    }

    private static void CheckNames(GraphProto graph)
    {
        string? twice = graph.Node.SelectMany(node => node.Output)
            .Concat(graph.Input.Select(input => input.Name))
            .Concat(graph.Initializer.Select(constant => constant.Name))
            .GroupBy(name => name).FirstOrDefault(names => names.Count() > 1)?.Key;
        if (twice is not null)
        {
            throw new ArgumentException(
                "Column names: expected different ones in an ONNX model, where a column 'C' takes the names 'C', 'C.nd' and 'C.shape', " +
                $"got '{twice}' twice.");
        }
    }
}

/// <summary>A column that ML.NET is to make of an output of an ONNX model.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Output">Name of the output. <c>[N, n]</c></param>
/// <param name="SlotNames">Names of its n values, or none.</param>
internal sealed record OnnxColumn(string Name, string Output, ImmutableArray<string> SlotNames);
