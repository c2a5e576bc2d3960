using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace MLNetQuantumPrior.Service;

/// <summary>Ready where both models take another request. Both are loaded, or the service would not have started.</summary>
internal sealed class QueueHealth(
    BatchQueue<GeneratorRow, GeneratedRow> generator, BatchQueue<float[], CodedRow> autoencoder, IHostApplicationLifetime host)
    : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancel = default) => Task.FromResult(
        host.ApplicationStopping.IsCancellationRequested ? HealthCheckResult.Unhealthy("the service stops")
        : generator.HasRoom && autoencoder.HasRoom ? HealthCheckResult.Healthy()
        : HealthCheckResult.Unhealthy("a queue is full"));
}
