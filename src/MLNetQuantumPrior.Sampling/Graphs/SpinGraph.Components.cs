namespace MLNetQuantumPrior.Sampling;

public sealed partial class SpinGraph
{
    /// <summary>The parts between which no spin is coupled; a spin without a coupling is a part of its own.</summary>
    /// <returns>Spins of each part in ascending order; parts in the order of their smallest spins.</returns>
    public ImmutableArray<ImmutableArray<int>> ConnectedComponents()
    {
        // Disjoint sets: the smallest spin of a set is its root, so a parent is never above its child.
        int[] parent = [.. Enumerable.Range(0, SpinCount)];
        foreach ((int i, int j) in Edges)
        {
            (int a, int b) = (Root(i), Root(j));
            parent[Math.Max(a, b)] = Math.Min(a, b);
        }

        return [.. Enumerable.Range(0, SpinCount).GroupBy(Root).Select(part => part.ToImmutableArray())];

        int Root(int spin)
        {
            while (parent[spin] != spin)
            {
                parent[spin] = parent[parent[spin]]; // halves the path
                spin = parent[spin];
            }

            return spin;
        }
    }
}
