namespace MLNetQuantumPrior;

/// <summary>Rules as bytes: what kind each is, and its numbers.</summary>
internal static class RuleWriter
{
    public const byte Linear = 1, Product = 2, Lookup = 3, Interval = 4, Range = 5, Order = 6;

    /// <summary>Writes a function.</summary>
    public static void Write(BinaryWriter writer, ColumnFunction function)
    {
        switch (function)
        {
            case LinearFunction linear:
                writer.Write(Linear);
                writer.Write(linear.Column);
                Write(writer, linear.Sources);
                Write(writer, linear.Weights);
                writer.Write(linear.Constant);
                writer.Write(linear.Precision);
                break;
            case ProductFunction product:
                writer.Write(Product);
                writer.Write(product.Column);
                writer.Write(product.Factors.Length);
                foreach (PowerFactor factor in product.Factors)
                {
                    Write(writer, factor.Columns);
                    writer.Write(factor.Exponent);
                }

                writer.Write(product.Constant);
                writer.Write(product.Precision);
                break;
            case LookupFunction lookup:
                writer.Write(Lookup);
                writer.Write(lookup.Column);
                writer.Write(lookup.Keys.Length);
                foreach (LookupKey key in lookup.Keys)
                {
                    writer.Write(key.Column);
                    Write(writer, key.Values);
                }

                Write(writer, lookup.Results);
                break;
            case IntervalFunction interval:
                writer.Write(Interval);
                writer.Write(interval.Column);
                writer.Write(interval.Source);
                Write(writer, interval.Bounds);
                Write(writer, interval.Results);
                writer.Write(interval.IfMissing);
                break;
        }
    }

    /// <summary>Writes pairs that never occur together.</summary>
    public static void Write(BinaryWriter writer, ImpossiblePairs pairs)
    {
        foreach (CellStates states in new[] { pairs.First, pairs.Second })
        {
            writer.Write(states.Column);
            if (!states.IsCategory)
            {
                Write(writer, states.Special);
                writer.Write(states.AfterLeast);
            }
        }

        byte[] bits = new byte[((pairs.First.Count * pairs.Second.Count) + 7) / 8];
        for (int pair = 0; pair < pairs.First.Count * pairs.Second.Count; pair++)
        {
            bits[pair / 8] |= (byte)(pairs.IsImpossible(pair / pairs.Second.Count, pair % pairs.Second.Count) ? 1 << (pair % 8) : 0);
        }

        writer.Write(bits);
    }

    /// <summary>Writes a constraint.</summary>
    public static void Write(BinaryWriter writer, BoundConstraint constraint)
    {
        switch (constraint)
        {
            case BoundRange range:
                writer.Write(Range);
                writer.Write(range.Column);
                writer.Write(range.Least);
                writer.Write(range.Most);
                break;
            case BoundOrder order:
                writer.Write(Order);
                writer.Write(order.First);
                writer.Write(order.Second);
                writer.Write(order.IsStrict);
                break;
        }
    }

    private static void Write(BinaryWriter writer, ImmutableArray<int> numbers)
    {
        writer.Write(numbers.Length);
        foreach (int number in numbers)
        {
            writer.Write(number);
        }
    }

    private static void Write(BinaryWriter writer, ImmutableArray<double> numbers)
    {
        writer.Write(numbers.Length);
        foreach (double number in numbers)
        {
            writer.Write(number);
        }
    }
}
