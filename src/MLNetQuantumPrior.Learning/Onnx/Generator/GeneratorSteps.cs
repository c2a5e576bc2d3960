using MLNetQuantumPrior.Learning.Onnx;
using DataType = MLNetQuantumPrior.Learning.Onnx.TensorProto.Types.DataType;

namespace MLNetQuantumPrior.Learning;

/// <summary>Terms that are a <see cref="PortableSampler"/> of many rows at once.</summary>
internal sealed class GeneratorSteps
{
    private readonly GraphBuilder _graph;
    private readonly PortableTables _tables;
    private readonly SweepSteps _sweeps;
    private readonly AcceptanceSteps? _acceptance;
    private readonly Term _weights, _starts, _bitsOfByte, _firstMachine, _firstStart, _startCount;
    private readonly Term? _shares;

    public GeneratorSteps(GraphBuilder graph, PortableTables tables, OnnxPrecision precision)
    {
        (_graph, _tables) = (graph, tables);
        int n = tables.Bits;
        _weights = Constant(TensorProto.Of(
            PortableNames.Weights,
            precision == OnnxPrecision.Half ? DataType.Int16 : DataType.Float,
            [tables.Weights.Length, n, n],
            tables.Weights.SelectMany(own => own.Select(weight => (long)weight))));
        _sweeps = new(graph, tables, _weights);
        _acceptance = tables.Classifier is { } classifier ? new(graph, classifier, precision) : null;
        int bytes = tables.StartBytes;
        _starts = Constant(TensorProto.Of(PortableNames.Starts, [tables.Starts.Length / bytes, bytes], tables.Starts));
        _bitsOfByte = Constant(TensorProto.Of(
            "starts.bits", [256, 8], [.. Enumerable.Range(0, 256 * 8).Select(k => (byte)((k / 8 >> (k % 8)) & 1))]));
        _firstMachine = Integers(PortableNames.FirstMachine, tables.FirstMachine, [tables.Sets]);
        _shares = tables.ShareColumns > 0 ? Integers(PortableNames.Shares, tables.Shares, [tables.Sets, tables.ShareColumns]) : null;
        _firstStart = Integers(PortableNames.FirstStart, tables.FirstStart, [tables.FirstStart.Length]);
        _startCount = Integers(PortableNames.StartCount, tables.StartCount, [tables.StartCount.Length]);

        Term Integers(string name, ImmutableArray<int> values, int[] shape) =>
            Constant(TensorProto.Of(name, DataType.Int64, shape, values.Select(value => (long)value)));
    }

    /// <summary>Bits of the rows that there are, zeros of others. <c>[N, n]</c></summary>
    /// <param name="isKnown">Which rows there are. <c>[N, 1]</c></param>
    /// <param name="rows">What they are drawn by.</param>
    public Term Bits(Term isKnown, RowTerms rows)
    {
        Term pending = isKnown.Rows(); // [P]
        Term count = Term.Of("Shape", DataType.Int64, [rows.Key]).Part(0, 0, 1);
        Term none = Term.Of("ConstantOfShape", DataType.Float, [Term.Joined(0, count, count.Indices(_tables.Bits))]);
        Term turns = Constant(TensorProto.Of(PortableNames.Rounds, DataType.Int64, [], [_tables.Rounds]));
        Term any = pending.Size() > 0;
        return _acceptance is { } acceptance
            ? GraphLoop.Of(_graph, "rounds", turns, any, [none, pending, Worst(rows)], (body, round, state) =>
                Accept(acceptance, Propose(body, round, rows.At(state[1])), rows, state))[0]
            : GraphLoop.Of(_graph, "rounds", turns, any, [none], (body, round, state) =>
                new([state[0].With(pending, Propose(body, round, rows.At(pending)).Bits)]))[0];
    }

    /// <summary>Energies of bits under the shared prior. <c>[N, n] -> [N, 1]</c></summary>
    public Term Energy(Term bits)
    {
        PortableEnergy energy = _tables.Energy;
        Term weights = _weights.At(Constant(TensorProto.Of(PortableNames.EnergyWeights, DataType.Int64, [], [energy.Weights])));
        Term biases = Constant(TensorProto.Of(PortableNames.EnergyBiases, [.. energy.Biases.Select(bias => (long)bias)]));
        Term local = bits.Times(weights.Cast(DataType.Float)).Cast(DataType.Int64) + (biases * 2);
        Term constant = Constant(TensorProto.Of(PortableNames.EnergyConstant, DataType.Int64, [], [energy.Constant]));
        Term steps = constant - (local * bits.Cast(DataType.Int64)).RowSum();
        return steps.Cast(DataType.Float) * Constant(TensorProto.Of(PortableNames.EnergyStep, [], [energy.Step]));
    }

    /// <summary>A probability below all. <c>[N, 1]</c></summary>
    private static Term Worst(RowTerms rows) => (rows.Key - rows.Key - 1).Cast(DataType.Double);

    /// <summary>Draws of a round. <c>[P, n]</c></summary>
    private (Term Bits, Term Words) Propose(GraphBuilder body, Term round, RowTerms rows)
    {
        Term counter = round * ((long)PortableRandom.Places * PortableRandom.Places);
        Term words = SquaresSteps.Words(counter + counter.Indices(0, 1), rows.Key); // [P, 2]
        Term machine = _firstMachine.At(rows.Set);
        if (_shares is not null)
        {
            Term choice = SquaresSteps.Upper(words.Part(1, 0, 1));
            Term shares = _shares.At(rows.Set.Shaped(-1));
            machine += (choice >= shares).Cast(DataType.Int64).RowSum();
        }

        Term start = _firstStart.At(machine) + (words.Part(1, 1, 1) * _startCount.At(machine) / (1L << 32));
        Term bytes = _starts.At(start.Shaped(-1)).Cast(DataType.Int64); // [P, bytes]
        Term bits = _bitsOfByte.At(bytes).Shaped(-1, 8 * _tables.StartBytes).Part(1, 0, _tables.Bits).Cast(DataType.Float);
        return (_sweeps.Of(body, bits, machine.Shaped(-1), counter, rows), words);
    }

    private static LoopTurn Accept(AcceptanceSteps acceptance, (Term Bits, Term Words) proposed, RowTerms rows, Term[] state)
    {
        (Term bits, Term pending, Term best) = (state[0], state[1], state[2]);
        Term weights = acceptance.Weights(proposed.Bits), all = weights.RowSum();
        Term own = weights.InRow(rows.Set.At(pending));
        Term choices = proposed.Words.Part(1, 0, 1);
        Term uniform = choices - (SquaresSteps.Upper(choices) * PortableTables.Uniforms);
        Term isKept = ((uniform * 2) + 1) * all < own * (2L * PortableTables.Uniforms);
        Term probability = own.Cast(DataType.Double) / all.Cast(DataType.Double), bestSoFar = best.At(pending);
        Term isBetter = isKept | (probability > bestSoFar);
        Term refused = Term.Of("Compress", DataType.Int64, [pending, (!isKept).Shaped(-1)], AttributeProto.Of("axis", 0));
        return new(
            [
                bits.With(pending, proposed.Bits.Where(isBetter, bits.At(pending))),
                refused,
                best.With(pending, probability.Where(isBetter, bestSoFar)),
            ],
            refused.Size() > 0);
    }

    private Term Constant(TensorProto tensor) => Term.Constant(_graph, tensor);
}
