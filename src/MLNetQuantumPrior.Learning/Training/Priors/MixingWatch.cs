using System.Collections.Immutable;
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

    /// <summary>Notes a step.</summary>
    public void Add(long step, NegativePhaseFigures figures)
    {
        _steps++;
        _shareSum += figures.EffectiveShare ?? double.NaN;
        if (step % stride != 0 || figures.ChainEnergies.IsEmpty)
        {
            return;
        }

        // The machine moves, and all its energies with it: what is left of a chain's energy without the mean is its own.
        int chains = Math.Min(MostChains, figures.ChainEnergies.Length);
        double mean = figures.ChainEnergies.Average();
        _trace ??= new(chains);
        _trace.Add([.. figures.ChainEnergies.Take(chains).Select(energy => energy - mean)]);
    }

    /// <summary>What the steps since the last call showed; null where there are no chains. Sets the rounds of the next steps.</summary>
    public MixingReport? EndEpoch()
    {
        if (_trace is null)
        {
            return null;
        }

        int rounds = Rounds;
        if (_trace.Draws >= FewestDraws)
        {
            _diagnosis = ChainDiagnostics.Of(_trace);
            _trace = new(_trace.Chains);
            Rounds = _diagnosis.RHat > MixingReport.LargestRHat ? Math.Min(2 * Rounds, maxRounds)
                : _diagnosis.RHat < GoodRHat ? Math.Max(1, Rounds / 2)
                : Rounds;
        }

        double share = _shareSum / _steps;
        (_shareSum, _steps) = (0, 0);
        return new(_diagnosis?.RHat, _diagnosis?.AutocorrelationTime * stride, double.IsNaN(share) ? null : share, rounds);
    }
}
