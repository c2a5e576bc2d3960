namespace MLNetQuantumPrior.Sampling;

/// <summary>
/// Spreads the reads over several calls of a sampler, each with random spins reversed: what a device does to +1 rather than -1, such as a
/// bias towards one of them, then averages out. Harmless to a sampler without such faults.
/// </summary>
/// <remarks>
/// A read of stream r belongs to call r modulo <see cref="Reversals"/>, where its stream is r / <see cref="Reversals"/>; every call has its
/// own seed and reversed spins, made from the request's seed. Another call reverses other spins, so
/// <see cref="SampleRequest.InitialStates"/> and <see cref="SampleRequest.Continue"/> are refused, and <see cref="SampleSet.State"/> is
/// null. <see cref="SampleSet.Diagnostics"/> is a <see cref="SpinReversalDiagnostics"/>.
/// </remarks>
/// <param name="inner">Is called up to <paramref name="reversals"/> times a request, one call after the other.</param>
/// <param name="reversals">Number of random reversals, at least 1.</param>
public sealed class SpinReversalSampler(IIsingSampler inner, int reversals) : IIsingSampler
{
    private readonly IIsingSampler _inner = inner ?? throw new ArgumentNullException(nameof(inner));

    /// <summary>Number of random reversals.</summary>
    public int Reversals { get; } = reversals >= 1
        ? reversals
        : throw new ArgumentOutOfRangeException(nameof(reversals), reversals, "Expected at least 1.");

    /// <inheritdoc/>
    public override string ToString() =>
        $"{nameof(SpinReversalSampler)} {{ {nameof(Reversals)} = {Reversals}, Inner = {_inner} }}";

    /// <inheritdoc/>
    public SampleSet Sample(IsingModel model, SampleRequest request, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.EnsureFits(model);
        request.RefuseStart("every call reverses other spins");
        sbyte[] spins = new sbyte[request.Reads * model.SpinCount];
        var reports = ImmutableArray.CreateBuilder<SamplerDiagnostics?>();
        foreach (var call in Enumerable.Range(0, request.Reads).GroupBy(r => Stream(request, r) % (ulong)Reversals).OrderBy(c => c.Key))
        {
            int[] reads = [.. call];
            Xoshiro128 random = Xoshiro128.OfChain(request.Seed, call.Key);
            ulong seed = ((ulong)random.Next() << 32) | random.Next();
            var reversal = new SpinReversal(model.SpinCount, ref random);
            var part = new SampleRequest(reads.Length, seed)
            {
                Beta = request.Beta,
                Streams = request.Streams is null ? null : [.. reads.Select(r => Stream(request, r) / (ulong)Reversals)],
            };

            SampleSet answer = _inner.Sample(reversal.Of(model), part, cancel);
            for (int k = 0; k < reads.Length; k++)
            {
                reversal.Undo(answer.Spins[k], spins.AsSpan(reads[k] * model.SpinCount, model.SpinCount));
            }

            reports.Add(answer.Diagnostics);
        }

        var matrix = SpinMatrix.Adopt(spins, request.Reads, model.SpinCount);
        return new(matrix, model.Energies(matrix), State: null) { Diagnostics = new SpinReversalDiagnostics(reports.ToImmutable()) };
    }

    private static ulong Stream(SampleRequest request, int read) => request.Streams is { } streams ? streams[read] : (ulong)read;
}

/// <summary>What the wrapped sampler of a <see cref="SpinReversalSampler"/> reported.</summary>
/// <param name="Inner">One report a call that was made; null where it reported nothing.</param>
public sealed record SpinReversalDiagnostics(ImmutableArray<SamplerDiagnostics?> Inner) : SamplerDiagnostics
{
    /// <inheritdoc/>
    public override IEnumerable<string> GetWarnings() => Inner.SelectMany(report => report?.GetWarnings() ?? []);

    /// <summary>Whether both hold the same reports in the same order.</summary>
    public bool Equals(SpinReversalDiagnostics? other) => other is not null && Inner.SequenceEqual(other.Inner);

    /// <inheritdoc/>
    public override int GetHashCode() => Inner.Length == 0 ? 0 : HashCode.Combine(Inner.Length, Inner[0]);
}
