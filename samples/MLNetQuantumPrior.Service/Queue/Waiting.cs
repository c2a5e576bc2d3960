namespace MLNetQuantumPrior.Service;

/// <summary>A request that waits for a model.</summary>
/// <param name="Rows">Its rows.</param>
/// <param name="Cancel">Cancelled when the client has gone.</param>
internal sealed record Waiting<TRow, TAnswer>(TRow[] Rows, CancellationToken Cancel)
{
    // The thread that computes goes on with the next batch; others write the answers.
    private readonly TaskCompletionSource<TAnswer[]> _answers = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends with an answer for each row, or as cancelled as soon as the client has gone.</summary>
    public Task<TAnswer[]> Answers => _answers.Task.WaitAsync(Cancel);

    public void Answer(TAnswer[] answers) => _answers.SetResult(answers);

    public void Fail(Exception error) => _answers.TrySetException(error);
}
