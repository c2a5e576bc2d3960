using System.Diagnostics.CodeAnalysis;

namespace MLNetQuantumPrior;

/// <summary>Reads rules that <see cref="RuleWriter"/> wrote, and refuses whatever is not one of such a table.</summary>
/// <param name="reader">What to read from.</param>
/// <param name="profiles">Profiles of the table's columns.</param>
internal sealed class RuleReader(BinaryReader reader, ImmutableArray<ColumnProfile> profiles)
{
    private const double MostPrecision = 1e-6;

    /// <summary>Throws unless something holds.</summary>
    public static void Check([DoesNotReturnIf(false)] bool holds, string expected)
    {
        if (!holds)
        {
            throw new InvalidDataException($"Rules of a table: expected {expected}, got other ones.");
        }
    }

    /// <summary>Throws unless a number is the expected one.</summary>
    public void Expect(int expected, int got, string what)
    {
        if (got != expected)
        {
            throw new InvalidDataException($"Rules of a table: expected {what} {expected}, got {got}.");
        }
    }

    /// <summary>Reads how many there are, and each of them.</summary>
    public ImmutableArray<T> Many<T>(Func<T> read)
    {
        int count = reader.ReadInt32();
        Check(count >= 0, "no negative number of them");
        var all = ImmutableArray.CreateBuilder<T>(); // It grows by what is there, not by what is promised.
        for (int k = 0; k < count; k++)
        {
            all.Add(read());
        }

        return all.ToImmutable();
    }

    /// <summary>Reads a function.</summary>
    public ColumnFunction Function()
    {
        byte kind = reader.ReadByte();
        int column = Column();
        ColumnFunction function = kind switch
        {
            RuleWriter.Linear => Linear(column),
            RuleWriter.Product => Product(column),
            RuleWriter.Lookup => Lookup(column),
            RuleWriter.Interval => Interval(column),
            _ => throw new InvalidDataException($"Rules of a table: expected a kind of function, got {kind}."),
        };
        Check(
            function.Sources.Distinct().Count() == function.Sources.Length && !function.Sources.Contains(column),
            "functions of different columns other than their own");
        return function;
    }

    /// <summary>Reads pairs that never occur together.</summary>
    public ImpossiblePairs Pairs()
    {
        (CellStates first, CellStates second) = (States(), States());
        Check(first.Column < second.Column, "pairs of columns in ascending order");
        bool[] isImpossible = new bool[first.Count * second.Count];
        for (int pair = 0; pair < isImpossible.Length; pair += 8)
        {
            byte bits = reader.ReadByte();
            for (int k = 0; k < 8; k++)
            {
                bool isSet = (bits >> k & 1) == 1;
                Check(!isSet || pair + k < isImpossible.Length, "no pairs beyond the last");
                if (isSet)
                {
                    isImpossible[pair + k] = true;
                }
            }
        }

        return new(first, second, isImpossible);
    }

    /// <summary>Reads a constraint.</summary>
    public BoundConstraint Constraint()
    {
        byte kind = reader.ReadByte();
        switch (kind)
        {
            case RuleWriter.Range:
                BoundRange range = new(NumberColumn(), reader.ReadDouble(), reader.ReadDouble());
                Check(range.Least <= range.Most, "ascending bounds");
                return range;
            case RuleWriter.Order:
                BoundOrder order = new(NumberColumn(), NumberColumn(), Flag());
                Check(order.First != order.Second, "two columns in order");
                return order;
            default:
                throw new InvalidDataException($"Rules of a table: expected a kind of constraint, got {kind}.");
        }
    }

    private LinearFunction Linear(int column)
    {
        ImmutableArray<int> sources = Many(NumberColumn);
        ImmutableArray<double> weights = Many(Finite);
        Check(IsNumber(column) && sources.Length > 0 && weights.Length == sources.Length, "a weight for each source");
        return new(column, sources, weights, Finite(), Precision());
    }

