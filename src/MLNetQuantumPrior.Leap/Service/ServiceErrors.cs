using System.Net;
using System.Text;
using System.Text.Json;

namespace MLNetQuantumPrior.Leap;

/// <summary>What the service says of errors, in bodies and in items of lists.</summary>
internal static class ServiceErrors
{
    private const int MostCharacters = 500;

    /// <summary>The message of an error's body, which may be JSON or plain text.</summary>
    public static string Text(byte[] body)
    {
        try
        {
            JsonElement json = JsonElement.Parse(body);
            if (Of(json) is { } item)
            {
                return Short(item.Text);
            }
        }
        catch (Exception error) when (error is JsonException or InvalidDataException)
        {
        }

        return Short(Encoding.UTF8.GetString(body.AsSpan(0, Math.Min(body.Length, 4 * MostCharacters))).Trim());
    }

    /// <summary>The error that an item of a list is; null where it is none.</summary>
    public static (HttpStatusCode Code, string Text)? Of(JsonElement item)
    {
        if (item.ValueKind != JsonValueKind.Object || !item.TryGetProperty("error_code", out JsonElement code)
            || code.ValueKind != JsonValueKind.Number || !code.TryGetInt32(out int number))
        {
            return null;
        }

        return ((HttpStatusCode)number, Short(JsonTexts.Of(item, "error_msg") ?? ""));
    }

    private static string Short(string text) => text.Length <= MostCharacters ? text : text[..MostCharacters] + "...";
}
