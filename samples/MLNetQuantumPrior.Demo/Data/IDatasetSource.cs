namespace MLNetQuantumPrior.Demo;

/// <summary>A place that serves the files of a data set.</summary>
internal interface IDatasetSource
{
    /// <summary>Writes files, uncompressed, into a folder.</summary>
    /// <exception cref="HttpRequestException">The place cannot be reached, or has no such file.</exception>
    /// <exception cref="InvalidDataException">What it served cannot be unpacked.</exception>
    /// <exception cref="IOException">A file is missing, or a program that is needed.</exception>
    /// <exception cref="OperationCanceledException">It took too long, or <paramref name="cancel"/> says so.</exception>
    Task TakeAsync(IReadOnlyList<string> files, string folder, CancellationToken cancel);
}
