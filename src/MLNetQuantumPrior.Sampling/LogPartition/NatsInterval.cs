namespace MLNetQuantumPrior.Sampling;

/// <summary>Two ends between which a log Z is, or a figure that it goes into.</summary>
/// <param name="Low">At least this, in nats.</param>
/// <param name="High">At most this.</param>
public readonly record struct NatsInterval(double Low, double High)
{
    /// <summary>How far apart the ends are.</summary>
    public double Width => High - Low;
}
