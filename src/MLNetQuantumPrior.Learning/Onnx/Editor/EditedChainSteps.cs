using MLNetQuantumPrior.Learning.Onnx;
using MLNetQuantumPrior.Sampling;
using DataType = MLNetQuantumPrior.Learning.Onnx.TensorProto.Types.DataType;

namespace MLNetQuantumPrior.Learning;

/// <summary>Terms that are <see cref="GuidedSweeps"/> of many chains at once, each of which goes from change to change.</summary>
/// <remarks>
/// Given its random numbers, a chain's spins are visited in order, and most stay as they are without the classifier being asked. So a turn
/// takes, in each chain, the next spin that the energy alone would change, and decides on that: the same chain as one spin after the other
/// makes, in as many turns as the chain with the most proposals has.
/// </remarks>
internal sealed class EditedChainSteps
{
    private readonly AttributeSteps _attributes;
    private readonly EditorOptions _options;
    private readonly DataType _numbers;
    private readonly Term _couplings, _fields, _places, _least;
    private readonly int _spins;

    public EditedChainSteps(GraphBuilder graph, IsingModel prior, AttributeSteps attributes, EditorOptions options)
    {
        (_attributes, _options, _numbers, _spins) = (attributes, options, attributes.Numbers, prior.SpinCount);
        float[] couplings = new float[_spins * _spins];
        for (int e = 0; e < prior.Couplings.Length; e++)
        {
            (int i, int j) = prior.Graph.Edges[e];
            couplings[(i * _spins) + j] = couplings[(j * _spins) + i] = prior.Couplings[e];
        }

        _couplings = new Term(graph, graph.Weights("prior.couplings", [_spins, _spins], couplings), DataType.Float).Cast(_numbers);
        _fields = Term.Constant(graph, TensorProto.Of("prior.fields", [_spins], prior.Fields.AsSpan())).Cast(_numbers);
        _places = Term.Constant(graph, TensorProto.Of("prior.places", [.. Enumerable.Range(0, _spins).Select(spin => (long)spin)]));
        _least = _fields.Real(Math.Log(AttributeConditions.Least));
    }

    /// <summary>Where chains end. <c>[B, spins]</c> of bits, and what the hidden units sum up there.</summary>
    /// <param name="graph">Where they run.</param>
    /// <param name="chains">The chains.</param>
    public (Term AreUp, Term Hidden) Run(GraphBuilder graph, ChainTerms chains)
    {
        Term bits = chains.AreUp.Cast(_numbers);
        Term local = ((bits * 2) - 1).Times(_couplings), hidden = _attributes.Hidden(bits);
        Term held = _fields - (chains.Logits * chains.Closeness * _fields.Real(0.5));
        Term sweeps = Term.Constant(graph, TensorProto.Of("chains.sweeps", DataType.Int64, [], [_options.Sweeps]));
        Term[] end = GraphLoop.Of(
            graph, "sweeps", sweeps, null, [chains.AreUp, local, hidden, LogWeight(hidden, chains)], (body, sweep, state) =>
            {
                Term left = ((sweep * -1) + (_options.Sweeps - 1)).Cast(_numbers) * _fields.Real(1.0 / _options.Sweeps);
                Term words = SquaresSteps.Words(_places + ((sweep + 1) * PortableRandom.Places), chains.Key); // [B, spins]
                Term upper = SquaresSteps.Upper(words), lower = words - (upper * PortableTables.Uniforms);

                // Spin i becomes +1 with the chance 1 / (1 + exp(2 (local + field))), so where its local field is below this.
                Term thresholds = (LogOddsAgainst(upper) * _fields.Real(0.5)) - (held + (left * chains.Push));
                return new(Sweep(body, state, thresholds, LogUniform(lower), chains));
            });
        return (end[0], end[2]);
    }

    private Term[] Sweep(GraphBuilder graph, Term[] before, Term thresholds, Term logUniforms, ChainTerms chains)
    {
        Term position = chains.Key - chains.Key - 1; // before all places
        Term turns = Term.Constant(graph, TensorProto.Of("chains.turns", DataType.Int64, [], [_spins + 1]));
        return GraphLoop.Of(graph, "changes", turns, null, [.. before, position], (_, _, state) =>
        {
            (Term areUp, Term local, Term hidden, Term log) = (state[0], state[1], state[2], state[3]);
            Term wouldChange = Term.Of("Xor", DataType.Bool, [local < thresholds, areUp]) & (_places > state[4]);
            Term next = Term.Of(
                "ArgMax", DataType.Int64, [wouldChange.Cast(_numbers)], AttributeProto.Of("axis", 1), AttributeProto.Of("keepdims", 1));
            Term isThere = wouldChange.InRow(next), spin = next.Shaped(-1);
            Term change = (areUp.InRow(next).Cast(_numbers) * -2) + 1; // of the bit: half of the spin's
            Term proposed = hidden + (_attributes.HiddenOf(spin) * change), logProposed = LogWeight(proposed, chains);
            Term isTaken = isThere & (logUniforms.InRow(next) < logProposed - log);
            Term moved = local + (_couplings.At(spin) * (change * isTaken.Cast(_numbers) * 2));
            Term flipped = Term.Of("Xor", DataType.Bool, [areUp, _places.IsEqual(next) & isTaken]);
            Term goesOn = isThere.Cast(DataType.Int32).Maximum() > 0;
            return new(
                [
                    flipped, moved, proposed.Where(isTaken, hidden), logProposed.Where(isTaken, log),
                    next.Where(isThere, next.Number(_spins)),
                ],
                goesOn);
        })[..4];
    }

    /// <summary>log c, as <see cref="AttributeConditions.LogWeight"/> has it. <c>[B, hidden] -> [B, 1]</c></summary>
    private Term LogWeight(Term hidden, ChainTerms chains)
    {
        Term wanted = AtLeast(_attributes.LogProbabilities(hidden).InRow(chains.Wanted));
        return AtLeast((wanted * chains.Strengths).RowSum());

        Term AtLeast(Term logs) => Term.Of("Max", _numbers, [logs, _least]);
    }

    /// <summary>log u of u = (k + 1/2) / 65,536.</summary>
    private Term LogUniform(Term numbers) => Log((numbers * 2) + 1) - _fields.Real(Math.Log(2.0 * PortableTables.Uniforms));

    /// <summary>log (1 - u) / u of the same.</summary>
    private Term LogOddsAgainst(Term numbers)
    {
        Term odd = (numbers * 2) + 1;
        return Log((odd * -1) + (2L * PortableTables.Uniforms)) - Log(odd);
    }

    private Term Log(Term numbers) => Term.Of("Log", _numbers, [numbers.Cast(_numbers)]);
}

/// <summary>Chains of edits.</summary>
/// <param name="AreUp">Where they start: which bits are 1. <c>[B, spins]</c></param>
/// <param name="Logits">What the encoder finds of their rows. <c>[B, spins]</c></param>
/// <param name="Closeness">Power of that. A scalar.</param>
/// <param name="Push">Fields at the start, which fade out. <c>[B, spins]</c></param>
/// <param name="Wanted">Places of what they are to have. <c>[B, attributes]</c></param>
/// <param name="Strengths">Powers of the probabilities of that. <c>[B, attributes]</c></param>
/// <param name="Key">Keys of their random numbers. <c>[B, 1]</c></param>
internal sealed record ChainTerms(Term AreUp, Term Logits, Term Closeness, Term Push, Term Wanted, Term Strengths, Term Key);
