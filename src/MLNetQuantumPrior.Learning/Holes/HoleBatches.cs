namespace MLNetQuantumPrior.Learning;

/// <summary>
/// Rows of which some columns are hidden at random, each row's share of them itself uniform, so that nearly whole and nearly empty rows
/// both come up.
/// </summary>
/// <param name="columns">Which slots belong to which column.</param>
/// <param name="scaled">Scaled slots of all rows. <c>[rows, slots]</c></param>
/// <param name="missing">Columns that are always hidden; empty for none. <c>[rows, columns]</c></param>
/// <param name="targets">Probability of each bit of the whole rows. <c>[rows, latents]</c></param>
/// <param name="seed">Seed of all randomness.</param>
internal sealed class HoleBatches(
    SlotColumns columns, ReadOnlyMemory<float> scaled, ReadOnlyMemory<bool> missing, float[] targets, ulong seed)
{
    private readonly int _rows = scaled.Length / columns.Slots;
    private readonly bool[] _hidden = new bool[columns.Count];
    private readonly float[] _uniforms = new float[columns.Count + 1];
    private float[] _inputs = [], _targets = [];
    private int[] _order = [];
    private int _next, _passes;

    /// <summary>The rows of the next step, as views of memory that the step after it overwrites.</summary>
    public HoleBatch Next(int step, int count)
    {
        int latents = targets.Length / _rows, width = columns.InputSize;
        if (_targets.Length != count * latents)
        {
            (_inputs, _targets) = (new float[count * width], new float[count * latents]);
        }

        var random = new UniformStream(seed, RandomUse.HiddenColumns(step));
        for (int k = 0; k < count; k++)
        {
            int row = NextRow();
            HideColumns(random, row);
            columns.Hide(scaled.Span.Slice(row * columns.Slots, columns.Slots), _hidden, _inputs.AsSpan(k * width, width));
            targets.AsSpan(row * latents, latents).CopyTo(_targets.AsSpan(k * latents));
        }

        return new(_inputs, _targets);
    }

    private void HideColumns(UniformStream random, int row)
    {
        random.Fill(_uniforms);
        for (int column = 0; column < _hidden.Length; column++)
        {
            _hidden[column] = _uniforms[column + 1] < _uniforms[0]
                || (!missing.IsEmpty && missing.Span[(row * columns.Count) + column]);
        }
    }

    private int NextRow()
    {
        if (_next == _order.Length)
        {
            (_order, _next) = (new UniformStream(seed, RandomUse.RowOrder(_passes++)).Permutation(_rows), 0);
        }

        return _order[_next++];
    }
}

/// <summary>Rows of a step.</summary>
/// <param name="inputs">What the network sees. <c>[rows, inputs]</c></param>
/// <param name="targets">What it is to give. <c>[rows, latents]</c></param>
internal readonly ref struct HoleBatch(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets)
{
    public readonly ReadOnlySpan<float> Inputs = inputs;

    public readonly ReadOnlySpan<float> Targets = targets;
}
