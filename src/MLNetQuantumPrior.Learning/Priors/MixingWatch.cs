using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning;

/// <summary>Follows the chains' energies and weights, and sets how many rounds of the sampler a step gets.</summary>
/// <param name="stride">Steps between two draws of the trace.</param>
/// <param name="maxRounds">Most rounds.</param>
internal sealed class MixingWatch(int stride, int maxRounds)
{
    /// <summary>Some chains tell as much as all.</summary>
    private const int MostChains = 64;

    /// <summary>Draws that a diagnosis takes at least.</summary>
    private const int FewestDraws = 50;

    /// <summary>Below it a step needs no more rounds, and perhaps fewer.</summary>
    private const double GoodRHat = 1.02;

    private ChainTrace? _trace;
    private ChainDiagnostics? _diagnosis;
    private double _shareSum;
    private int _steps;

    /// <summary>Calls of the sampler in a step.</summary>
    public int Rounds { get; private set; } = 1;

    /// <summary>Of how many chains a step's energies are wanted, at most.</summary>
    public int ChainsWanted(long step) => step % stride == 0 ? MostChains : 0;

    /// <summary>Notes a step.</summary>
    /// <param name="chainEnergies">The energies that were wanted; none where there are no chains.</param>
    /// <param name="effectiveShare">Effective part of the chains; null where they have no weights.</param>
    public void Add(ReadOnlySpan<double> chainEnergies, double? effectiveShare)
    {
        _steps++;
        _shareSum += effectiveShare ?? double.NaN;
        if (chainEnergies.IsEmpty)
        {
            return;
        }

        double sum = 0;
        foreach (double energy in chainEnergies)
        {
            sum += energy;
        }

        // The machine moves, and all its energies with it: what is left of a chain's energy without the mean is its own.
        Span<double> own = stackalloc double[MostChains];
        own = own[..chainEnergies.Length];
        for (int chain = 0; chain < own.Length; chain++)
        {
            own[chain] = chainEnergies[chain] - (sum / own.Length);
        }

        _trace ??= new(own.Length);
        _trace.Add(own);
    }

    /// <summary>Adds what the steps since the last call showed, where there are chains. Sets the rounds of the next steps.</summary>
    public BoltzmannReport EndEpoch(BoltzmannReport report)
    {
        if (_trace is null)
        {
            return report;
        }

        int rounds = Rounds;
        if (_trace.Draws >= FewestDraws)
        {
            _diagnosis = ChainDiagnostics.Of(_trace);
            _trace = new(_trace.Chains);
            Rounds = _diagnosis.RHat > BoltzmannReport.LargestRHat ? Math.Min(2 * Rounds, maxRounds)
                : _diagnosis.RHat < GoodRHat ? Math.Max(1, Rounds / 2)
                : Rounds;
        }

        double share = _shareSum / _steps;
        (_shareSum, _steps) = (0, 0);
        return report with
        {
            RHat = Known(_diagnosis?.RHat),
            AutocorrelationTime = Known(_diagnosis?.AutocorrelationTime * stride),
            EffectiveShare = Known(share),
            Rounds = rounds,
        };
    }

    /// <summary>Null where a trace tells nothing, since it never moved, or where there is none.</summary>
    private static double? Known(double? value) => value is { } number && !double.IsNaN(number) ? number : null;

    public void Write(BinaryWriter target)
    {
        target.Write(Rounds);
        target.WriteDoubles(_diagnosis is { } d ? [d.Mean, d.StandardError, d.RHat, d.EffectiveSampleSize, d.AutocorrelationTime] : []);
        target.Write(_trace?.Chains ?? 0);
        for (int draw = 0; draw < (_trace?.Draws ?? 0); draw++)
        {
            target.WriteDoubles([.. Enumerable.Range(0, _trace!.Chains).Select(chain => _trace[chain, draw])]);
        }

        target.WriteDoubles([]);
    }

    public void Read(BinaryReader source)
    {
        Rounds = source.ReadInt32();
        BinaryArrays.Expect(Rounds >= 1 && Rounds <= maxRounds, $"1 to {maxRounds} rounds, got {Rounds}");
        _diagnosis = source.ReadDoubles() is [var mean, var error, var rHat, var size, var time]
            ? new(mean, error, rHat, size, time)
            : null;
        int chains = source.ReadInt32();
        _trace = null;
        for (double[] draw; (draw = source.ReadDoubles()).Length > 0;)
        {
            BinaryArrays.Expect(draw.Length == chains, $"an energy of each of {chains} chains, got {draw.Length}");
            (_trace ??= new(chains)).Add(draw);
        }
    }
}
