using System.Diagnostics.Metrics;

namespace MLNetQuantumPrior.Service;

/// <summary>What is counted of requests and batches, by model.</summary>
internal sealed class QueueMetrics
{
    public const string Meter = "MLNetQuantumPrior.Service";

    private readonly UpDownCounter<int> _queued;
    private readonly Counter<int> _rejected, _abandoned;
    private readonly Histogram<int> _rows;
    private readonly Histogram<double> _seconds;

    public QueueMetrics(IMeterFactory factory)
    {
        Meter meter = factory.Create(Meter);
        _queued = meter.CreateUpDownCounter<int>("bmvae.requests.queued", "{request}", "Requests that wait for a model");
        _rejected = meter.CreateCounter<int>("bmvae.requests.rejected", "{request}", "Requests that the full queue refused");
        _abandoned = meter.CreateCounter<int>("bmvae.requests.abandoned", "{request}", "Requests whose client left before they ran");
        _rows = meter.CreateHistogram(
            "bmvae.batch.rows", "{row}", "Rows of a batch",
            advice: new InstrumentAdvice<int> { HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64, 128, 256, 1024, 4096] });
        _seconds = meter.CreateHistogram(
            "bmvae.batch.duration", "s", "Time that a batch took",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10] });
    }

    public void Queued(string model, int change) => _queued.Add(change, Of(model));

    public void Rejected(string model) => _rejected.Add(1, Of(model));

    public void Abandoned(string model) => _abandoned.Add(1, Of(model));

    public void Computed(string model, int rows, TimeSpan time)
    {
        _rows.Record(rows, Of(model));
        _seconds.Record(time.TotalSeconds, Of(model));
    }

    private static KeyValuePair<string, object?> Of(string model) => new("model", model);
}
