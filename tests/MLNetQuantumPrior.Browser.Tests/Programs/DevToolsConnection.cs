using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MLNetQuantumPrior.Browser.Tests;

/// <summary>Calls of the DevTools protocol, one at a time; events are left alone.</summary>
internal sealed class DevToolsConnection : IDisposable
{
    private readonly ClientWebSocket _socket = new();
    private int _calls;

    public Task ConnectAsync(Uri address, CancellationToken cancel) => _socket.ConnectAsync(address, cancel);

    /// <summary>The result of a call.</summary>
    /// <exception cref="InvalidOperationException">The browser refused it.</exception>
    public async Task<JsonElement> CallAsync(string method, JsonObject arguments, CancellationToken cancel)
    {
        int id = ++_calls;
        var call = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = arguments };
        await _socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(call), WebSocketMessageType.Text, endOfMessage: true, cancel);
        while (true)
        {
            JsonElement message = await ReceiveAsync(cancel);
            if (message.TryGetProperty("id", out JsonElement answered) && answered.GetInt32() == id)
            {
                return message.TryGetProperty("error", out JsonElement error)
                    ? throw new InvalidOperationException($"{method}: {error}")
                    : message.GetProperty("result");
            }
        }
    }

    public void Dispose() => _socket.Dispose();

    private async Task<JsonElement> ReceiveAsync(CancellationToken cancel)
    {
        var message = new MemoryStream();
        byte[] part = new byte[1 << 16];
        ValueWebSocketReceiveResult received;
        do
        {
            received = await _socket.ReceiveAsync(part.AsMemory(), cancel);
            message.Write(part, 0, received.Count);
        }
        while (!received.EndOfMessage);
        return JsonSerializer.Deserialize<JsonElement>(message.GetBuffer().AsSpan(0, (int)message.Length));
    }
}
