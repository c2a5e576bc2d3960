using System.Globalization;
using System.Text;

namespace MLNetQuantumPrior.Tool;

/// <summary>How the numbers of a column are written.</summary>
/// <param name="Decimals">Most digits behind the point; null for as many as a number has.</param>
/// <param name="AreDecimalsFixed">Whether each number has as many, zeros included.</param>
/// <param name="HasComma">Whether a comma stands for the point.</param>
internal sealed record NumberForm(int? Decimals, bool AreDecimalsFixed = false, bool HasComma = false)
{
    /// <summary>More decimals than any that people write; beyond, a <see cref="double"/> has none to spare.</summary>
    private const int MostDecimals = 15;

    /// <summary>Whole numbers.</summary>
    public static NumberForm Whole { get; } = new(0);

    /// <summary>As few digits as name the number.</summary>
    public static NumberForm Shortest { get; } = new(Decimals: null);

    /// <summary>How numbers with a decimal comma are read.</summary>
    public static NumberFormatInfo Comma { get; } = new() { NumberDecimalSeparator = ",", NumberGroupSeparator = "." };

    /// <summary>How numbers of the column are read.</summary>
    public NumberFormatInfo Format => HasComma ? Comma : NumberFormatInfo.InvariantInfo;

    /// <summary>Writes a number.</summary>
    public void Write(double value, StringBuilder line)
    {
        int start = line.Length;
        Span<char> digits = stackalloc char[512];
        ReadOnlySpan<char> text = digits[..Format(value, digits)];
        line.Append(text is "-0" ? "0" : text);
        if (HasComma)
        {
            line.Replace('.', ',', start, line.Length - start);
        }

        int Format(double value, Span<char> digits)
        {
            bool isShort = value.TryFormat(digits, out int length, default, CultureInfo.InvariantCulture);
            if (!isShort || Decimals is not { } decimals || decimals > MostDecimals)
            {
                return length;
            }

            ReadOnlySpan<char> shortest = digits[..length];
            int point = shortest.IndexOf('.'), own = point < 0 ? 0 : length - point - 1;
            bool isPlain = !shortest.Contains('E') && own <= decimals;
            if (isPlain && (!AreDecimalsFixed || own == decimals))
            {
                return length;
            }

            double rounded = Math.Round(value, decimals) + 0.0; // not -0
            if (!rounded.TryFormat(digits, out length, $"F{decimals}", CultureInfo.InvariantCulture))
            {
                value.TryFormat(digits, out length, default, CultureInfo.InvariantCulture);
                return length;
            }

            while (!AreDecimalsFixed && digits[..length].Contains('.') && digits[length - 1] is '0' or '.')
            {
                bool isPoint = digits[length - 1] == '.';
                length--;
                if (isPoint)
                {
                    break;
                }
            }

            return length;
        }
    }
}
