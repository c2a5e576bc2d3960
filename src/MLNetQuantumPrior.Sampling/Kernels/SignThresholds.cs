namespace MLNetQuantumPrior.Sampling;

/// <summary>
/// For each local field, below which random number a spin is drawn as +1: <see cref="GibbsDraw.Spin"/> compares 23 random bits, so there is
/// one number, found by trying.
/// </summary>
internal sealed class SignThresholds
{
    /// <summary>Entries of a table: the local fields -64 J .. 63 J.</summary>
    public const int Entries = 2 * (SignRows.MaxField + 1);

    private const int Numbers = 1 << 23;

    private float _unit;
    private float _scale = float.NaN;

    /// <summary>
    /// The thresholds of the upper 24 bits, in three tables of bytes: the highest bytes, the middle ones, the lowest ones. An entry that
    /// accepts all numbers has none.
    /// </summary>
    public byte[] Tables { get; } = new byte[3 * Entries];

    /// <summary>The entries below this accept all numbers.</summary>
    public byte AlwaysBelow { get; private set; }

    /// <summary>Finds the thresholds, unless these are they.</summary>
    public void Find(float unit, float scale)
    {
        if (unit == _unit && scale == _scale)
        {
            return;
        }

        (_unit, _scale, AlwaysBelow) = (unit, scale, 0);
        for (int entry = 0; entry < Entries; entry++)
        {
            int threshold = Threshold((entry - SignRows.MaxField - 1) * unit, scale);
            if (threshold == Numbers)
            {
                AlwaysBelow = (byte)(entry + 1);
            }

            Tables[entry] = (byte)(threshold >> 15);
            Tables[Entries + entry] = (byte)(threshold >> 7);
            Tables[(2 * Entries) + entry] = (byte)(threshold << 1);
        }
    }

    /// <summary>How many of the 23-bit numbers give +1: the smallest ones.</summary>
    private static int Threshold(float field, float scale)
    {
        double power = Math.Pow(2, Math.Clamp((double)field * scale, -GibbsDraw.ExponentLimit, GibbsDraw.ExponentLimit));
        int threshold = (int)Math.Round(Numbers / (1 + power));
        while (threshold < Numbers && GibbsDraw.Spin(field, scale, (uint)threshold << 9) > 0)
        {
            threshold++;
        }

        while (threshold > 0 && GibbsDraw.Spin(field, scale, (uint)(threshold - 1) << 9) < 0)
        {
            threshold--;
        }

        return threshold;
    }
}
