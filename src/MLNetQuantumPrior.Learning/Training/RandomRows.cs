namespace MLNetQuantumPrior.Learning;

/// <summary>Chooses rows at random, in one pass over their numbers (Knuth's algorithm S).</summary>
internal static class RandomRows
{
    /// <summary>Ascending numbers of rows, each set of so many rows as likely as any other.</summary>
    /// <param name="rows">Number of all rows.</param>
    /// <param name="count">How many of them, at most <paramref name="rows"/>.</param>
    /// <param name="random">Where to draw from.</param>
    public static long[] Choose(long rows, int count, UniformStream random)
    {
        long[] chosen = new long[count];
        float[] draws = new float[1024]; // made so many at a time
        int found = 0;
        for (long row = 0; found < count; row++)
        {
            int draw = (int)(row % draws.Length);
            if (draw == 0)
            {
                random.Fill(draws);
            }

            if (draws[draw] * (double)(rows - row) < count - found)
            {
                chosen[found++] = row;
            }
        }

        return chosen;
    }
}
