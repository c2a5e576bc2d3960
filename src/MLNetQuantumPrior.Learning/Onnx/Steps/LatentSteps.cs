using MLNetQuantumPrior.Learning.Onnx;
using MLNetQuantumPrior.Sampling;
using DataType = MLNetQuantumPrior.Learning.Onnx.TensorProto.Types.DataType;

namespace MLNetQuantumPrior.Learning;

/// <summary>Steps of a graph that are about latents: their bits and spins, energies and entropies.</summary>
internal static class LatentSteps
{
    /// <summary>A gathered pair costs about as much as so many entries of a matrix.</summary>
    private const int GatherCost = 8;

    /// <summary>Logits to the likelier bit: 1 where the logit is above 0, else 0. <c>[N, n] -> [N, n]</c></summary>
    public static GraphValue Bits(GraphBuilder graph, GraphValue logits, string name)
    {
        string zero = graph.Number($"{name}.threshold", 0);
        string above = graph.Node("Greater", $"{name}.above", [logits.Name, zero]);
        return logits with { Name = graph.Node("Cast", name, [above], AttributeProto.Of("to", (long)DataType.Float)) };
    }

    /// <summary>Logits to the probabilities of a 1. <c>[N, n] -> [N, n]</c></summary>
    public static GraphValue Probabilities(GraphBuilder graph, GraphValue logits, string name) =>
        logits with { Name = graph.Node("Sigmoid", name, [logits.Name]) };

    /// <summary>Bits to spins: 0 becomes -1, 1 becomes +1. <c>[N, n] -> [N, n]</c></summary>
    public static GraphValue Spins(GraphBuilder graph, GraphValue bits, string name)
    {
        string two = graph.Number($"{name}.two", 2), one = graph.Number($"{name}.one", 1);
        string doubled = graph.Node("Mul", $"{name}.doubled", [bits.Name, two]);
        return bits with { Name = graph.Node("Sub", name, [doubled, one]) };
    }

    /// <summary>Logits l to the means of their spins, tanh(l / 2). <c>[N, n] -> [N, n]</c></summary>
    public static GraphValue MeanSpins(GraphBuilder graph, GraphValue logits, string name)
    {
        string half = graph.Number($"{name}.half", 0.5f);
        string halves = graph.Node("Mul", $"{name}.halves", [logits.Name, half]);
        return logits with { Name = graph.Node("Tanh", name, [halves]) };
    }

    /// <summary>A few columns next to each other. <c>[N, n] -> [N, count]</c></summary>
    public static GraphValue Columns(GraphBuilder graph, GraphValue input, int first, int count, string name)
    {
        string begin = graph.Indices($"{name}.begin", [first]);
        string end = graph.Indices($"{name}.end", [first + count]);
        string axis = graph.Indices($"{name}.axis", [1]);
        return new(graph.Node("Slice", name, [input.Name, begin, end, axis]), RowShape.Flat(count));
    }

    /// <summary>
    /// Logits l to the entropy of their bits, sum_i log(1 + exp(-|l_i|)) + |l_i| / (1 + exp(|l_i|)): two small terms, where
    /// log(1 + exp(l)) - l / (1 + exp(-l)) would be a small difference of large ones. <c>[N, n] -> [N, 1]</c>
    /// </summary>
    public static GraphValue Entropy(GraphBuilder graph, GraphValue logits, string name)
    {
        string size = graph.Node("Abs", $"{name}.size", [logits.Name]);
        string minus = graph.Node("Neg", $"{name}.minus", [size]);
        string rare = graph.Node("Sigmoid", $"{name}.rare", [minus]);
        string weighted = graph.Node("Mul", $"{name}.weighted", [size, rare]);
        string likely = graph.Node("Softplus", $"{name}.likely", [minus]);
        string terms = graph.Node("Add", $"{name}.terms", [likely, weighted]);
        return new(graph.RowSum(terms, name), RowShape.Flat(1));
    }

