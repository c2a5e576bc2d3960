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
    /// <summary>What names of all values begin with that are no columns.</summary>
    public const string Prefix = "bmvae:";

    private const string RowsSuffix = ".nd", ShapeSuffix = ".shape";

    /// <summary>What a column's name has at its end in the names that it takes beside its own.</summary>
    public static ImmutableArray<string> NamesBeside { get; } = [RowsSuffix, ShapeSuffix];

    /// <summary>The same computation, between columns.</summary>
    /// <param name="model">A model with one input.</param>
    /// <param name="input">The column to read.</param>
    /// <param name="columns">What to make of the outputs.</param>
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
        graph.FlatOutput(column.Name, graph.Output(value, column.Name + RowsSuffix));
        if (!column.SlotNames.IsEmpty)
        {
            SlotNameNode.Append(graph, column.Name, column.SlotNames);
        }
    }
}

/// <summary>A column that ML.NET is to make of an output of an ONNX model.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Output">Name of the output. <c>[N, n]</c></param>
/// <param name="SlotNames">Names of its n values, or none.</param>
internal sealed record OnnxColumn(string Name, string Output, ImmutableArray<string> SlotNames);
