namespace Microsoft.ML.Runtime;

/// <summary>The root of all hosts of one <see cref="MLContext"/>, with its seed and its log.</summary>
internal sealed class LocalEnvironment : HostEnvironment
{
    public LocalEnvironment(int? seed = null) : base(null, null, seed is int value ? new Random(value) : new Random()) => Seed = seed;

    public int? Seed { get; }

    public int? GpuDeviceId { get; set; }

    public bool FallbackToCpu { get; set; }

    public override LocalEnvironment Root => this;

    public override string ContextDescription => "HostEnvironment";

    /// <summary>Raised with the full name of the channel and its message.</summary>
    public event Action<string, ChannelMessage> MessageSent;

    public void Dispatch(string source, ChannelMessage message) => MessageSent?.Invoke(source, message);
}
