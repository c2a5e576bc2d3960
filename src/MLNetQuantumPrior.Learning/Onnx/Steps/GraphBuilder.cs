using MLNetQuantumPrior.Learning.Onnx;
using DataType = MLNetQuantumPrior.Learning.Onnx.TensorProto.Types.DataType;

namespace MLNetQuantumPrior.Learning;

/// <summary>
/// A graph in the making, whose inputs and outputs have a batch dimension "N". Its values are added by steps, functions that take some and
/// make another: a step's nodes and constants have names that begin with the name of the value it makes.
/// </summary>
/// <param name="name">Name of the graph.</param>
/// <param name="precision">How weights of layers are stored.</param>
internal sealed class GraphBuilder(string name, OnnxPrecision precision = OnnxPrecision.Single)
{
    private readonly GraphProto _graph = new() { Name = name };
    private readonly HashSet<string> _scalars = [];
    private int _terms;

    /// <summary>The graph that this one is the body of a loop in; null of a whole graph.</summary>
    public GraphBuilder? Outer { get; private init; }

    /// <summary>Number of graphs around this one.</summary>
    public int Depth => Outer is null ? 0 : Outer.Depth + 1;

    /// <summary>The whole graph.</summary>
    public GraphBuilder Outermost => Outer?.Outermost ?? this;

    public GraphValue Input(string name, int columns, DataType type = DataType.Float)
    {
        var value = new GraphValue(name, RowShape.Flat(columns));
        _graph.Input.Add(Port(value, hasRows: true, type));
        return value;
    }

    /// <summary>Begins the body of a loop, which sees the values of this graph. Its constants are those of the whole graph.</summary>
    public GraphBuilder Body(string name) => new(name) { Outer = this };

    /// <summary>Adds an input of a body, of any shape or a scalar.</summary>
    public void Input(Term input, bool isScalar) => _graph.Input.Add(Port(input, isScalar));

    /// <summary>Makes a term an output of a body, of any shape or a scalar.</summary>
    public void Output(Term output, bool isScalar) => _graph.Output.Add(Port(output, isScalar));

    /// <summary>A name that no other value of the whole graph has.</summary>
    public string NewName(string what) => $"{name}.{what}.{Outermost._terms++}";

    /// <summary>Makes a value an output of the graph.</summary>
    public GraphValue Output(GraphValue value)
    {
        _graph.Output.Add(Port(value, hasRows: true));
        return value;
    }

    /// <summary>Makes a value an output under another name.</summary>
    public GraphValue Output(GraphValue value, string name) => Output(value with { Name = Node("Identity", name, [value.Name]) });

    /// <summary>Makes a value plus a number a row an output. <c>[N, n] + [N, 1] -> [N, n]</c></summary>
    public GraphValue Output(GraphValue value, GraphValue added, string name) =>
        Output(value with { Name = Node("Add", name, [value.Name, added.Name]) });

    /// <summary>
    /// Adds an output without the dimension that counts rows, for a consumer of one row at a time. <c>[N, n] -> [n]</c>, where N is 1
    /// </summary>
    public void FlatOutput(string name, GraphValue value)
    {
        Node("Reshape", name, [value.Name, Indices($"{name}.shape", [-1])]);
        _graph.Output.Add(Port(value with { Name = name }, hasRows: false));
    }

    /// <summary>Adds a constant.</summary>
    /// <returns>Its name.</returns>
    public string Constant(TensorProto tensor)
    {
        Outermost._graph.Initializer.Add(tensor);
        return tensor.Name;
    }

    /// <summary>Adds a number unless the graph has it under this name.</summary>
    public string Scalar(TensorProto number)
    {
        if (Outermost._scalars.Add(number.Name))
        {
            Constant(number);
        }

        return number.Name;
    }

    /// <summary>Adds weights of a layer in the precision of the graph.</summary>
    /// <param name="block">Which.</param>
    /// <param name="parameters">The flat vector of all parameters.</param>
    public string Weights(ParameterBlock block, ReadOnlySpan<float> parameters) =>
        Weights(block.Name, block.Shape.AsSpan(), parameters[block.Offset..block.End]);

    /// <summary>Adds weights in the precision of the graph.</summary>
    public string Weights(string name, ReadOnlySpan<int> shape, ReadOnlySpan<float> weights)
    {
        bool isVector = shape.Length < 2; // a bias, or of a normalisation
        if (precision == OnnxPrecision.Single || isVector || weights.ContainsAnyExceptInRange((float)Half.MinValue, (float)Half.MaxValue))
        {
            return Constant(TensorProto.Of(name, shape, weights));
        }

        // ML.NET's OnnxTransformer refuses a graph with an initialiser of halves, and lets a node of them pass.
        string halves = $"{name}.half";
        Node("Constant", halves, [], AttributeProto.Of("value", TensorProto.OfHalves(halves, shape, weights)));
        return Node("Cast", name, [halves], AttributeProto.Of("to", (long)DataType.Float));
    }

    /// <summary>Adds a number.</summary>
    public string Number(string name, float value) => Constant(TensorProto.Of(name, [], [value]));

    /// <summary>Adds a vector.</summary>
    public string Vector(string name, ReadOnlySpan<float> values) => Constant(TensorProto.Of(name, [values.Length], values));

    /// <summary>Adds a vector of integers.</summary>
    public string Indices(string name, ReadOnlySpan<long> values) => Constant(TensorProto.Of(name, values));

    /// <summary>Adds a node that makes one value, which has the node's name.</summary>
    /// <returns>That name.</returns>
    public string Node(string opType, string name, IEnumerable<string> inputs, params IEnumerable<AttributeProto> attributes)
    {
        Node(opType, name, inputs, [name], attributes);
        return name;
    }

    /// <summary>Adds a node that makes several values.</summary>
    public void Node(
        string opType,
        string name,
        IEnumerable<string> inputs,
        IEnumerable<string> outputs,
        params IEnumerable<AttributeProto> attributes) =>
        Node(new() { OpType = opType, Name = name, Input = { inputs }, Output = { outputs }, Attribute = { attributes } });

    /// <summary>Adds any node.</summary>
    public void Node(NodeProto node) => _graph.Node.Add(node);

    /// <summary>Adds the sum of each row. <c>[N, n] -> [N, 1]</c></summary>
    public string RowSum(string value, string name) =>
        Node("ReduceSum", name, [value, Indices($"{name}.axis", [1])], AttributeProto.Of("keepdims", 1));

    /// <summary>The graph, which must not grow any more.</summary>
    public GraphProto ToGraph() => _graph;

    private static ValueInfoProto Port(Term term, bool isScalar)
    {
        var type = new TypeProto.Types.Tensor { ElemType = term.Type };
        if (isScalar)
        {
            type.Shape = new();
        }

        return new() { Name = term.Name, Type = new() { TensorType = type } };
    }

    private static ValueInfoProto Port(GraphValue value, bool hasRows, DataType type = DataType.Float)
    {
        var shape = new TensorShapeProto { Dim = { new TensorShapeProto.Types.Dimension { DimValue = value.Columns } } };
        if (hasRows)
        {
            shape.Dim.Insert(0, new() { DimParam = "N" });
        }

        return new()
        {
            Name = value.Name,
            Type = new() { TensorType = new() { ElemType = type, Shape = shape } },
        };
    }
}

/// <summary>A value of a graph in the making. <c>[N, n]</c> or <c>[N, channels, height, width]</c></summary>
internal sealed record GraphValue(string Name, RowShape Shape)
{
    /// <summary>Number of values of a row.</summary>
    public int Columns => Shape.Size;
}
