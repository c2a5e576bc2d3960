using System.Globalization;

namespace MLNetQuantumPrior.Leap;

/// <summary>Values of settings, with errors that name where a text comes from and not the text.</summary>
internal static class SettingValues
{
    public static Uri? Address(Setting? setting) => Address(setting, "https", "http");

    public static Uri? Address(Setting? setting, params ReadOnlySpan<string> schemes)
    {
        if (setting is null)
        {
            return null;
        }

        // Addresses are resolved against it, so it ends with a slash.
        string text = setting.Text.Trim();
        return Uri.TryCreate(text.EndsWith('/') ? text : text + "/", UriKind.Absolute, out Uri? address)
            && schemes.Contains(address.Scheme) && address.Query.Length == 0
            ? address
            : throw setting.Wrong($"an address that starts with {string.Join(", ", schemes!)}, and ://");
    }

    public static TimeSpan? Seconds(Setting? setting, double low = 0.001) =>
        setting is null ? null : TimeSpan.FromSeconds(Number(setting, low, 1e6));

    public static int Whole(Setting setting, int low, int high) =>
        Number(setting, low, high) is var number && number == (int)number
            ? (int)number
            : throw setting.Wrong($"a whole number from {low} to {high}");

    public static double Number(Setting setting, double low, double high) =>
        double.TryParse(setting.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
        && number >= low && number <= high
            ? number
            : throw setting.Wrong(FormattableString.Invariant($"a number from {low} to {high}"));

    public static bool? Flag(Setting? setting) => setting?.Text.Trim().ToLowerInvariant() switch
    {
        null => null,
        "0" or "false" or "off" => false,
        "1" or "true" or "on" => true,
        _ => throw setting.Wrong("'true' or 'false'"),
    };
}
