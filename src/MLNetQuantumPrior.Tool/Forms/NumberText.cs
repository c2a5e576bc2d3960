namespace MLNetQuantumPrior.Tool;

/// <summary>How a number is written in a cell.</summary>
/// <param name="Decimals">Digits behind the point.</param>
/// <param name="HasExponent">Whether a power of ten follows, as in 1e-5.</param>
internal readonly record struct NumberText(int Decimals, bool HasExponent)
{
    /// <summary>Digits that a number without a point may have: others are names of something.</summary>
    private const int MostDigits = 18;

    /// <summary>
    /// Whether a text is a number. "007" and "+49" are none: they name something, and lose digits as numbers; nor is "1,000".
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="point">What stands for the point.</param>
    /// <param name="number">How it is written.</param>
    public static bool TryRead(ReadOnlySpan<char> text, char point, out NumberText number)
    {
        number = default;
        if (text.StartsWith('-'))
        {
            text = text[1..];
        }

        int whole = Digits(text);
        if (whole > 1 && text[0] == '0')
        {
            return false;
        }

        int decimals = 0;
        ReadOnlySpan<char> rest = text[whole..];
        if (rest.Length > 0 && rest[0] == point)
        {
            decimals = Digits(rest[1..]);
            rest = rest[(1 + decimals)..];
            if (decimals == 0)
            {
                return false;
            }
        }

        bool hasExponent = rest.Length > 0 && rest[0] is 'e' or 'E';
        if (hasExponent)
        {
            rest = rest[(rest.Length > 1 && rest[1] is '+' or '-' ? 2 : 1)..];
            int digits = Digits(rest);
            rest = digits == 0 ? "e" : rest[digits..];
        }

        number = new(decimals, hasExponent);
        return rest.Length == 0 && whole + decimals > 0 && (whole <= MostDigits || decimals > 0 || hasExponent);
    }

    private static int Digits(ReadOnlySpan<char> text)
    {
        int digits = text.IndexOfAnyExceptInRange('0', '9');
        return digits < 0 ? text.Length : digits;
    }
}
