using MLNetQuantumPrior.Learning.Onnx;
using MLNetQuantumPrior.Sampling;
using DataType = MLNetQuantumPrior.Learning.Onnx.TensorProto.Types.DataType;

namespace MLNetQuantumPrior.Learning;

/// <summary>Terms that are attempts of an <see cref="Editor"/> at many rows at once, until each is certain or there is none left.</summary>
/// <remarks>
/// A chain's score says at once what <see cref="EditedChain.IsBetterThan"/> says of two: certain ones from 4 on, the more the fewer bits
/// changed; others their certainty, 2 more where they have what is set.
/// </remarks>
internal sealed class EditorSteps
{
    private const int CertainScore = 4, ReachedScore = 2;

    private readonly GraphBuilder _graph;
    private readonly AttributeSteps _attributes;
    private readonly EditedChainSteps _chains;
    private readonly EditorOptions _options;
    private readonly DataType _numbers;
    private readonly Term _numbersOfChains;
    private readonly int _spins;

    public EditorSteps(GraphBuilder graph, IsingModel prior, AttributeSteps attributes, EditorOptions options)
    {
        (_graph, _attributes, _options, _numbers, _spins) = (graph, attributes, options, attributes.Numbers, prior.SpinCount);
        _chains = new(graph, prior, attributes, options);
        _numbersOfChains = Term.Constant(graph, TensorProto.Of(
            "editor.chains", DataType.Int64, [1, options.Chains], Enumerable.Range(0, options.Chains).Select(chain => (long)chain)));
    }

    /// <summary>Edited bits of rows, and of others the ones they have. <c>[N, spins]</c></summary>
    /// <param name="rows">All rows.</param>
    /// <param name="pending">Those to edit. <c>[P]</c></param>
    public Term Edit(EditedRowTerms rows, Term pending)
    {
        // As Editor.Best has them: half the closeness, attempt by attempt, then half the strength of what is kept.
        int attempts = _options.Attempts;
        double[] closeness = [.. Enumerable.Range(0, (2 * attempts) - 1)
            .Select(attempt => _options.Closeness / Math.Pow(2, Math.Min(attempt, attempts - 1)))];
        double[] keeping = [.. Enumerable.Range(0, closeness.Length)
            .Select(attempt => _options.KeepStrength / Math.Pow(2, Math.Max(0, attempt - attempts + 1)))];
        Term closenessOf = Reals("editor.closeness", closeness), keepingOf = Reals("editor.keeping", keeping);
        Term enough = Reals(
            "editor.enough",
            [.. closeness.Select((_, attempt) => attempt + 1 < attempts ? (double)CertainScore : ReachedScore)]);

        Term turns = Term.Constant(_graph, TensorProto.Of("editor.attempts", DataType.Int64, [], [closeness.Length]));
        Term worst = (rows.Id - rows.Id - 1).Cast(_numbers);
        return GraphLoop.Of(
            _graph, "attempts", turns, pending.Size() > 0, [rows.AreUp.Cast(DataType.Float), pending, worst],
            (body, attempt, state) =>
            {
                (Term bits, Term left, Term best) = (state[0], state[1], state[2]);
                (Term made, Term score) = Best(body, rows, left, closenessOf.At(attempt), keepingOf.At(attempt));
                Term bestSoFar = best.At(left), isBetter = score > bestSoFar;
                Term bestNow = score.Where(isBetter, bestSoFar);
                Term isOpen = (bestNow < enough.At(attempt)).Shaped(-1);
                Term open = Term.Of("Compress", DataType.Int64, [left, isOpen], AttributeProto.Of("axis", 0));
                return new(
                    [bits.With(left, made.Where(isBetter, bits.At(left))), open, best.With(left, bestNow)],
                    open.Size() > 0);
            })[0];
    }

    /// <summary>The best chain of each row. <c>[P, spins]</c> and <c>[P, 1]</c></summary>
    private (Term Bits, Term Score) Best(GraphBuilder graph, EditedRowTerms rows, Term left, Term closeness, Term keepStrength)
    {
        Term none = _numbersOfChains * 0, chain = (left.Shaped(-1, 1) * 0) + _numbersOfChains; // [P, chains]
        Term row = (left.Shaped(-1, 1) + none).Shaped(-1); // [P chains]
        Term start = rows.AreUp.At(row), isSet = rows.IsSet.At(row), wanted = rows.Wanted.At(row);
        Term strengths = Real(_options.SetStrength).Where(isSet.Cast(DataType.Bool), keepStrength);
        (Term areUp, Term hidden) = _chains.Run(
            graph,
            new(start, rows.Logits.At(row), closeness, rows.Push.At(row), wanted, strengths,
                SquaresSteps.Key(rows.Seed.At(row), rows.Id.At(row), chain.Shaped(-1, 1) + PortableRandom.FirstChain)));

        Term logs = _attributes.LogProbabilities(hidden).InRow(wanted);
        Term certainty = Exp(logs.RowSum()), reached = Exp((logs * isSet).RowSum());
        Term changed = Term.Of("Xor", DataType.Bool, [areUp, start]).Cast(_numbers).RowSum();
        Term isReached = (reached >= Real(EditedChain.LeastReached)).Cast(_numbers);
        Term certain = (changed * -1) + (CertainScore + _spins);
        Term scores = certain.Where(
            certainty >= Real(_options.Certainty), certainty + (isReached * ReachedScore)).Shaped(-1, _options.Chains);
        Term best = Term.Of(
            "ArgMax", DataType.Int64, [scores], AttributeProto.Of("axis", 1), AttributeProto.Of("keepdims", 1));
        Term first = Term.Of("Range", DataType.Int64, [left.Integer(0), left.Size() * _options.Chains, left.Integer(_options.Chains)]);
        return (areUp.At(first + best.Shaped(-1)).Cast(DataType.Float), scores.InRow(best));
    }

    private static Term Exp(Term value) => Term.Of("Exp", value.Type, [value]);

    private Term Real(double value) => _attributes.Real(value);

    private Term Reals(string name, double[] values) => Term.Constant(_graph, TensorProto.OfDoubles(name, values)).Cast(_numbers);
}

/// <summary>Rows to edit.</summary>
/// <param name="AreUp">Which bits of their codes are 1. <c>[N, spins]</c></param>
/// <param name="Logits">What the encoder finds of them. <c>[N, spins]</c></param>
/// <param name="Push">Fields that lead from what they are to what is set. <c>[N, spins]</c></param>
/// <param name="Wanted">Places of the values that they are to have. <c>[N, attributes]</c></param>
/// <param name="IsSet">1 where that is set, 0 where it is kept. <c>[N, attributes]</c></param>
/// <param name="Id">Names. <c>[N, 1]</c></param>
/// <param name="Seed">Seeds. <c>[N, 1]</c></param>
internal sealed record EditedRowTerms(Term AreUp, Term Logits, Term Push, Term Wanted, Term IsSet, Term Id, Term Seed);
