using System.Collections.Frozen;

namespace MLNetQuantumPrior;

/// <summary>The impossible pairs of one column as bits: which of its states may occur with each state of other columns.</summary>
internal sealed class StateMasks
{
    private const int MostStates = 64;

    private readonly CellStates _own;
    private readonly (CellStates Other, ulong[] Masks)[] _partners;
    private readonly FrozenDictionary<ulong, CellSet> _sets;
    private readonly ulong _all;

    private StateMasks(CellStates own, (CellStates Other, ulong[] Masks)[] partners)
    {
        (_own, _partners) = (own, partners);
        _all = ulong.MaxValue >> (MostStates - own.Count);
        _sets = partners.SelectMany(partner => partner.Masks).Distinct().ToFrozenDictionary(mask => mask, Cells);
    }

    /// <summary>The masks of a column; null where it has too many states.</summary>
    public static StateMasks? Of(int column, IEnumerable<ImpossiblePairs> pairs)
    {
        ImpossiblePairs[] own = [.. pairs];
        CellStates states = own[0].First.Column == column ? own[0].First : own[0].Second;
        return states.Count > MostStates ? null : new(states, [.. own.Select(pair => pair.First.Column == column
            ? (pair.Second, Enumerable.Range(0, pair.Second.Count).Select(state => Bits(pair.FirstOf(state))).ToArray())
            : (pair.First, Enumerable.Range(0, pair.First.Count).Select(state => Bits(pair.SecondOf(state))).ToArray()))]);
    }

    /// <summary>What the known cells of a row leave of the column.</summary>
    public CellSet Possible(in KnownCells row)
    {
        ulong mask = _all;
        foreach ((CellStates other, ulong[] masks) in _partners)
        {
            if (row.Knows(other.Column) && other.Of(row[other.Column]) is >= 0 and var state)
            {
                mask &= masks[state];
            }
        }

        return mask == _all ? CellSet.All : _sets.TryGetValue(mask, out CellSet set) ? set : Cells(mask);
    }

    private CellSet Cells(ulong mask)
    {
        Span<bool> allowed = stackalloc bool[MostStates];
        for (int state = 0; state < _own.Count; state++)
        {
            allowed[state] = (mask >> state & 1) == 1;
        }

        return _own.Cells(allowed[.._own.Count]);
    }

    private static ulong Bits(bool[] allowed)
    {
        ulong bits = 0;
        for (int state = 0; state < allowed.Length; state++)
        {
            bits |= allowed[state] ? 1UL << state : 0;
        }

        return bits;
    }
}
