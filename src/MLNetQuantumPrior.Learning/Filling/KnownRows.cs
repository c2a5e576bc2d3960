namespace MLNetQuantumPrior.Learning;

/// <summary>Rows of which some slots are known.</summary>
/// <param name="slots">Slots of a row.</param>
/// <param name="ids">Names of the rows.</param>
/// <param name="scaled">Scaled values; what stands in slots that are not known does not matter. <c>[rows, slots]</c></param>
/// <param name="known">Which slots are known: of a category all or none. <c>[rows, slots]</c></param>
internal sealed class KnownRows(int slots, ReadOnlyMemory<ulong> ids, ReadOnlyMemory<float> scaled, ReadOnlyMemory<bool> known)
{
    public int Count => ids.Length;

    public ulong[] Ids => ids.ToArray();

    public ReadOnlySpan<float> Values(int row) => scaled.Span.Slice(row * slots, slots);

    public ReadOnlySpan<bool> Known(int row) => known.Span.Slice(row * slots, slots);

    /// <summary>Some of the rows.</summary>
    public KnownRows Slice(int first, int count) =>
        new(slots, ids.Slice(first, count), scaled.Slice(first * slots, count * slots), known.Slice(first * slots, count * slots));

    /// <summary>Scales rows and finds out what is known of them.</summary>
    /// <param name="model">The model.</param>
    /// <param name="rows">In the units of the model. <c>[rows, slots]</c></param>
    /// <param name="mask">Which slots are known; empty for those that are not NaN. <c>[rows, slots]</c></param>
    /// <param name="ids">Names of the rows.</param>
    /// <exception cref="ArgumentException">A length is wrong, a category is known in part, or a known value is not finite.</exception>
    public static KnownRows Of(BmVaeModel model, ReadOnlySpan<float> rows, ReadOnlySpan<bool> mask, ReadOnlySpan<ulong> ids)
    {
        int slots = model.Architecture.InputSize;
        if (rows.Length != (long)ids.Length * slots || (!mask.IsEmpty && mask.Length != rows.Length))
        {
            throw new ArgumentException(
                $"Rows: expected {ids.Length} of {slots} values, one for each id, and as many flags or none, " +
                $"got {rows.Length} values and {mask.Length} flags.",
                nameof(rows));
        }

        bool[] known = new bool[rows.Length];
        float[] values = new float[rows.Length];
        for (int k = 0; k < rows.Length; k++)
        {
            known[k] = mask.IsEmpty ? !float.IsNaN(rows[k]) : mask[k];
            values[k] = known[k] ? rows[k] : model.Scaling.Offset[k % slots];
            if (!float.IsFinite(values[k]))
            {
                throw new ArgumentException($"Slot {k % slots} of row {k / slots}: expected a finite number, got {rows[k]}.", nameof(rows));
            }
        }

        foreach (SlotRange group in model.Architecture.Likelihood.Ranges.Where(group => group.Kind == SlotKind.Categorical))
        {
            for (int row = 0; row < ids.Length; row++)
            {
                ReadOnlySpan<bool> own = known.AsSpan((row * slots) + group.First, group.Count);
                if (own.Contains(!own[0]))
                {
                    throw new ArgumentException(
                        $"Slots {group.First} to {group.First + group.Count - 1} of row {row}: expected all or none to be known, since " +
                        $"they are one category, got {own.Count(true)} of {group.Count}.",
                        nameof(rows));
                }
            }
        }

        float[] scaled = new float[rows.Length];
        model.Scaling.Scale(values, scaled);
        return new(slots, ids.ToArray(), scaled, known);
    }
}
