namespace MLNetQuantumPrior.Sampling;

/// <summary>What the visit of one spin reads: whole groups where it is coupled to enough of their members, and single neighbours.</summary>
/// <param name="Spin">The visited spin.</param>
/// <param name="Groups">
/// The groups, in cyclic order from the one after the spin's own, so that what was drawn last is read last.
/// </param>
/// <param name="Singles">The other neighbours, as places in <see cref="SparseRows"/>, ascending.</param>
internal sealed record VisitRow(int Spin, int[] Groups, int[] Singles)
{
    /// <summary>The row of every spin.</summary>
    /// <param name="rows">The neighbours.</param>
    /// <param name="groups">The groups.</param>
    /// <param name="leastMembers">A group is read as one from so many coupled members on.</param>
    public static VisitRow[] All(SparseRows rows, SpinGroups groups, int leastMembers)
    {
        int[] members = new int[groups.Count];
        return [.. Enumerable.Range(0, rows.Start.Length - 1).Select(Of)];

        VisitRow Of(int spin)
        {
            List<int> seen = [];
            foreach (int neighbour in rows.NeighboursOf(spin))
            {
                int group = groups.Group[neighbour];
                if (group >= 0 && members[group]++ == 0)
                {
                    seen.Add(group);
                }
            }

            int own = groups.Group[spin];
            int[] read = [.. seen.Where(g => members[g] >= leastMembers).OrderBy(g => (g + groups.Count - own - 1) % groups.Count)];
            int[] singles =
            [
                .. Enumerable.Range(rows.Start[spin], rows.Start[spin + 1] - rows.Start[spin])
                    .Where(at => groups.Group[rows.Neighbour[at]] is var g && (g < 0 || members[g] < leastMembers)),
            ];
            seen.ForEach(g => members[g] = 0);
            return new(spin, read, singles);
        }
    }

    /// <summary>Rows that read the same groups in the same order.</summary>
    public sealed class ByGroups : IEqualityComparer<VisitRow>
    {
        public bool Equals(VisitRow? a, VisitRow? b) => a is not null && b is not null && a.Groups.AsSpan().SequenceEqual(b.Groups);

        public int GetHashCode(VisitRow row)
        {
            var hash = new HashCode();
            Array.ForEach(row.Groups, hash.Add);
            return hash.ToHashCode();
        }
    }
}
