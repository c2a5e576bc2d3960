using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior;

/// <summary>
/// Bits to choose from for rows of which something is given. Each is weighted by how probable the decoder finds what is given: a guess that
/// is divided out again when the row is drawn.
/// </summary>
/// <param name="draw">Draws bits.</param>
/// <param name="lookAhead">Cells as the decoder gives them.</param>
/// <param name="given">What each cell may be. <c>[columns]</c></param>
/// <param name="seed">Seed of the rows.</param>
internal sealed class GivenCandidates(DrawLatents draw, ICellSource lookAhead, CellSet[] given, ulong seed)
{
    /// <summary>What the decoder finds nearly impossible may be possible for columns that know more.</summary>
    private const double LeastMass = 1e-4;

    private readonly int[] _columns = [.. lookAhead.Order.Where(column => !given[column].IsAll)];
    private readonly List<float[]> _bits = [], _decoded = [];
    private readonly List<double> _logGuesses = [], _logWeights = [];
    private double[] _upTo = [];

    /// <summary>How many there are.</summary>
    public int Count => _bits.Count;

    /// <summary>Mean of the decoder's probabilities of what is given.</summary>
    public double MeanGuess => _logGuesses.Average(Math.Exp);

    /// <summary>How many equally weighted ones they are worth: (sum of weights) squared over the sum of their squares.</summary>
    public double EffectiveSize { get; private set; }

    /// <summary>Draws further ones.</summary>
    public void Grow(int count)
    {
        ulong[] ids = [.. Enumerable.Range(Count, count - Count).Select(id => (ulong)id)];
        LatentDraws drawn = draw(ids);
        int latents = drawn.Bits.Length / ids.Length, slots = drawn.Decoded.Length / ids.Length;
        double[] cells = new double[given.Length];
        for (int k = 0; k < ids.Length; k++)
        {
            _bits.Add(drawn.Bits[(k * latents)..((k + 1) * latents)]);
            _decoded.Add(drawn.Decoded[(k * slots)..((k + 1) * slots)]);
            SplitMix64 random = RowRandom.Of(seed, ids[k], round: -2);
            double logGuess = 0;
            foreach (int column in _columns)
            {
                lookAhead.Draw(column, new(_bits[^1], _decoded[^1], cells), given[column], ref random, out double mass);
                logGuess += Math.Log(Math.Max(mass, LeastMass));
            }

            _logGuesses.Add(logGuess);
            _logWeights.Add(logGuess + (drawn.LogRatios?[k] ?? 0));
        }

        AddUp();
    }

    /// <summary>Draws one by weight.</summary>
    public GivenCandidate Choose(ref SplitMix64 random)
    {
        int found = Array.BinarySearch(_upTo, Uniform.Next(ref random) * _upTo[^1]);
        int k = Math.Min(found >= 0 ? found + 1 : ~found, Count - 1); // the first whose sum is above
        return new(_bits[k], _decoded[k], _logGuesses[k]);
    }

    private void AddUp()
    {
        double most = _logWeights.Max(), sum = 0, squares = 0;
        _upTo = new double[Count];
        for (int k = 0; k < Count; k++)
        {
            double weight = Math.Exp(_logWeights[k] - most);
            _upTo[k] = sum += weight;
            squares += weight * weight;
        }

        EffectiveSize = sum * sum / squares;
    }
}

/// <summary>Bits that may be chosen.</summary>
/// <param name="Bits">The bits.</param>
/// <param name="Decoded">What the decoder makes of them.</param>
/// <param name="LogGuess">Log of how probable it finds what is given.</param>
internal readonly record struct GivenCandidate(float[] Bits, float[] Decoded, double LogGuess);
