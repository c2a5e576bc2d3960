using System.Collections.Immutable;

namespace MLNetQuantumPrior.Learning;

/// <summary>A graph in the making, whose inputs and outputs have a batch dimension "N".</summary>
internal sealed class GraphBuilder(string name)
{
    private readonly ImmutableArray<OnnxNode>.Builder _nodes = ImmutableArray.CreateBuilder<OnnxNode>();
    private readonly ImmutableArray<OnnxTensor>.Builder _constants = ImmutableArray.CreateBuilder<OnnxTensor>();
    private readonly ImmutableArray<OnnxPort>.Builder _inputs = ImmutableArray.CreateBuilder<OnnxPort>();
    private readonly ImmutableArray<OnnxPort>.Builder _outputs = ImmutableArray.CreateBuilder<OnnxPort>();

    public GraphValue Input(string name, int columns)
    {
        _inputs.Add(Port(name, columns));
        return new(name, RowShape.Flat(columns));
    }

    /// <summary>Appends a step whose value is an output of the graph.</summary>
    public GraphValue Output(string name, GraphValue input, IGraphStep step)
    {
        GraphValue value = step.Append(this, input, name);
        _outputs.Add(Port(value.Name, value.Columns));
        return value;
    }

    /// <summary>
    /// Adds an output without the dimension that counts rows, for a consumer of one row at a time. <c>[N, n] -> [n]</c>, where N is 1
    /// </summary>
    public void FlatOutput(string name, GraphValue value)
    {
        Node("Reshape", name, [value.Name, Constant(OnnxTensor.Of($"{name}.shape", [-1L]))]);
        _outputs.Add(new(name, OnnxElement.Float, [value.Columns]));
    }

    /// <summary>Adds a constant.</summary>
    /// <returns>Its name.</returns>
    public string Constant(OnnxTensor tensor)
    {
        _constants.Add(tensor);
        return tensor.Name;
    }

    /// <summary>Adds a node that makes one value, which has the node's name.</summary>
    /// <returns>That name.</returns>
    public string Node(string opType, string name, ImmutableArray<string> inputs, params ImmutableArray<OnnxAttribute> attributes)
    {
        _nodes.Add(new(opType, name, inputs, [name]) { Attributes = attributes });
        return name;
    }

    /// <summary>Adds a node that makes several values.</summary>
    public void Node(
        string opType,
        string name,
        ImmutableArray<string> inputs,
        ImmutableArray<string> outputs,
        params ImmutableArray<OnnxAttribute> attributes) =>
        _nodes.Add(new(opType, name, inputs, outputs) { Attributes = attributes });

    /// <summary>Adds any node.</summary>
    public void Node(OnnxNode node) => _nodes.Add(node);

    public OnnxGraph ToGraph() => new(name)
    {
        Nodes = _nodes.ToImmutable(),
        Constants = _constants.ToImmutable(),
        Inputs = _inputs.ToImmutable(),
        Outputs = _outputs.ToImmutable(),
    };

    private static OnnxPort Port(string name, int columns) => new(name, OnnxElement.Float, [OnnxDimension.Rows, columns]);
}
