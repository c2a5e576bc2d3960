namespace MLNetQuantumPrior.Learning;

/// <summary>
/// Random numbers that a graph of additions, multiplications and shifts makes too: Widynski's counter-based generator squares32
/// (arXiv:2004.06278). A row has a key; a number of it is named by round, sweep and place, so none depends on what was drawn before.
/// </summary>
internal static class PortableRandom
{
    /// <summary>Places of a sweep, and sweeps of a round, are below this.</summary>
    public const int Places = 1 << 20;

    /// <summary>Rounds are below this.</summary>
    public const int Rounds = 1 << 16;

    /// <summary>What is added to a seed before it is mixed in: digits of the golden ratio.</summary>
    public const long SeedOffset = unchecked((long)0x9e3779b97f4a7c15);

    /// <summary>The same of an id: of the square root of 2.</summary>
    public const long IdOffset = 0x6a09e667f3bcc909;

    /// <summary>The same of a class: of the square root of 3.</summary>
    public const long SetOffset = unchecked((long)0xbb67ae8584caa73b);

    /// <summary>Rounds of <see cref="Mixed"/> for each of them.</summary>
    public const int MixingRounds = 4;

    /// <summary>First place of the numbers that features are drawn with, in sweep 0, whose first two places are for choices.</summary>
    public const int FeaturePlace = 16;

    /// <summary>What takes the place of a class in the key of the first chain of an edit: larger than any.</summary>
    public const long FirstChain = 1L << 32;

    /// <summary>The key of a row.</summary>
    /// <param name="seed">Seed of all randomness.</param>
    /// <param name="id">Name of the row.</param>
    /// <param name="set">Number of the row's class, from 1; 0 for none.</param>
    public static ulong Key(long seed, long id, int set)
    {
        ulong mixed = Mixed((ulong)(seed + SeedOffset));
        mixed = Mixed(mixed + (ulong)(id + IdOffset));
        mixed = Mixed(mixed + (ulong)(set + SetOffset));
        return (2 * mixed) + 1; // a factor that loses nothing is odd
    }

    /// <summary>The number of a sweep's first place. Sweep 0 is what precedes the first sweep.</summary>
    public static ulong Counter(int round, int sweep) => (((ulong)round * Places) + (ulong)sweep) * Places;

    /// <summary>squares32: 32 random bits.</summary>
    public static uint Word(ulong counter, ulong key)
    {
        ulong x = counter * key, y = x, z = y + key;
        x = Turned((x * x) + y);
        x = Turned((x * x) + z);
        x = Turned((x * x) + y);
        return (uint)(((x * x) + z) >> 32);
    }

    /// <summary>A permutation in which each bit depends on all: rounds of x (2 x + 1), as in RC6, and a swap of halves.</summary>
    private static ulong Mixed(ulong x)
    {
        for (int round = 0; round < MixingRounds; round++)
        {
            x = Turned(x * ((2 * x) + 1));
        }

        return x;
    }

    private static ulong Turned(ulong x) => (x >> 32) | (x << 32);
}
