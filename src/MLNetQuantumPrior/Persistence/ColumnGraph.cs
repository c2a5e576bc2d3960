using System.Collections.Immutable;

namespace MLNetQuantumPrior.Learning;

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
    public static OnnxModel Of(OnnxModel model, string input, ImmutableArray<OnnxColumn> columns)
    {
        OnnxPort features = model.Graph.Inputs.Single();
        var graph = new GraphBuilder("columns");
        graph.Input(input, (int)features.Shape[1].Size!.Value);
        foreach (OnnxTensor constant in model.Graph.Constants)
        {
            graph.Constant(constant with { Name = Renamed(constant.Name) });
        }

        foreach (OnnxNode node in model.Graph.Nodes)
        {
            graph.Node(node with
            {
                Name = Renamed(node.Name),
                Inputs = [.. node.Inputs.Select(Renamed)],
                Outputs = [.. node.Outputs.Select(Renamed)],
            });
        }

        foreach (OnnxColumn column in columns)
        {
            int size = (int)model.Graph.Outputs.Single(output => output.Name == column.Output).Shape[1].Size!.Value;
            Append(graph, column, new(Renamed(column.Output), RowShape.Flat(size)));
        }

        OnnxGraph made = graph.ToGraph();
        CheckNames(made);
        bool hasSlotNames = columns.Any(column => !column.SlotNames.IsEmpty);
        return model with { Graph = made, Opsets = hasSlotNames ? [.. model.Opsets, SlotNameNode.Opset] : model.Opsets };

        string Renamed(string name) => name == features.Name ? input : Prefix + name;
    }

    /// <summary>The constants, under the names that they had before.</summary>
    public static IEnumerable<OnnxTensor> Constants(OnnxGraph graph) => graph.Constants
        .Where(constant => constant.Name.StartsWith(Prefix, StringComparison.Ordinal))
        .Select(constant => constant with { Name = constant.Name[Prefix.Length..] });

    private static void Append(GraphBuilder graph, OnnxColumn column, GraphValue value)
    {
        GraphValue rows = graph.Output($"{column.Name}.nd", value, new NodeStep("Identity"));
        graph.FlatOutput(column.Name, rows);
        if (!column.SlotNames.IsEmpty)
        {
            SlotNameNode.Append(graph, column.Name, column.SlotNames);
        }
    }

    private static void CheckNames(OnnxGraph graph)
    {
        string? twice = graph.Nodes.SelectMany(node => node.Outputs)
            .Concat(graph.Inputs.Select(input => input.Name))
            .Concat(graph.Constants.Select(constant => constant.Name))
            .GroupBy(name => name).FirstOrDefault(names => names.Count() > 1)?.Key;
        if (twice is not null)
        {
            throw new ArgumentException(
                "Column names: expected different ones in an ONNX model, where a column 'C' takes the names 'C', 'C.nd' and 'C.shape', " +
                $"got '{twice}' twice.");
        }
    }
}
