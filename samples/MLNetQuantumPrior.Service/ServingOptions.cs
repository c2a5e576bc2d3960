namespace MLNetQuantumPrior.Service;

/// <summary>The section "Serving" of appsettings.json, or environment variables such as Serving__QueueLength.</summary>
internal sealed class ServingOptions
{
    public const string Section = "Serving";

    /// <summary>A file of SaveGeneratorOnnx; none: nothing is generated. A relative path starts at the program's folder.</summary>
    public string Generator { get; set; } = "";

    /// <summary>A file of SaveAutoencoderOnnx; none: nothing is encoded or scored.</summary>
    public string Autoencoder { get; set; } = "";

    /// <summary>Requests that may wait for a model; one more is answered by 503. From 1 to 100,000.</summary>
    public int QueueLength { get; set; } = 256;

    /// <summary>Most rows that a model computes at once, from 1 to 4,096. A model keeps the memory of its largest batch.</summary>
    public int BatchRows { get; set; } = 64;

    /// <summary>Most rows of a request, from 1 to <see cref="BatchRows"/>.</summary>
    public int RequestRows { get; set; } = 64;

    /// <summary>Most Gibbs sweeps of a generated row, from 0 to 100,000. Rows of one batch wait for that with the most.</summary>
    public int MaxSweeps { get; set; } = 1000;

    /// <summary>
    /// Threads of each model, from 1 to 256. Default: one per core that the process may use, which in a container is its quota, rounded up.
    /// </summary>
    public int Workers { get; set; } = Environment.ProcessorCount;

    /// <summary>Longest body of a request, from 1,024 to 100,000,000 bytes.</summary>
    public int BodyBytes { get; set; } = 4 << 20;

    /// <summary>What a refused client is to wait, from 1 to 3,600 s.</summary>
    public int RetryAfterSeconds { get; set; } = 1;
}
