using System.Globalization;
using System.Numerics;

namespace MLNetQuantumPrior.Learning;

/// <summary>The label column that classes were learned from, so that generated rows have one like it.</summary>
/// <param name="Type">Type of its values; of a key, of the numbers that it is made of. Text is <see cref="TypeCode.String"/>.</param>
/// <param name="Rows">Rows of the training data in each class, in the order of the model's classes.</param>
/// <param name="Key">What the numbers of a key stand for; null where the column is no key.</param>
internal sealed record ModelLabel(TypeCode Type, ImmutableArray<long> Rows, ModelKey? Key = null)
{
    /// <summary>A key whose values are the classes, as models have it that do not know their label column.</summary>
    public static ModelLabel Of(ImmutableArray<string> classes, ImmutableArray<long> rows) =>
        new(TypeCode.UInt32, rows, new(classes.Length, TypeCode.String, classes));

    /// <exception cref="ArgumentException">A number or a name is none of the type, or the classes are not those of the column.</exception>
    public void Check(ImmutableArray<string> classes)
    {
        Expect(
            !Rows.IsDefault && Rows.Length == classes.Length && Rows.All(rows => rows >= 1),
            $"rows of each of {classes.Length} classes", Rows.IsDefault ? "none" : string.Join(", ", Rows));
        bool isKey = Key is not null;
        Expect(
            !isKey || Type is TypeCode.Byte or TypeCode.UInt16 or TypeCode.UInt32 or TypeCode.UInt64,
            "a key of unsigned numbers", $"{Type}");
        Key?.Check();
        foreach (string name in classes)
        {
            Expect(Key is null ? IsOf(Type, name) : Key.Has(name), isKey ? "classes of the key" : $"classes of type {Type}", $"'{name}'");
        }
    }

    /// <summary>Whether a name is a value of a type.</summary>
    public static bool IsOf(TypeCode type, string name) => type switch
    {
        TypeCode.String => true,
        TypeCode.Boolean => bool.TryParse(name, out _),
        TypeCode.SByte => IsNumber<sbyte>(name),
        TypeCode.Byte => IsNumber<byte>(name),
        TypeCode.Int16 => IsNumber<short>(name),
        TypeCode.UInt16 => IsNumber<ushort>(name),
        TypeCode.Int32 => IsNumber<int>(name),
        TypeCode.UInt32 => IsNumber<uint>(name),
        TypeCode.Int64 => IsNumber<long>(name),
        TypeCode.UInt64 => IsNumber<ulong>(name),
        TypeCode.Single => IsNumber<float>(name),
        TypeCode.Double => IsNumber<double>(name),
        _ => false,
    };

    internal static void Expect(bool holds, string expected, string got)
    {
        if (!holds)
        {
            throw new ArgumentException($"Label column: expected {expected}, got {got}.");
        }
    }

    private static bool IsNumber<T>(string name)
        where T : INumber<T> => T.TryParse(name, CultureInfo.InvariantCulture, out _);
}

/// <summary>The values of a key.</summary>
/// <param name="Count">How many there are.</param>
/// <param name="ValueType">Their type.</param>
/// <param name="Values">What they are called, in order; none where they are numbers from 1 without names.</param>
internal sealed record ModelKey(long Count, TypeCode ValueType, ImmutableArray<string> Values)
{
    /// <summary>The number of a class in the key, from 1.</summary>
    public long Number(string name) => Values.IsEmpty ? long.Parse(name, CultureInfo.InvariantCulture) : Values.IndexOf(name) + 1;

    public bool Has(string name) => Values.IsEmpty
        ? long.TryParse(name, CultureInfo.InvariantCulture, out long number) && number >= 1 && number <= Count
        : Values.Contains(name);

    public void Check()
    {
        ModelLabel.Expect(Count >= 1, "a key of at least one value", $"{Count}");
        ModelLabel.Expect(
            !Values.IsDefault && (Values.IsEmpty || Values.Length == Count), $"{Count} key values or none",
            Values.IsDefault ? "null" : $"{Values.Length}");
        string? wrong = Values.FirstOrDefault(name => name is null || !ModelLabel.IsOf(ValueType, name), "");
        ModelLabel.Expect(wrong is "", $"key values of type {ValueType}", wrong ?? "null");
    }
}
