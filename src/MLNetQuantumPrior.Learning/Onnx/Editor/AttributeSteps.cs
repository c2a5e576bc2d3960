using MLNetQuantumPrior.Learning.Onnx;
using DataType = MLNetQuantumPrior.Learning.Onnx.TensorProto.Types.DataType;

namespace MLNetQuantumPrior.Learning;

/// <summary>Terms that are an <see cref="AttributeClassifier"/> and the fields of values, for codes that change bit by bit.</summary>
/// <remarks>
/// Each head has as many places as the largest, m: places that are no values have a logit that no softmax sees. So heads are softmaxes of
/// one tensor, and value v of attribute a is at place a m + v.
/// </remarks>
internal sealed class AttributeSteps
{
    private const float NoValue = -1e30f;

    private readonly Term _first, _firstBiases, _second, _secondBiases, _fields, _starts;
    private readonly int _most; // values of the attribute that has the most

    public AttributeSteps(GraphBuilder graph, BoltzmannAttributes attributes, DataType numbers)
    {
        Numbers = numbers;
        Classifier network = attributes.Classifier!.Network;
        ClassifierArchitecture architecture = network.Architecture;
        (int bits, int hidden, int all) = (architecture.InputSize, architecture.HiddenSize, architecture.ClassCount);
        ReadOnlySpan<float> parameters = network.Parameters;
        _first = Matrix("attributes.first.weight", [bits, hidden], parameters[..(bits * hidden)]);
        _firstBiases = Vector("attributes.first.bias", parameters.Slice(bits * hidden, hidden));

        ReadOnlySpan<float> second = parameters[((bits + 1) * hidden)..]; // [hidden, all], then [all]
        Values = [.. attributes.Items.Select(item => item.Values.Length)];
        _most = Values.Max();
        int places = Values.Length * _most;
        float[] weights = new float[hidden * places], biases = new float[places], fields = new float[places * bits];
        Array.Fill(biases, NoValue);
        for (int attribute = 0, value = 0; attribute < Values.Length; attribute++)
        {
            for (int own = 0; own < Values[attribute]; own++, value++)
            {
                int place = (attribute * _most) + own;
                biases[place] = second[(hidden * all) + value];
                for (int unit = 0; unit < hidden; unit++)
                {
                    weights[(unit * places) + place] = second[(unit * all) + value];
                }

                attributes.Items[attribute].Values[own].Fields.CopyTo(fields, place * bits);
            }
        }

        _second = Matrix("attributes.second.weight", [hidden, places], weights);
        _secondBiases = Vector("attributes.second.bias", biases);
        _fields = Matrix("attributes.fields", [places, bits], fields);
        _starts = Term.Constant(graph, TensorProto.Of(
            "attributes.starts", [.. Enumerable.Range(0, Values.Length).Select(attribute => (long)attribute * _most)]));

        Term Matrix(string name, int[] shape, ReadOnlySpan<float> values) =>
            new Term(graph, graph.Weights(name, shape, values), DataType.Float).Cast(numbers);

        Term Vector(string name, ReadOnlySpan<float> values) =>
            Term.Constant(graph, TensorProto.Of(name, [values.Length], values)).Cast(numbers);
    }

    /// <summary>The type of numbers.</summary>
    public DataType Numbers { get; }

    /// <summary>Number of values of each attribute.</summary>
    public ImmutableArray<int> Values { get; }

    /// <summary>A number of their type.</summary>
    public Term Real(double value) => _firstBiases.Real(value);

    /// <summary>What the hidden units sum up. <c>[N, bits] -> [N, hidden]</c></summary>
    public Term Hidden(Term bits) => bits.Times(_first, _firstBiases);

    /// <summary>What one bit adds to that, where it is 1. <c>[N] -> [N, hidden]</c></summary>
    public Term HiddenOf(Term bit) => _first.At(bit);

    /// <summary>log p of each value of each attribute. <c>[N, hidden] -> [N, places]</c></summary>
    public Term LogProbabilities(Term hidden)
    {
        Term positive = Term.Of("Relu", Numbers, [hidden]);
        Term heads = (positive.Times(_second) + _secondBiases).Shaped(-1, Values.Length, _most);
        Term logs = Term.Of("LogSoftmax", Numbers, [heads], AttributeProto.Of("axis", 2));
        return logs.Shaped(-1, Values.Length * _most);
    }

    /// <summary>The most probable value of each attribute. <c>[N, places] -> [N, attributes]</c></summary>
    public Term MostProbable(Term logProbabilities)
    {
        Term heads = logProbabilities.Shaped(-1, Values.Length, _most);
        return Term.Of("ArgMax", DataType.Int64, [heads], AttributeProto.Of("axis", 2), AttributeProto.Of("keepdims", 0));
    }

    /// <summary>Places of values, one of each attribute. <c>[N, attributes] -> [N, attributes]</c></summary>
    public Term Places(Term values) => values + _starts;

    /// <summary>The sum of the fields of values, one of each attribute. <c>[N, attributes] -> [N, bits]</c></summary>
    public Term Fields(Term places)
    {
        Term all = _fields.At(places); // [N, attributes, bits]
        return Term.Of("ReduceSum", Numbers, [all, all.Indices(1)], AttributeProto.Of("keepdims", 0));
    }
}
