using System.Collections.Concurrent;
using System.Net;

namespace MLNetQuantumPrior.Service.Tests;

/// <summary>Batches, overload, clients that leave, and the end of the service.</summary>
[TestClass]
public sealed class QueueTests
{
    [TestMethod]
    public async Task AFullQueueRefusesAndThoseThatWaitedAreOneBatch()
    {
        using ServiceHost host = HeldModel.Serve(queueLength: 4, out HeldModel held);
        HttpClient client = host.CreateClient();
        Task<HttpResponseMessage> running = client.ScoreAsync(Requests.Rows(1));
        await held.EnteredAsync();
        Task<HttpResponseMessage>[] waiting = [.. Enumerable.Range(1, 4).Select(rows => client.ScoreAsync(Requests.Rows(rows)))];
        await Requests.UntilAsync(() => Queue(host).Length == 4);

        for (int k = 0; k < 20; k++)
        {
            using HttpResponseMessage refused = await client.ScoreAsync(Requests.Rows(1));
            Assert.AreEqual(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            Assert.AreEqual(TimeSpan.FromSeconds(1), refused.Headers.RetryAfter?.Delta);
            Assert.AreEqual("application/problem+json", refused.Content.Headers.ContentType?.MediaType);
        }

        Assert.AreEqual(HttpStatusCode.ServiceUnavailable, (await client.GetAsync("/healthz/ready")).StatusCode);
        Assert.AreEqual(HttpStatusCode.OK, (await client.GetAsync("/healthz/live")).StatusCode);
        held.Let(2);
        Assert.HasCount(1, (await running.ReadAsync<ScoreResponse>()).Rows);
        for (int k = 0; k < 4; k++)
        {
            Assert.HasCount(k + 1, (await waiting[k].ReadAsync<ScoreResponse>()).Rows);
        }

        CollectionAssert.AreEqual((int[])[1, 10], held.Batches);
        Assert.AreEqual(HttpStatusCode.OK, (await client.GetAsync("/healthz/ready")).StatusCode);
    }

    [TestMethod]
    public async Task ABatchHasAtMostItsRows()
    {
        using ServiceHost host = HeldModel.Serve(queueLength: 10, out HeldModel held);
        HttpClient client = host.CreateClient();
        Task<HttpResponseMessage> running = client.ScoreAsync(Requests.Rows(1));
        await held.EnteredAsync();
        Task<HttpResponseMessage>[] waiting = [.. Enumerable.Range(0, 5).Select(_ => client.ScoreAsync(Requests.Rows(30)))];
        await Requests.UntilAsync(() => Queue(host).Length == 5);
        held.Let(4);
        await Task.WhenAll([running, .. waiting]);
        CollectionAssert.AreEqual((int[])[1, 60, 60, 30], held.Batches); // of 64 at most
    }

    [TestMethod]
    public async Task AClientThatLeavesIsLeftOutOfTheBatch()
    {
        using ServiceHost host = HeldModel.Serve(queueLength: 4, out HeldModel held);
        host.CreateClient();
        Task<CodedRow[]> running = Queue(host).TryAsk(Requests.Rows(1), CancellationToken.None)!;
        await held.EnteredAsync();
        using var leaves = new CancellationTokenSource();
        Task<CodedRow[]> left = Queue(host).TryAsk(Requests.Rows(2), leaves.Token)!;
        Task<CodedRow[]> stays = Queue(host).TryAsk(Requests.Rows(3), CancellationToken.None)!;
        await leaves.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => left); // at once, not with its batch
        held.Let(2);
        Assert.HasCount(1, await running);
        Assert.HasCount(3, await stays);
        CollectionAssert.AreEqual((int[])[1, 3], held.Batches);
    }

    [TestMethod]
    public async Task AClosedConnectionIsAClientThatLeaves()
    {
        var tokens = new ConcurrentBag<CancellationToken>();
        using ServiceHost host = HeldModel.Serve(queueLength: 4, out HeldModel held, tokens);
        host.UseKestrel(0);
        HttpClient client = host.CreateClient();
        Task<HttpResponseMessage> running = client.ScoreAsync(Requests.Rows(1));
        await held.EnteredAsync();
        using var leaves = new CancellationTokenSource();
        Task<HttpResponseMessage> left = client.ScoreAsync(Requests.Rows(2), leaves.Token);
        await Requests.UntilAsync(() => Queue(host).Length == 1);
        await leaves.CancelAsync();
        await Requests.UntilAsync(() => tokens.Any(token => token.IsCancellationRequested));
        await Assert.ThrowsAsync<OperationCanceledException>(() => left);
        held.Let(2);
        await running;
        await client.ScoreAsync(Requests.Rows(3)).ReadAsync<ScoreResponse>();
        CollectionAssert.AreEqual((int[])[1, 3], held.Batches);
    }

    [TestMethod]
    public async Task WhatRunsIsAnsweredBeforeTheServiceStops()
    {
        using ServiceHost host = HeldModel.Serve(queueLength: 4, out HeldModel held);
        host.UseKestrel(0);
        HttpClient client = host.CreateClient();
        Task<HttpResponseMessage> running = client.ScoreAsync(Requests.Rows(1));
        await held.EnteredAsync();
        Task<HttpResponseMessage> waits = client.ScoreAsync(Requests.Rows(2));
        await Requests.UntilAsync(() => Queue(host).Length == 1);

        var lifetime = host.Get<Microsoft.Extensions.Hosting.IHostApplicationLifetime>();
        Task stopped = host.Get<Microsoft.Extensions.Hosting.IHost>().StopAsync();
        await Requests.UntilAsync(() => lifetime.ApplicationStopping.IsCancellationRequested);
        Assert.IsFalse(stopped.IsCompleted);
        held.Let(2);
        Assert.HasCount(1, (await running.ReadAsync<ScoreResponse>()).Rows);
        Assert.HasCount(2, (await waits.ReadAsync<ScoreResponse>()).Rows);
        await stopped;
        Assert.IsNull(Queue(host).TryAsk(Requests.Rows(1), CancellationToken.None));
    }

    private static BatchQueue<float[], CodedRow> Queue(ServiceHost host) => host.Get<BatchQueue<float[], CodedRow>>();
}
