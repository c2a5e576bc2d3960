using System.Collections.Concurrent;

namespace MLNetQuantumPrior.Leap.Tests;

/// <summary>A clock on which pauses pass at once and are recorded, and time-outs pass when the test says so.</summary>
internal sealed class TestTime : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<Alarm> _timeouts = [];
    private DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public ConcurrentQueue<TimeSpan> Pauses { get; } = [];

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
        {
            return _now;
        }
    }

    public override long GetTimestamp() => GetUtcNow().Ticks;

    public void Advance(TimeSpan time)
    {
        lock (_lock)
        {
            _now += time;
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var alarm = new Alarm(this, callback, state, dueTime);
        if (state is CancellationTokenSource)
        {
            lock (_lock)
            {
                _timeouts.Add(alarm);
            }
        }
        else
        {
            Pauses.Enqueue(dueTime);
            Advance(dueTime);
            ThreadPool.QueueUserWorkItem(_ => callback(state));
        }

        return alarm;
    }

    /// <summary>The shortest time-out that waits passes.</summary>
    public void PassTimeout()
    {
        Alarm? next;
        lock (_lock)
        {
            next = _timeouts.Where(alarm => alarm.Due >= TimeSpan.Zero).MinBy(alarm => alarm.Due);
        }

        if (next is not null)
        {
            next.Dispose();
            Advance(next.Due);
            next.Ring();
        }
    }

    private sealed class Alarm(TestTime time, TimerCallback callback, object? state, TimeSpan due) : ITimer
    {
        public TimeSpan Due { get; } = due;

        public void Ring() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
            lock (time._lock)
            {
                time._timeouts.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
