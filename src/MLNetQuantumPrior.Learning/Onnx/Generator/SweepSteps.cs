using MLNetQuantumPrior.Learning.Onnx;
using DataType = MLNetQuantumPrior.Learning.Onnx.TensorProto.Types.DataType;

namespace MLNetQuantumPrior.Learning;

/// <summary>Terms that are Gibbs sweeps of many rows at once, bit for bit what one bit after the other makes.</summary>
/// <remarks>
/// With the random numbers of a sweep fixed, new bits x solve x_i = [c_i + sum_(j &lt; i) a_ij x_j + sum_(j > i) a_ij x_j^old > t_i].
/// Each is decided by those before it, so there is one solution, and putting any bits into the right side again and again ends there: in a
/// few turns, at most as many as bits. Bits are taken in blocks, since within a block few turns are enough.
/// </remarks>
internal sealed class SweepSteps
{
    /// <summary>Bits at once: of 32, 64, 128 and 256 the fastest.</summary>
    private const int BlockSize = 64;

    /// <summary>Turns that ten rows mostly need for a block, the last of which changes nothing: a loop is for the others.</summary>
    private const int UsualTurns = 4;

    private readonly PortableTables _tables;
    private readonly Term _weights, _weightsOf, _biases, _thresholds, _places;

    public SweepSteps(GraphBuilder graph, PortableTables tables, Term weights)
    {
        (_tables, _weights) = (tables, weights);
        int n = tables.Bits;
        _weightsOf = Integers(PortableNames.WeightsOf, [.. tables.WeightsOf]);
        IEnumerable<long> biases = tables.Biases.SelectMany(own => own.Select(bias => (long)bias));
        _biases = Term.Constant(graph, TensorProto.Of(PortableNames.Biases, DataType.Float, [tables.Biases.Length, n], biases));
        _thresholds = Term.Constant(graph, TensorProto.Of(PortableNames.Thresholds, [tables.Thresholds.Length], tables.Thresholds));
        _places = Integers("sweeps.places", [.. Enumerable.Range(0, (n + 1) / 2).Select(place => (long)place)]);

        Term Integers(string name, long[] values) => Term.Constant(graph, TensorProto.Of(name, values));
    }

    /// <summary>Rows after their sweeps, machine by machine. <c>[P, n] -> [P, n]</c></summary>
    /// <param name="graph">Where the rows are.</param>
    /// <param name="bits">The bits that they start from.</param>
    /// <param name="machine">Their machines. <c>[P]</c>, P at least 1</param>
    /// <param name="counter">The round, as part of a counter. A scalar.</param>
    /// <param name="rows">What they are drawn by.</param>
    public Term Of(GraphBuilder graph, Term bits, Term machine, Term counter, RowTerms rows)
    {
        Term machines = Term.Of("Unique", DataType.Int64, [machine]);
        return GraphLoop.Of(graph, "machines", machines.Size(), null, [bits], (body, turn, state) =>
        {
            Term one = machines.At(turn);
            Term own = machine.IsEqual(one).Rows();
            Term weights = _weights.At(_weightsOf.At(one)).Cast(DataType.Float), biases = _biases.At(one);
            RowTerms ownRows = rows.At(own);
            var blocks = new List<Block>();
            for (int first = 0; first < _tables.Bits; first += BlockSize)
            {
                int size = Math.Min(BlockSize, _tables.Bits - first);
                Term onBlock = weights.Part(1, first, size);
                Term onLater = Term.Of(
                    "Trilu", DataType.Float, [onBlock.Part(0, first, size), onBlock.Integer(1)], AttributeProto.Of("upper", 1));
                blocks.Add(new(size, onBlock, onLater, biases.Part(0, first, size)));
            }

            Term after = GraphLoop.Of(
                body, "sweeps", ownRows.Sweeps.Maximum(), null, [state[0].At(own)],
                (inner, sweep, before) => new([Sweep(inner, before[0], sweep, counter, ownRows, blocks)]))[0];
            return new([state[0].With(own, after)]);
        })[0];
    }

    private Term Sweep(GraphBuilder graph, Term bits, Term sweep, Term counter, RowTerms rows, List<Block> blocks)
    {
        Term counters = _places + (counter + ((sweep + 1) * PortableRandom.Places));
        Term uniforms = SquaresSteps.Halves(SquaresSteps.Words(counters, rows.Key)); // [Q, n] or a column more
        Term thresholds = _thresholds.At(uniforms) / rows.Beta;
        int first = 0;
        Term[] before = [.. blocks.Select(block => bits.Part(1, (first += block.Size) - block.Size, block.Size))];
        Term[] after = [.. before];
        first = 0;
        for (int k = 0; k < blocks.Count; k++)
        {
            Block block = blocks[k];
            Term mixed = k == 0 ? bits : Term.Joined(1, after);
            Term rest = mixed.Times(block.Weights, block.Biases) - before[k].Times(block.Within); // all but the block's own new bits
            after[k] = Solve(graph, before[k], rest, block, thresholds.Part(1, first, block.Size));
            first += block.Size;
        }

        return Term.Joined(1, after).Where(sweep < rows.Sweeps, bits);
    }

    private static Term Solve(GraphBuilder graph, Term bits, Term rest, Block block, Term thresholds)
    {
        Term[] made = [bits];
        for (int turn = 0; turn < UsualTurns; turn++)
        {
            made = [.. made, Next(made[^1])];
        }

        return GraphLoop.Of(graph, "block", rest.Integer(block.Size), Differ(made[^1], made[^2]), [made[^1]], (_, _, state) =>
        {
            Term first = Next(state[0]), second = Next(first);
            return new([second], Differ(first, second));
        })[0];

        Term Next(Term now) => (now.Times(block.Within, rest) > thresholds).Cast(DataType.Float);

        static Term Differ(Term one, Term other) =>
            Term.Of("ReduceSumSquare", DataType.Float, [one - other], AttributeProto.Of("keepdims", 0)) > 0;
    }

    /// <summary>A block of bits of a machine.</summary>
    /// <param name="Size">Number of bits.</param>
    /// <param name="Weights">Of all bits on these. <c>[n, size]</c></param>
    /// <param name="Within">Of these bits on later ones. <c>[size, size]</c></param>
    /// <param name="Biases">Of these bits. <c>[size]</c></param>
    private sealed record Block(int Size, Term Weights, Term Within, Term Biases);
}

/// <summary>What rows are drawn by.</summary>
/// <param name="Key">Keys. <c>[P, 1]</c></param>
/// <param name="Set">Numbers of their classes, or zeros. <c>[P, 1]</c></param>
/// <param name="Sweeps">Sweeps. <c>[P, 1]</c></param>
/// <param name="Beta">Inverse temperatures. <c>[P, 1]</c></param>
internal sealed record RowTerms(Term Key, Term Set, Term Sweeps, Term Beta)
{
    /// <summary>Some of the rows.</summary>
    public RowTerms At(Term rows) => new(Key.At(rows), Set.At(rows), Sweeps.At(rows), Beta.At(rows));
}
