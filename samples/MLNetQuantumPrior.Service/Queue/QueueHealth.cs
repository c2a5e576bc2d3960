using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace MLNetQuantumPrior.Service;

/// <summary>Ready where a model takes another request. It is loaded, or the service would not have started.</summary>
internal sealed class QueueHealth<TRow, TAnswer>(BatchQueue<TRow, TAnswer> queue, IHostApplicationLifetime host) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancel = default) => Task.FromResult(
        host.ApplicationStopping.IsCancellationRequested ? HealthCheckResult.Unhealthy("the service stops")
        : queue.HasRoom ? HealthCheckResult.Healthy()
        : HealthCheckResult.Unhealthy("the queue is full"));
}
