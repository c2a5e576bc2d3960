namespace MLNetQuantumPrior.Demo;

/// <summary>A place that serves the files of a data set.</summary>
internal interface IDatasetSource
{
    /// <summary>Writes files, uncompressed, into a folder.</summary>
    /// <exception cref="HttpRequestException">The place cannot be reached, or has no such file.</exception>
    /// <exception cref="IOException">What it served is none of the files, or a program that is needed is missing.</exception>
    /// <exception cref="OperationCanceledException">It took too long, or <paramref name="cancel"/> says so.</exception>
    Task TakeAsync(IReadOnlyList<string> files, string folder, CancellationToken cancel);
}
