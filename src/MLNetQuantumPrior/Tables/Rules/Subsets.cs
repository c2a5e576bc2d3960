namespace MLNetQuantumPrior;

/// <summary>All choices of a few places.</summary>
internal static class Subsets
{
    /// <summary>Ascending places below <paramref name="count"/>, in one array that changes from one choice to the next.</summary>
    /// <param name="count">How many places there are.</param>
    /// <param name="size">How many of them are chosen, from 1 to 3.</param>
    /// <param name="except">A place that is not chosen.</param>
    public static IEnumerable<int[]> Of(int count, int size, int except)
    {
        int[] free = [.. Enumerable.Range(0, count).Where(place => place != except)];
        int[] chosen = new int[size];
        for (int i = 0; i < free.Length; i++)
        {
            chosen[0] = free[i];
            if (size == 1)
            {
                yield return chosen;
                continue;
            }

            for (int j = i + 1; j < free.Length; j++)
            {
                chosen[1] = free[j];
                if (size == 2)
                {
                    yield return chosen;
                    continue;
                }

                for (int k = j + 1; k < free.Length; k++)
                {
                    chosen[2] = free[k];
                    yield return chosen;
                }
            }
        }
    }
}
