using MLNetQuantumPrior.Learning.Onnx;
using DataType = MLNetQuantumPrior.Learning.Onnx.TensorProto.Types.DataType;

namespace MLNetQuantumPrior.Learning;

/// <summary>Terms that are a <see cref="PortableClassifier"/>.</summary>
internal sealed class AcceptanceSteps
{
    private readonly PortableClassifier _classifier;
    private readonly (Term Weights, Term Biases, Term Step)[] _layers;
    private readonly Term _coarse, _fine;

    public AcceptanceSteps(GraphBuilder graph, PortableClassifier classifier, OnnxPrecision precision)
    {
        _classifier = classifier;
        _layers = [.. classifier.Layers.Select((layer, k) => (
            Constant(TensorProto.Of(
                PortableNames.ClassifierWeights(k),
                precision == OnnxPrecision.Half ? DataType.Int16 : DataType.Int32,
                [layer.Inputs, layer.Outputs],
                layer.Weights.Select(weight => (long)weight))).Cast(DataType.Double),
            Constant(TensorProto.Of(PortableNames.ClassifierBiases(k), layer.Biases)).Cast(DataType.Double),
            Constant(TensorProto.Of(PortableNames.ClassifierStep(k), layer.Step))))];
        _coarse = Constant(TensorProto.Of("acceptance.coarse", [.. PortableClassifier.Coarse.Select(value => (long)value)]));
        _fine = Constant(TensorProto.Of("acceptance.fine", [.. PortableClassifier.Fine.Select(value => (long)value)]));

        Term Constant(TensorProto tensor) => Term.Constant(graph, tensor);
    }

    /// <summary><see cref="PortableClassifier.WeightsOf"/>. <c>[P, n] -> [P, classes]</c></summary>
    public Term Weights(Term bits)
    {
        Term values = bits.Cast(DataType.Double);
        for (int k = 0; k < _layers.Length; k++)
        {
            (Term weights, Term biases, Term step) = _layers[k];
            values = values.Times(weights) + biases;
            if (k < _layers.Length - 1)
            {
                Term positive = Term.Of("Max", DataType.Double, [values, values.Number(0)]);
                values = Term.Of("Floor", DataType.Double, [positive * step]);
            }
        }

        // In double precision: ONNX Runtime's Max, Min and ReduceMax of 64-bit integers are wrong beyond 2^31.
        Term below = (values.RowMaximum() - values) * _layers[^1].Step;
        below = Term.Of("Min", DataType.Double, [below, below.Number(PortableClassifier.LargestDifference)]).Cast(DataType.Int64);
        Term quarters = below / PortableClassifier.FineSteps, rest = below - (quarters * PortableClassifier.FineSteps);
        return _coarse.At(quarters) * _fine.At(rest) / (1L << PortableClassifier.WeightExponent);
    }
}
