using MLNetQuantumPrior.Learning.Onnx;
using DataType = MLNetQuantumPrior.Learning.Onnx.TensorProto.Types.DataType;

namespace MLNetQuantumPrior.Learning;

/// <summary>Terms that draw features from p(x|z), as <see cref="LikelihoodSampler"/> does, with 16 random bits a feature.</summary>
internal static class SampledFeatureSteps
{
    /// <summary>Scaled expected features to a draw of each. <c>[N, n] -> [N, n]</c></summary>
    /// <param name="expected">Scaled expected features.</param>
    /// <param name="key">Keys of the rows. <c>[N, 1]</c></param>
    /// <param name="model">The model.</param>
    public static Term Draw(Term expected, Term key, BmVaeModel model)
    {
        GraphBuilder graph = expected.Graph;
        Likelihood likelihood = model.Architecture.Likelihood;
        long[] places = [.. Enumerable.Range(0, (likelihood.Slots + 1) / 2).Select(place => (long)place + PortableRandom.FeaturePlace)];
        Term numbers = SquaresSteps.Halves(SquaresSteps.Words(Constant(TensorProto.Of("features.places", places)), key)); // [N, n]
        float[] variances = new float[likelihood.Slots];
        likelihood.Variances(model.LikelihoodParameters, variances);
        Term? normals = null;
        return Term.Joined(1, [.. likelihood.Ranges.Select((range, k) =>
        {
            Term values = Columns(expected, range), own = Columns(numbers, range);
            return range.Kind switch
            {
                SlotKind.Bernoulli => (Uniform(own) < values).Cast(DataType.Float),
                SlotKind.Gaussian => values + (Deviations(range, k) * (normals ??= Normals()).At(own)),
                _ => Category(values, Uniform(own.Part(1, 0, 1)), range.Count),
            };
        })]);

        Term Columns(Term all, SlotRange range) => range.Count == likelihood.Slots && likelihood.Slots % 2 == 0
            ? all : all.Part(1, range.First, range.Count);

        Term Deviations(SlotRange range, int k) => Constant(TensorProto.Of(
            $"features.deviations.{k}", [range.Count],
            [.. variances.AsSpan(range.First, range.Count).ToArray().Select(MathF.Sqrt)]));

        Term Normals() => Constant(TensorProto.Of(
            "features.normals", [PortableTables.Uniforms],
            [.. Enumerable.Range(0, PortableTables.Uniforms).Select(k => (float)NormalQuantile.Of((k + 0.5) / PortableTables.Uniforms))]));

        Term Constant(TensorProto tensor) => Term.Constant(graph, tensor);
    }

    /// <summary>(k + 1/2) / 65,536, exactly.</summary>
    private static Term Uniform(Term numbers) => ((numbers * 2) + 1).Cast(DataType.Float) / (2L * PortableTables.Uniforms);

    /// <summary>One of neighbouring features 1, with the chances that they are, and the others 0. <c>[N, n], [N, 1] -> [N, n]</c></summary>
    private static Term Category(Term chances, Term uniform, int count)
    {
        Term upTo = Term.Of("CumSum", DataType.Float, [chances, chances.Integer(1)]);
        Term left = uniform * chances.RowSum();
        Term isBeyond = (upTo <= left).Cast(DataType.Float); // ones up to the one chosen, then zeros, but the last is chosen otherwise
        Term none = isBeyond.Part(1, 0, 1) * 0, beyond = isBeyond.Part(1, 0, count - 1);
        return Term.Joined(1, none + 1, beyond) - Term.Joined(1, beyond, none);
    }
}
