namespace MLNetQuantumPrior.Evaluation;

/// <summary>Figures that take a learner each: independent of one another, so that any number of threads gives the same ones.</summary>
internal sealed class ReportWork
{
    private readonly List<Func<double>> _jobs = [];

    /// <summary>Adds a figure and says how to read it after <see cref="Run"/>.</summary>
    public Func<double> Add(Func<double> job)
    {
        int number = _jobs.Count;
        _jobs.Add(job);
        return () => Figures[number];
    }

    private double[] Figures { get; set; } = [];

    public void Run(ParallelOptions work, IProgress<double>? progress)
    {
        Figures = new double[_jobs.Count];
        int done = 0;
        Parallel.ForEach(Enumerable.Range(0, _jobs.Count), work, number =>
        {
            Figures[number] = _jobs[number]();
            progress?.Report(Interlocked.Increment(ref done) / (double)_jobs.Count);
        });
    }
}
