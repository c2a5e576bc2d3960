namespace MLNetQuantumPrior.Sampling;

/// <summary>Collects reads of chains as reads of a model, and counts what was broken.</summary>
internal sealed class UnembeddedReads(EmbeddedGraph embedded, int reads, BrokenChains broken)
{
    private readonly int _spins = embedded.ChainLengths.Length;
    private readonly sbyte[] _rows = new sbyte[reads * embedded.ChainLengths.Length];
    private readonly long[] _broken = new long[embedded.ChainLengths.Length];
    private readonly ImmutableArray<SamplerDiagnostics?>.Builder _inner = ImmutableArray.CreateBuilder<SamplerDiagnostics?>();
    private long _drawn;
    private long _drawnBroken;
    private int _kept;

    public int Missing => reads - _kept;

    public void Add(SampleSet answer)
    {
        _inner.Add(answer.Diagnostics);
        int[] sums = new int[_spins];
        for (int r = 0; r < answer.Spins.Rows; r++)
        {
            embedded.Sum(answer.Spins[r], sums);
            bool isBroken = false;
            for (int i = 0; i < _spins; i++)
            {
                if (Math.Abs(sums[i]) != embedded.ChainLengths[i])
                {
                    isBroken = true;
                    _broken[i]++;
                }
            }

            _drawn++;
            _drawnBroken += isBroken ? 1 : 0;
            if (!isBroken || broken == BrokenChains.MajorityVote)
            {
                Span<sbyte> row = _rows.AsSpan(_kept++ * _spins, _spins);
                for (int i = 0; i < _spins; i++)
                {
                    row[i] = (sbyte)(sums[i] >= 0 ? 1 : -1);
                }
            }
        }
    }

    public SampleSet ToSampleSet(IsingModel model, double strength)
    {
        var spins = SpinMatrix.Adopt(_rows, reads, _spins);
        return new(spins, model.Energies(spins), State: null)
        {
            Diagnostics = new EmbeddingDiagnostics(
                strength, [.. _broken.Select(count => (double)count / _drawn)], (double)_drawnBroken / _drawn, _inner.ToImmutable()),
        };
    }
}
