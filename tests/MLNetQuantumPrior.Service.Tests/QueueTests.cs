using System.Net;
using Microsoft.Extensions.Hosting;

namespace MLNetQuantumPrior.Service.Tests;

/// <summary>Batches, overload, clients that leave, and the end of the service.</summary>
[TestClass]
public sealed class QueueTests
{
    [TestMethod]
    public async Task AFullQueueRefusesAndThoseThatWaitedAreAnswered()
    {
        using HeldService service = await HeldService.StartAsync(queueLength: 4);
        Task<HttpResponseMessage>[] waiting = await service.SendAsync(1, 2, 3, 4);
        for (int k = 0; k < 20; k++)
        {
            using HttpResponseMessage refused = await service.Client.ScoreAsync(Requests.Rows(1));
            Assert.AreEqual(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            Assert.AreEqual(TimeSpan.FromSeconds(1), refused.Headers.RetryAfter?.Delta);
            Assert.AreEqual("application/problem+json", refused.Content.Headers.ContentType?.MediaType);
        }

        service.Model.Let(2);
        Assert.HasCount(1, (await service.First.ReadAsync<ScoreResponse>()).Rows);
        for (int k = 0; k < 4; k++)
        {
            Assert.HasCount(k + 1, (await waiting[k].ReadAsync<ScoreResponse>()).Rows);
        }

        CollectionAssert.AreEqual((int[])[1, 10], service.Model.Batches);
    }

    [TestMethod]
    public async Task IsNotReadyWhileAQueueIsFull()
    {
        using HeldService service = await HeldService.StartAsync(queueLength: 1);
        Task<HttpResponseMessage>[] waiting = await service.SendAsync(1);
        Assert.AreEqual(HttpStatusCode.ServiceUnavailable, (await service.Client.GetAsync("/healthz/ready")).StatusCode);
        Assert.AreEqual(HttpStatusCode.OK, (await service.Client.GetAsync("/healthz/live")).StatusCode);
        service.Model.Let(2);
        await waiting[0];
        Assert.AreEqual(HttpStatusCode.OK, (await service.Client.GetAsync("/healthz/ready")).StatusCode);
    }

    [TestMethod]
    public async Task ABatchHasAtMostItsRows()
    {
        using HeldService service = await HeldService.StartAsync(queueLength: 10);
        Task<HttpResponseMessage>[] waiting = await service.SendAsync(30, 30, 30, 30, 30);
        service.Model.Let(4);
        await Task.WhenAll(waiting);
        CollectionAssert.AreEqual((int[])[1, 60, 60, 30], service.Model.Batches); // of 64 at most
    }

    [TestMethod]
    public async Task AClientThatLeavesIsLeftOutOfTheBatch()
    {
        using HeldService service = await HeldService.StartAsync(queueLength: 4);
        using var leaves = new CancellationTokenSource();
        Task<CodedRow[]> left = service.Queue.TryAsk(Requests.Rows(2), leaves.Token)!;
        Task<CodedRow[]> stays = service.Queue.TryAsk(Requests.Rows(3), CancellationToken.None)!;
        await leaves.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => left); // at once, not with its batch
        service.Model.Let(2);
        Assert.HasCount(3, await stays);
        CollectionAssert.AreEqual((int[])[1, 3], service.Model.Batches);
    }

    [TestMethod]
    public async Task AClosedConnectionIsAClientThatLeaves()
    {
        using HeldService service = await HeldService.StartAsync(queueLength: 4, onKestrel: true);
        using var leaves = new CancellationTokenSource();
        Task<HttpResponseMessage> left = service.Client.ScoreAsync(Requests.Rows(2), leaves.Token);
        await service.QueuedAsync(1);
        await leaves.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => left);
        await Requests.UntilAsync(() => service.HasLostAClient);
        service.Model.Let(2);
        await service.Client.ScoreAsync(Requests.Rows(3)).ReadAsync<ScoreResponse>();
        CollectionAssert.AreEqual((int[])[1, 3], service.Model.Batches);
    }

    [TestMethod]
    public async Task WhatWaitsIsAnsweredBeforeTheServiceStops()
    {
        using HeldService service = await HeldService.StartAsync(queueLength: 4, onKestrel: true);
        Task<HttpResponseMessage>[] waiting = await service.SendAsync(2);
        BatchQueue<float[], CodedRow> queue = service.Queue; // the stopped host gives none
        Task stopped = service.Host.Get<IHost>().StopAsync();
        await Requests.UntilAsync(() => service.Host.Get<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested);
        Assert.IsFalse(stopped.IsCompleted);
        service.Model.Let(2);
        Assert.HasCount(1, (await service.First.ReadAsync<ScoreResponse>()).Rows);
        Assert.HasCount(2, (await waiting[0].ReadAsync<ScoreResponse>()).Rows);
        await stopped;
        Assert.IsNull(queue.TryAsk(Requests.Rows(1), CancellationToken.None));
    }
}
