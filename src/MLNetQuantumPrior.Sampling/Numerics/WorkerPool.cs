using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace MLNetQuantumPrior.Sampling;

/// <summary>
/// Background threads for work of microseconds. They watch for the next job briefly before they block; the caller works too, so a thread
/// that comes late costs nothing. Starting a job allocates nothing.
/// </summary>
internal sealed unsafe class WorkerPool
{
    public const int MaxThreads = 256;

    /// <summary>About the time between two products of a training step; a blocked thread takes as long to wake.</summary>
    private static readonly long WatchTicks = Stopwatch.Frequency * 30 / 1_000_000;

    private const int Closed = int.MinValue;

    private Worker[] _workers = [];
    private int _busy;

    // The job. Written while the gate is closed and no helper is inside.
    private void* _job;
    private delegate*<void*, int, void> _execute;
    private int _parts;
    private int _helpers;
    private int _nextPart;

    /// <summary>Number of helpers inside the job, plus <see cref="Closed"/> when no more may enter.</summary>
    private int _gate = Closed;

    /// <summary>Counts jobs; a change is what idle workers watch for.</summary>
    private int _epoch;

    // Work that a caller offers beside its own; null once someone does it.
    private Action? _beside;
    private ExceptionDispatchInfo? _besideError;
    private int _isBesideOffered;
    private readonly ManualResetEventSlim _isBesideDone = new();

    private WorkerPool()
    {
    }

    public static WorkerPool Shared { get; } = new();

    /// <summary>
    /// Does all parts, with up to <paramref name="threads"/> threads, the caller among them. While the pool is busy with another caller's
    /// job, the caller does them alone.
    /// </summary>
    public void Run<TJob>(TJob job, int parts, int threads)
        where TJob : struct, IPoolJob
    {
        int helpers = Math.Min(Math.Min(threads, MaxThreads), parts) - 1;
        if (helpers < 1 || Interlocked.Exchange(ref _busy, 1) != 0)
        {
            for (int part = 0; part < parts; part++)
            {
                job.Execute(part);
            }

            return;
        }

        Hire(helpers);
        _job = Unsafe.AsPointer(ref job); // stays on this stack until all have left; references in it, too, are the collector's to follow
        _execute = &Execute<TJob>;
        _parts = parts;
        _helpers = helpers;
        _nextPart = 0;
        Volatile.Write(ref _gate, 0);
        Interlocked.Increment(ref _epoch);
        for (int k = 0; k < helpers; k++)
        {
            _workers[k].Wake();
        }

        WorkUntilNoPartIsLeft();
        Interlocked.Or(ref _gate, Closed);
        for (SpinWait wait = default; Volatile.Read(ref _gate) != Closed;)
        {
            wait.SpinOnce(sleep1Threshold: -1);
        }

        Volatile.Write(ref _busy, 0);
    }

    /// <summary>
    /// Does both, the second on a helper meanwhile if one comes, else afterwards; so they must not write what the other reads. Each may run
    /// jobs of its own here. The first one's exception comes first, and there is no second part then if it has not begun.
    /// </summary>
    /// <param name="work">What the caller does.</param>
    /// <param name="beside">What may be done meanwhile.</param>
    /// <param name="threads">1 to do one after the other.</param>
    public void RunBeside(Action work, Action beside, int threads)
    {
        if (threads < 2 || Interlocked.Exchange(ref _isBesideOffered, 1) != 0)
        {
            work();
            beside();
            return;
        }

        Offer(beside);
        bool isLeft;
        ExceptionDispatchInfo? error;
        try
        {
            work();
        }
        finally
        {
            isLeft = Interlocked.Exchange(ref _beside, null) is not null;
            if (!isLeft)
            {
                _isBesideDone.Wait();
            }

            error = _besideError;
            Volatile.Write(ref _isBesideOffered, 0);
        }

        if (isLeft)
        {
            beside();
        }

        error?.Throw();
    }

    private void Offer(Action beside)
    {
        if (Interlocked.Exchange(ref _busy, 1) == 0)
        {
            Hire(1);
            Volatile.Write(ref _busy, 0);
        }

        _isBesideDone.Reset();
        _besideError = null;
        Volatile.Write(ref _beside, beside);
        Interlocked.Increment(ref _epoch);
        if (_workers is [{ } first, ..])
        {
            first.Wake();
        }
    }

    private void HelpBeside()
    {
        if (Volatile.Read(ref _beside) is null || Interlocked.Exchange(ref _beside, null) is not { } beside)
        {
            return;
        }

        try
        {
            beside();
        }
        catch (Exception error)
        {
            _besideError = ExceptionDispatchInfo.Capture(error);
        }

        _isBesideDone.Set();
    }

    private static void Execute<TJob>(void* job, int part)
        where TJob : struct, IPoolJob => Unsafe.AsRef<TJob>(job).Execute(part);

    private void WorkUntilNoPartIsLeft()
    {
        for (int part; (part = Interlocked.Increment(ref _nextPart) - 1) < _parts;)
        {
            _execute(_job, part);
        }
    }

    private void Help(int worker)
    {
        for (int inside; (inside = Volatile.Read(ref _gate)) >= 0;)
        {
            if (Interlocked.CompareExchange(ref _gate, inside + 1, inside) == inside)
            {
                if (worker < _helpers)
                {
                    WorkUntilNoPartIsLeft();
                }

                Interlocked.Decrement(ref _gate);
                return;
            }
        }
    }

    private void Hire(int helpers)
    {
        for (int k = _workers.Length; k < helpers; k++)
        {
            _workers = [.. _workers, new Worker(this, k)];
        }
    }

    private sealed class Worker
    {
        private readonly WorkerPool _pool;
        private readonly int _index;
        private readonly AutoResetEvent _wake = new(false);
        private int _asleep;

        public Worker(WorkerPool pool, int index)
        {
            (_pool, _index) = (pool, index);
            new Thread(Live) { IsBackground = true, Name = $"{nameof(MLNetQuantumPrior)} worker {index}" }.UnsafeStart();
        }

        public void Wake()
        {
            if (Volatile.Read(ref _asleep) == 1 && Interlocked.Exchange(ref _asleep, 0) == 1)
            {
                _wake.Set();
            }
        }

        private void Live()
        {
            int epoch = 0;
            while (true)
            {
                if (!Watch(epoch))
                {
                    Sleep(epoch);
                }

                epoch = Volatile.Read(ref _pool._epoch);
                _pool.HelpBeside();
                _pool.Help(_index);
            }
        }

        private bool Watch(int epoch)
        {
            long end = Stopwatch.GetTimestamp() + WatchTicks;
            while (Volatile.Read(ref _pool._epoch) == epoch)
            {
                if (Stopwatch.GetTimestamp() > end)
                {
                    return false;
                }

                Thread.SpinWait(4);
            }

            return true;
        }

        private void Sleep(int epoch)
        {
            Interlocked.Exchange(ref _asleep, 1);
            bool jobCameMeanwhile = Volatile.Read(ref _pool._epoch) != epoch;
            if (jobCameMeanwhile && Interlocked.Exchange(ref _asleep, 0) == 1)
            {
                return;
            }

            _wake.WaitOne();
        }
    }
}

/// <summary>Work in numbered parts that any thread may do in any order. Parts do not throw.</summary>
internal interface IPoolJob
{
    void Execute(int part);
}
