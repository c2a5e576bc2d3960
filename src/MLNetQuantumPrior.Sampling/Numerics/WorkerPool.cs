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
    private ExecutionContext? _besideContext; // the caller's culture and other ambient values
    private ExceptionDispatchInfo? _besideError;
    private bool _isBesideDone;
    private int _isBesideOffered;
    private readonly Watcher _besideCaller;

    private WorkerPool() => _besideCaller = new(this);

    public static WorkerPool Shared { get; } = new();

    /// <summary>
    /// Does all parts, with up to <paramref name="threads"/> threads, the caller among them. While the pool is busy with another caller's
    /// job, the caller does one part after the other alone.
    /// </summary>
    public void Run<TJob>(TJob job, int parts, int threads)
        where TJob : struct, IPoolJob
    {
        int most = Math.Min(threads, MaxThreads) - 1, done = 0, helpers;
        while ((helpers = Math.Min(most, parts - done - 1)) < 1 || Interlocked.Exchange(ref _busy, 1) != 0)
        {
            if (done >= parts)
            {
                return;
            }

            job.Execute(done++);
        }

        Hire(helpers);
        _job = Unsafe.AsPointer(ref job); // stays on this stack until all have left; references in it, too, are the collector's to follow
        _execute = &Execute<TJob>;
        _parts = parts;
        _helpers = helpers;
        _nextPart = done;
        Volatile.Write(ref _gate, 0);
        Interlocked.Increment(ref _epoch);
        for (int k = 0; k < helpers; k++)
        {
            _workers[k].Watcher.Wake();
        }

        _besideCaller.Wake();
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
    /// jobs of its own here, which the caller helps with while it waits for the second. The first one's exception comes first, and there is
    /// no second part then if it has not begun.
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
                HelpUntilBesideIsDone();
            }

            error = _besideError;
            (_besideContext, _besideError) = (null, null);
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

        _isBesideDone = false;
        _besideContext = ExecutionContext.Capture();
        Volatile.Write(ref _beside, beside);
        Interlocked.Increment(ref _epoch);
        if (_workers is [{ } first, ..])
        {
            first.Watcher.Wake();
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
            if (_besideContext is { } context)
            {
                ExecutionContext.Run(context, static work => ((Action)work!)(), beside);
            }
            else
            {
                beside();
            }
        }
        catch (Exception error)
        {
            _besideError = ExceptionDispatchInfo.Capture(error);
        }

        Volatile.Write(ref _isBesideDone, true);
        Interlocked.Increment(ref _epoch);
        _besideCaller.Wake();
    }

    private void HelpUntilBesideIsDone()
    {
        for (int epoch; ; _besideCaller.Await(epoch))
        {
            epoch = Volatile.Read(ref _epoch);
            if (Volatile.Read(ref _isBesideDone))
            {
                return;
            }

            Help(worker: 0); // in the place of the one that does the work beside
        }
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

        public Worker(WorkerPool pool, int index)
        {
            (_pool, _index, Watcher) = (pool, index, new(pool));
            new Thread(Live) { IsBackground = true, Name = $"{nameof(MLNetQuantumPrior)} worker {index}" }.UnsafeStart();
        }

        public Watcher Watcher { get; }

        private void Live()
        {
            for (int epoch = 0; ;)
            {
                Watcher.Await(epoch);
                epoch = Volatile.Read(ref _pool._epoch);
                _pool.HelpBeside();
                _pool.Help(_index);
            }
        }
    }

    /// <summary>Lets one thread at a time wait for the next job.</summary>
    private sealed class Watcher(WorkerPool pool)
    {
        private readonly AutoResetEvent _wake = new(false);
        private int _asleep;

        public void Wake()
        {
            if (Volatile.Read(ref _asleep) == 1 && Interlocked.Exchange(ref _asleep, 0) == 1)
            {
                _wake.Set();
            }
        }

        /// <summary>Returns once there is another epoch than the given one.</summary>
        public void Await(int epoch)
        {
            if (!Watch(epoch))
            {
                Sleep(epoch);
            }
        }

        private bool Watch(int epoch)
        {
            long end = Stopwatch.GetTimestamp() + WatchTicks;
            while (Volatile.Read(ref pool._epoch) == epoch)
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
            bool jobCameMeanwhile = Volatile.Read(ref pool._epoch) != epoch;
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
