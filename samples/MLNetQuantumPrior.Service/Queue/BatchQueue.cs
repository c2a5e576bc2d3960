using System.Diagnostics;
using System.Threading.Channels;
using Microsoft.Extensions.Options;

namespace MLNetQuantumPrior.Service;

/// <summary>
/// Requests that wait for a model, up to a number, and threads that compute all that is waiting as one batch, up to a number of rows.
/// </summary>
internal sealed class BatchQueue<TRow, TAnswer>(
    IBatchModel<TRow, TAnswer> model, IOptions<ServingOptions> options, QueueMetrics metrics) : BackgroundService
{
    private readonly ServingOptions _options = options.Value;
    private readonly Channel<Waiting<TRow, TAnswer>> _waiting =
        Channel.CreateBounded<Waiting<TRow, TAnswer>>(options.Value.QueueLength);

    private readonly Lock _gathering = new();

    /// <summary>Requests that wait now.</summary>
    public int Length => _waiting.Reader.Count;

    /// <summary>Whether another request may wait.</summary>
    public bool HasRoom => Length < _options.QueueLength;

    /// <summary>An answer for each row; null if the queue is full or the service stops.</summary>
    /// <param name="rows">At most as many as a batch has.</param>
    /// <param name="cancel">Ends the wait. A request that is cancelled before its batch runs costs nothing.</param>
    public Task<TAnswer[]>? TryAsk(TRow[] rows, CancellationToken cancel)
    {
        var request = new Waiting<TRow, TAnswer>(rows, cancel);
        metrics.Queued(model.Name, 1); // before a worker may count it out
        if (_waiting.Writer.TryWrite(request))
        {
            return request.Answers;
        }

        metrics.Queued(model.Name, -1);
        metrics.Rejected(model.Name);
        return null;
    }

    /// <summary>Takes no more requests, and ends when those that wait are answered.</summary>
    public override Task StopAsync(CancellationToken cancel)
    {
        _waiting.Writer.TryComplete();
        return base.StopAsync(cancel);
    }

    /// <summary>Threads of their own: workers on the thread pool would leave no thread for connections while they compute.</summary>
    protected override Task ExecuteAsync(CancellationToken stopping) => Task.WhenAll(Enumerable.Range(0, _options.Workers).Select(
        _ => Task.Factory.StartNew(Work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));

    private void Work()
    {
        while (_waiting.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            List<Waiting<TRow, TAnswer>> batch = Gather();
            if (batch.Count > 0)
            {
                Run(batch);
            }
        }
    }

    /// <summary>What is waiting, in order, up to the rows of a batch; nobody waits for a batch to fill.</summary>
    private List<Waiting<TRow, TAnswer>> Gather()
    {
        var batch = new List<Waiting<TRow, TAnswer>>();
        int rows = 0;
        lock (_gathering) // what is peeked is what is read
        {
            while (_waiting.Reader.TryPeek(out Waiting<TRow, TAnswer>? next)
                && rows + next.Rows.Length <= _options.BatchRows
                && _waiting.Reader.TryRead(out next))
            {
                metrics.Queued(model.Name, -1);
                if (next.Cancel.IsCancellationRequested)
                {
                    metrics.Abandoned(model.Name);
                    continue;
                }

                batch.Add(next);
                rows += next.Rows.Length;
            }
        }

        return batch;
    }

    private void Run(List<Waiting<TRow, TAnswer>> batch)
    {
        try
        {
            long start = Stopwatch.GetTimestamp();
            TRow[] rows = [.. batch.SelectMany(request => request.Rows)];
            TAnswer[] answers = model.Run(rows);
            metrics.Computed(model.Name, rows.Length, Stopwatch.GetElapsedTime(start));
            int first = 0;
            foreach (Waiting<TRow, TAnswer> request in batch)
            {
                request.Answer(answers[first..(first += request.Rows.Length)]);
            }
        }
        catch (Exception error)
        {
            batch.ForEach(request => request.Fail(error)); // 500 for these; the next batch is another matter
        }
    }
}
