using MLNetQuantumPrior.Learning.Onnx;
using DataType = MLNetQuantumPrior.Learning.Onnx.TensorProto.Types.DataType;

namespace MLNetQuantumPrior.Learning;

/// <summary>
/// A value of a graph in the making as a term of C# expressions: each operation adds a node to the innermost graph that its operands are
/// in, so that what does not change in the body of a loop stays outside of it.
/// </summary>
/// <param name="Graph">Where it is computed.</param>
/// <param name="Name">Its name.</param>
/// <param name="Type">The type of its elements.</param>
internal sealed record Term(GraphBuilder Graph, string Name, DataType Type)
{
    public static Term operator +(Term left, Term right) => Of("Add", left.Type, [left, right]);

    public static Term operator +(Term left, long right) => left + left.Number(right);

    public static Term operator -(Term left, Term right) => Of("Sub", left.Type, [left, right]);

    public static Term operator -(Term left, long right) => left - left.Number(right);

    public static Term operator *(Term left, Term right) => Of("Mul", left.Type, [left, right]);

    public static Term operator *(Term left, long right) => left * left.Number(right);

    public static Term operator /(Term left, Term right) => Of("Div", left.Type, [left, right]);

    /// <summary>Of integers, towards 0.</summary>
    public static Term operator /(Term left, long right) => left / left.Number(right);

    public static Term operator >(Term left, Term right) => Of("Greater", DataType.Bool, [left, right]);

    public static Term operator <(Term left, Term right) => Of("Less", DataType.Bool, [left, right]);

    public static Term operator >(Term left, long right) => left > left.Number(right);

    public static Term operator <(Term left, long right) => left < left.Number(right);

    public static Term operator >=(Term left, Term right) => Of("GreaterOrEqual", DataType.Bool, [left, right]);

    public static Term operator <=(Term left, Term right) => Of("LessOrEqual", DataType.Bool, [left, right]);

    public static Term operator >=(Term left, long right) => left >= left.Number(right);

    public static Term operator <=(Term left, long right) => left <= left.Number(right);

    public static Term operator &(Term left, Term right) => Of("And", DataType.Bool, [left, right]);

    public static Term operator |(Term left, Term right) => Of("Or", DataType.Bool, [left, right]);

    public static Term operator !(Term value) => Of("Not", DataType.Bool, [value]);

    /// <summary>Adds a node to the innermost graph of its inputs.</summary>
    public static Term Of(string opType, DataType type, ReadOnlySpan<Term> inputs, params ReadOnlySpan<AttributeProto> attributes)
    {
        GraphBuilder graph = inputs[0].Graph;
        foreach (Term input in inputs)
        {
            graph = input.Graph.Depth > graph.Depth ? input.Graph : graph;
        }

        string[] names = [.. inputs.ToArray().Select(input => input.Name)];
        return new(graph, graph.Node(opType, graph.NewName(opType), names, attributes.ToArray()), type);
    }

    /// <summary>A constant of a graph.</summary>
    public static Term Constant(GraphBuilder graph, TensorProto tensor) =>
        new(graph.Outermost, graph.Constant(tensor), tensor.DataType);

    /// <summary>A number of this term's type.</summary>
    public Term Number(long value)
    {
        var number = TensorProto.Of($"number.{Type}.{value}", Type, [], [value]);
        return new(Graph.Outermost, Graph.Scalar(number), Type);
    }

    /// <summary>A real number of this term's type.</summary>
    public Term Real(double value)
    {
        string name = FormattableString.Invariant($"real.{Type}.{value:R}");
        TensorProto number = Type == DataType.Double ? TensorProto.Of(name, value) : TensorProto.Of(name, [], [(float)value]);
        return new(Graph.Outermost, Graph.Scalar(number), Type);
    }

    /// <summary>Integers in a row, as shapes, axes and places.</summary>
    public Term Indices(params ReadOnlySpan<long> values)
    {
        var indices = TensorProto.Of($"indices.{string.Join('.', values.ToArray())}", values);
        return new(Graph.Outermost, Graph.Scalar(indices), DataType.Int64);
    }

    public Term Cast(DataType type) => type == Type ? this : Of("Cast", type, [this], AttributeProto.Of("to", (long)type));

    /// <summary>Elements at places along an axis.</summary>
    public Term At(Term places, long axis = 0) => Of("Gather", Type, [this, places], AttributeProto.Of("axis", axis));

    /// <summary>Elements of each row at places of its own. <c>[N, n], [N, m] -> [N, m]</c></summary>
    public Term InRow(Term places) => Of("GatherElements", Type, [this, places], AttributeProto.Of("axis", 1));

    /// <summary>A part along an axis.</summary>
    public Term Part(long axis, long first, long count) =>
        Of("Slice", Type, [this, Indices(first), Indices(first + count), Indices(axis)]);

    public Term Shaped(params ReadOnlySpan<long> shape) => Of("Reshape", Type, [this, Indices(shape)]);

    /// <summary>This where a condition holds, and something else where it does not.</summary>
    public Term Where(Term condition, Term otherwise) => Of("Where", Type, [condition, this, otherwise]);

    public Term IsEqual(Term other) => Of("Equal", DataType.Bool, [this, other]);

    /// <summary>Matrix product.</summary>
    public Term Times(Term matrix) => Of("MatMul", Type, [this, matrix]);

    /// <summary>Matrix product and sum.</summary>
    public Term Times(Term matrix, Term plus) => Of("Gemm", Type, [this, matrix, plus]);

    /// <summary>Sum of each row. <c>[N, n] -> [N, 1]</c></summary>
    public Term RowSum() => Of("ReduceSum", Type, [this, Indices(1)], AttributeProto.Of("keepdims", 1));

    /// <summary>Largest of each row. <c>[N, n] -> [N, 1]</c></summary>
    public Term RowMaximum() => Of("ReduceMax", Type, [this], AttributeProto.Of("axes", [1]), AttributeProto.Of("keepdims", 1));

    /// <summary>Largest of all, as a scalar.</summary>
    public Term Maximum() => Of("ReduceMax", Type, [this], AttributeProto.Of("keepdims", 0));

    /// <summary>Number of elements, as a scalar.</summary>
    public Term Size() => Of("Size", DataType.Int64, [this]);

    /// <summary>Rows in which a column of conditions holds. <c>[N, 1] -> [P]</c></summary>
    public Term Rows() => Of("NonZero", DataType.Int64, [this]).At(Integer(0));

    /// <summary>This with some rows replaced. <c>[N, n], [P], [P, n] -> [N, n]</c></summary>
    public Term With(Term rows, Term values) => Of("ScatterND", Type, [this, rows.Shaped(-1, 1), values]);

    public static Term Joined(long axis, params ReadOnlySpan<Term> parts) =>
        parts.Length == 1 ? parts[0] : Of("Concat", parts[0].Type, parts, AttributeProto.Of("axis", axis));

    /// <summary>An integer of the graph, whatever the type of this term.</summary>
    public Term Integer(long value) => (this with { Type = DataType.Int64 }).Number(value);
}