    private ProductFunction Product(int column)
    {
        ImmutableArray<PowerFactor> factors = Many(() =>
        {
            ImmutableArray<int> columns = Many(NumberColumn);
            PowerFactor factor = new(columns, reader.ReadInt32());
            Check(columns.Length is 1 or 2 && Math.Abs((long)factor.Exponent) is 1 or 2 or 3, "powers of one column or two");
            return factor;
        });
        double constant = Finite();
        Check(IsNumber(column) && factors.Length > 0 && constant != 0, "factors and a constant other than 0");
        return new(column, factors, constant, Precision());
    }

    private LookupFunction Lookup(int column)
    {
        ImmutableArray<LookupKey> keys = Many(() =>
        {
            int key = Column();
            ImmutableArray<double> values = Many(Finite);
            Check(IsNumber(key) ? values.Length > 0 && IsAscending(values) : values.IsEmpty, "ascending numbers of a key");
            return new LookupKey(key, profiles[key].Categories, values);
        });
        ImmutableArray<double> results = Many(() => Cell(column));
        long size = 1;
        foreach (LookupKey key in keys)
        {
            size = Math.Min(int.MaxValue, size * key.Count);
        }

        Check(keys.Length > 0 && results.Length == size, "a result for each combination of keys");
        return new(column, keys, results);
    }

    private IntervalFunction Interval(int column)
    {
        int source = NumberColumn();
        ImmutableArray<double> bounds = Many(Finite), results = Many(() => Cell(column));
        Check(IsAscending(bounds) && results.Length == bounds.Length + 1, "ascending bounds and a result for each interval");
        return new(column, source, bounds, results, Cell(column));
    }

    private CellStates States()
    {
        int column = Column();
        if (profiles[column].Numbers is not { } numbers)
        {
            Check(profiles[column].Categories <= CellStates.MostCategories, $"columns of at most {CellStates.MostCategories} categories");
            return new(column, profiles[column].Categories, [], double.NaN, double.NaN);
        }

        ImmutableArray<double> special = Many(Finite);
        double afterLeast = reader.ReadDouble();
        Check(
            special.Length <= 2 && IsAscending(special) && !(afterLeast <= numbers.Least) && !double.IsInfinity(afterLeast),
            "at most two numbers of their own, and others above the least");
        return new(column, 0, special, numbers.Least, afterLeast);
    }

    private int Column()
    {
        int column = reader.ReadInt32();
        return column >= 0 && column < profiles.Length ? column
            : throw new InvalidDataException($"Rules of a table: expected a column from 0 to {profiles.Length - 1}, got {column}.");
    }

    private int NumberColumn()
    {
        int column = Column();
        Check(IsNumber(column), "columns of numbers");
        return column;
    }

    private double Finite()
    {
        double number = reader.ReadDouble();
        Check(double.IsFinite(number), "finite numbers");
        return number;
    }

    private double Precision()
    {
        double precision = Finite();
        Check(precision >= 0 && precision <= MostPrecision, $"a precision from 0 to {MostPrecision}");
        return precision;
    }

    private double Cell(int column)
    {
        double cell = reader.ReadDouble();
        int categories = profiles[column].Categories;
        Check(
            double.IsNaN(cell) || (IsNumber(column) ? double.IsFinite(cell) : cell >= 0 && cell < categories && cell == Math.Floor(cell)),
            "cells of the column");
        return cell;
    }

    private bool Flag()
    {
        byte flag = reader.ReadByte();
        Check(flag <= 1, "0 or 1");
        return flag == 1;
    }

    private bool IsNumber(int column) => !profiles[column].IsCategory;

    private static bool IsAscending(ImmutableArray<double> numbers)
    {
        for (int k = 1; k < numbers.Length; k++)
        {
            if (numbers[k] <= numbers[k - 1])
            {
                return false;
            }
        }

        return true;
    }
}