    /// <summary>
    /// Codes of means m and log variances v to sum_i (m_i^2 + exp(v_i)) / 2, the mean energy of a standard normal prior.
    /// <c>[N, 2 n] -> [N, 1]</c>
    /// </summary>
    public static GraphValue NormalEnergy(GraphBuilder graph, GraphValue code, int latents, string name)
    {
        string means = Columns(graph, code, 0, latents, $"{name}.means").Name;
        string variances = graph.Node("Exp", $"{name}.variances", [Columns(graph, code, latents, latents, $"{name}.logs").Name]);
        string squares = graph.Node("Mul", $"{name}.squares", [means, means]);
        string sum = graph.RowSum(graph.Node("Add", $"{name}.terms", [squares, variances]), $"{name}.sum");
        return new(graph.Node("Mul", name, [sum, graph.Number($"{name}.half", 0.5f)]), RowShape.Flat(1));
    }

    /// <summary>The same codes to their entropy, sum_i (v_i + 1 + log(2 pi)) / 2. <c>[N, 2 n] -> [N, 1]</c></summary>
    public static GraphValue NormalEntropy(GraphBuilder graph, GraphValue code, int latents, string name)
    {
        string sum = graph.RowSum(Columns(graph, code, latents, latents, $"{name}.logs").Name, $"{name}.sum");
        string constant = graph.Number($"{name}.constant", (float)(latents * (1 + Math.Log(Math.Tau)) / 2));
        string half = graph.Node("Mul", $"{name}.halves", [sum, graph.Number($"{name}.half", 0.5f)]);
        return new(graph.Node("Add", name, [half, constant]), RowShape.Flat(1));
    }

    /// <summary>
    /// sum_i h_i x_i + sum_(ij) J_ij x_i x_j: the energy of spins x, and its mean for independent spins of means x.
    /// <c>[N, n] -> [N, 1]</c>
    /// </summary>
    public static GraphValue Energy(GraphBuilder graph, GraphValue spins, IsingModel prior, string name)
    {
        bool isDense = (long)prior.Graph.Edges.Length * GatherCost >= (long)prior.SpinCount * prior.SpinCount;
        string energy = isDense ? DenseEnergy(graph, spins.Name, prior, name) : SparseEnergy(graph, spins.Name, prior, name);
        return new(energy, RowShape.Flat(1));
    }

    /// <summary>sum_j x_j (h_j + sum_i x_i J_ij), J an upper triangle.</summary>
    private static string DenseEnergy(GraphBuilder graph, string spins, IsingModel prior, string name)
    {
        int n = prior.SpinCount;
        float[] matrix = new float[n * n];
        for (int k = 0; k < prior.Couplings.Length; k++)
        {
            (int i, int j) = prior.Graph.Edges[k];
            matrix[(i * n) + j] = prior.Couplings[k];
        }

        string couplings = graph.Constant(TensorProto.Of($"{name}.couplings", [n, n], matrix));
        string fields = graph.Vector($"{name}.fields", prior.Fields.AsSpan());
        string local = graph.Node("Gemm", $"{name}.local", [spins, couplings, fields]);
        string terms = graph.Node("Mul", $"{name}.terms", [local, spins]);
        return graph.RowSum(terms, name);
    }

    /// <summary>x h + (x_i x_j) J over the edges.</summary>
    private static string SparseEnergy(GraphBuilder graph, string spins, IsingModel prior, string name)
    {
        string fields = graph.Constant(TensorProto.Of($"{name}.fields", [prior.SpinCount, 1], prior.Fields.AsSpan()));
        string linear = graph.Node("MatMul", $"{name}.linear", [spins, fields]);
        if (prior.Couplings.IsEmpty)
        {
            return linear;
        }

        string couplings = graph.Constant(TensorProto.Of($"{name}.couplings", [prior.Couplings.Length, 1], prior.Couplings.AsSpan()));
        string first = graph.Indices($"{name}.first", [.. prior.Graph.Edges.Select(edge => (long)edge.I)]);
        string second = graph.Indices($"{name}.second", [.. prior.Graph.Edges.Select(edge => (long)edge.J)]);
        string left = graph.Node("Gather", $"{name}.left", [spins, first], AttributeProto.Of("axis", 1));
        string right = graph.Node("Gather", $"{name}.right", [spins, second], AttributeProto.Of("axis", 1));
        string pairs = graph.Node("Mul", $"{name}.pairs", [left, right]);
        string quadratic = graph.Node("MatMul", $"{name}.quadratic", [pairs, couplings]);
        return graph.Node("Add", name, [linear, quadratic]);
    }
}
