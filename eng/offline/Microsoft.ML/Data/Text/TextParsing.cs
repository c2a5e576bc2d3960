using System.Globalization;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Turns a field into a value; false if it cannot be read as one.</summary>
internal delegate bool TextParser<T>(ReadOnlySpan<char> text, out T value);

/// <summary>How fields become values. Only numbers with a fraction and keys can be missing: a field that cannot be read becomes NaN or 0
/// there, and is an error elsewhere. An empty field is the default.</summary>
internal sealed class TextParsing(char decimalMarker, bool emptyRealsAreNaN)
{
    private const NumberStyles Real = NumberStyles.Float;

    private readonly NumberFormatInfo _reals = new() { NumberDecimalSeparator = decimalMarker.ToString() };

    public static bool CanBeMissing(PrimitiveDataViewType type) =>
        type is KeyDataViewType || type == NumberDataViewType.Single || type == NumberDataViewType.Double;

    public TextParser<T> Of<T>(PrimitiveDataViewType type)
    {
        if (type is KeyDataViewType key)
            return (ReadOnlySpan<char> text, out T value) => Key(text, key.Count, out value);
        Delegate parser = default(T) switch
        {
            float => (TextParser<float>)Single,
            double => (TextParser<double>)Double,
            bool => (TextParser<bool>)Boolean,
            ReadOnlyMemory<char> => (TextParser<ReadOnlyMemory<char>>)Text,
            sbyte => Parsable<sbyte>(),
            byte => Parsable<byte>(),
            short => Parsable<short>(),
            ushort => Parsable<ushort>(),
            int => Parsable<int>(),
            uint => Parsable<uint>(),
            long => Parsable<long>(),
            ulong => Parsable<ulong>(),
            TimeSpan => Parsable<TimeSpan>(),
            DateTime => Parsable<DateTime>(),
            DateTimeOffset => Parsable<DateTimeOffset>(),
            _ => throw Contracts.ExceptNotSupp($"Text of type {type}"),
        };
        return (TextParser<T>)parser;
    }

    private bool Single(ReadOnlySpan<char> text, out float value)
    {
        bool isRead = Double(text, out _);
        value = isRead && float.TryParse(text.Trim(), Real, _reals, out float read) ? read : MissingOrEmpty(text);
        return isRead;
    }

    private bool Double(ReadOnlySpan<char> text, out double value)
    {
        if (double.TryParse(text.Trim(), Real, _reals, out value))
            return true;
        value = MissingOrEmpty(text);
        return text.IsWhiteSpace() || IsMissing(text.Trim());
    }

    private float MissingOrEmpty(ReadOnlySpan<char> text) => text.IsWhiteSpace() && !emptyRealsAreNaN ? 0 : float.NaN;

    private static bool IsMissing(ReadOnlySpan<char> text) => text is "?"
        || text.Equals("NaN", StringComparison.OrdinalIgnoreCase) || text.Equals("NA", StringComparison.OrdinalIgnoreCase)
        || text.Equals("N/A", StringComparison.OrdinalIgnoreCase);

    private static bool Boolean(ReadOnlySpan<char> text, out bool value)
    {
        Span<char> lower = stackalloc char[Math.Min(text.Length, 8)];
        text[..lower.Length].ToLowerInvariant(lower);
        value = lower is "t" or "y" or "1" or "+" or "+1" or "yes" or "true";
        return value || lower is "" or "f" or "n" or "0" or "-" or "-1" or "no" or "false";
    }

    private static bool Text(ReadOnlySpan<char> text, out ReadOnlyMemory<char> value)
    {
        value = text.ToString().AsMemory();
        return true;
    }

    /// <summary>Categories are counted from 0 in a file.</summary>
    private static bool Key<T>(ReadOnlySpan<char> text, ulong count, out T value)
    {
        bool isRead = ulong.TryParse(text, NumberStyles.None, null, out ulong category) && category < count;
        value = (T)Convert.ChangeType(isRead ? category + 1 : 0, typeof(T), CultureInfo.InvariantCulture);
        return isRead || text.IsEmpty || IsMissing(text);
    }

    private static TextParser<T> Parsable<T>()
        where T : ISpanParsable<T> =>
        (ReadOnlySpan<char> text, out T value) => T.TryParse(text, CultureInfo.InvariantCulture, out value) || text.IsEmpty;
}
