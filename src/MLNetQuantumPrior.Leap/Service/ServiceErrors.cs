using System.Net;
using System.Text;
using System.Text.Json;

namespace MLNetQuantumPrior.Leap;

/// <summary>What the service says of errors, in bodies and in items of lists.</summary>
internal static class ServiceErrors
{
    /// <summary>Far more than a message shows, so that no part of a secret is left where a long text ends.</summary>
    private const int MostBytes = 65_536;

    /// <summary>The message of an error's body, which may be JSON or plain text.</summary>
    public static string Text(byte[] body)
    {
        try
        {
            JsonElement json = JsonTexts.Parse(body);
            if (Of(json) is { } item)
            {
                return item.Text;
            }
        }
        catch (JsonException)
        {
        }

        return Encoding.UTF8.GetString(body.AsSpan(0, Math.Min(body.Length, MostBytes))).Trim();
    }

    /// <summary>The error that an item of a list is; null where it is none.</summary>
    public static (HttpStatusCode Code, string Text)? Of(JsonElement item)
    {
        if (item.ValueKind != JsonValueKind.Object || !item.TryGetProperty("error_code", out JsonElement code)
            || code.ValueKind != JsonValueKind.Number || !code.TryGetInt32(out int number))
        {
            return null;
        }

        return ((HttpStatusCode)number, JsonTexts.Of(item, "error_msg") ?? "");
    }
}
