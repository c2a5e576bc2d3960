namespace MLNetQuantumPrior.Benchmarks;

/// <summary>Seconds that a training took.</summary>
/// <param name="Wall">By the clock on the wall.</param>
/// <param name="Processor">Of all threads.</param>
internal readonly record struct TrainingTime(double Wall, double Processor);

/// <summary>Something that trains a model on <see cref="Images"/> images again and again.</summary>
internal abstract class TrainingSubject(string model, string engine, int threads) : IDisposable
{
    public const int Images = 5_120;

    public string Model => model;

    public string Engine => engine;

    public int Threads => threads;

    public abstract TrainingTime Train();

    public virtual void Dispose()
    {
    }
}
