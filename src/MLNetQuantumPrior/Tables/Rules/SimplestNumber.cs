namespace MLNetQuantumPrior;

/// <summary>The number with the fewest digits in an interval.</summary>
internal static class SimplestNumber
{
    /// <summary>The number with the fewest digits that is at least one bound and at most the other.</summary>
    public static double Within(double least, double most)
    {
        if (least <= 0 && most >= 0)
        {
            return 0;
        }

        double middle = least + ((most - least) / 2);
        if (!double.IsFinite(middle) || middle == 0)
        {
            return middle;
        }

        int largest = (int)Math.Floor(Math.Log10(Math.Max(Math.Abs(least), Math.Abs(most))));
        for (int exponent = largest; exponent > largest - 15; exponent--)
        {
            // Dividing by a power of ten is exact to the last bit, multiplying by a tenth is not.
            double scale = Math.Pow(10, Math.Abs(exponent));
            double number = exponent < 0 ? Math.Round(middle * scale) / scale : Math.Round(middle / scale) * scale;
            if (number >= least && number <= most)
            {
                return number;
            }
        }

        return middle;
    }
}
