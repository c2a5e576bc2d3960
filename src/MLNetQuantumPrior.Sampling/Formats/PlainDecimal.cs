using System.Globalization;

namespace MLNetQuantumPrior.Sampling;

/// <summary>The shortest decimal that reads back as the same number, without an exponent, which readers of COO files do not know.</summary>
internal static class PlainDecimal
{
    public static string Of(float value)
    {
        string text = value.ToString("R", CultureInfo.InvariantCulture);
        int exponentAt = text.IndexOf('E');
        if (exponentAt < 0)
        {
            return text;
        }

        string sign = value < 0 ? "-" : "";
        string digits = text[sign.Length..exponentAt].Replace(".", ""); // the point stood after the first one
        int before = int.Parse(text.AsSpan(exponentAt + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) + 1;
        return before <= 0 ? $"{sign}0.{new string('0', -before)}{digits}"
            : before >= digits.Length ? $"{sign}{digits.PadRight(before, '0')}"
            : $"{sign}{digits[..before]}.{digits[before..]}";
    }
}
