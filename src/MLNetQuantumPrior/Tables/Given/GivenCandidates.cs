using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior;

/// <summary>
/// Bits to choose from for rows of which something is given, each with how probable the decoder finds what is given: a guess that is
/// divided out again when the row is drawn.
/// </summary>
internal sealed class GivenCandidates
{
    /// <summary>Candidates of a first look.</summary>
    private const int Fewest = 2048;

    /// <summary>Some tens of megabytes.</summary>
    private const int Most = 1 << 17;

    /// <summary>Candidates are added until they are worth so many equally weighted ones.</summary>
    private const int Wanted = 1000;

    /// <summary>What the decoder finds nearly impossible may be possible for columns that know more.</summary>
    private const double LeastMass = 1e-4;

    private readonly DrawLatents _draw;
    private readonly ICellSource _lookAhead;
    private readonly CellSet[] _given;
    private readonly int[] _columns;
    private readonly List<float[]> _bits = [], _decoded = [];
    private readonly List<double> _upTo = [];
    private double _sum, _squares;

    /// <param name="draw">Draws bits.</param>
    /// <param name="lookAhead">Cells as the decoder gives them.</param>
    /// <param name="given">What each cell may be. <c>[columns]</c></param>
    /// <param name="seed">Seed of the rows.</param>
    /// <param name="cancel">Ends the call.</param>
    public GivenCandidates(DrawLatents draw, ICellSource lookAhead, CellSet[] given, ulong seed, CancellationToken cancel)
    {
        (_draw, _lookAhead, _given) = (draw, lookAhead, given);
        _columns = [.. lookAhead.Order.Where(column => !given[column].IsAll)];
        for (int count = Fewest; _upTo.Count < count;)
        {
            cancel.ThrowIfCancellationRequested();
            Add(count - _upTo.Count, seed);
            count = EffectiveSize < Wanted && count < Most ? 2 * count : count;
        }
    }

    /// <summary>How many there are.</summary>
    public int Count => _upTo.Count;

    /// <summary>Mean weight.</summary>
    public double MeanWeight => _sum / Count;

    /// <summary>How many equally weighted ones they are worth.</summary>
    public double EffectiveSize => _sum * _sum / _squares;

    /// <summary>Draws one by weight.</summary>
    /// <returns>Its bits, what the decoder makes of them, and its weight.</returns>
    public GivenCandidate Choose(ref SplitMix64 random)
    {
        int found = _upTo.BinarySearch(Uniform(ref random) * _sum);
        int k = Math.Min(found >= 0 ? found + 1 : ~found, Count - 1); // the first whose sum is above
        return new(_bits[k], _decoded[k], _upTo[k] - (k > 0 ? _upTo[k - 1] : 0));
    }

    /// <summary>Uniform in [0, 1).</summary>
    public static double Uniform(ref SplitMix64 random) => (random.Next() >> 11) * (1.0 / (1UL << 53));

    private void Add(int count, ulong seed)
    {
        ulong[] ids = [.. Enumerable.Range(Count, count).Select(id => (ulong)id)];
        (float[] bits, float[] decoded) = _draw(ids);
        double[] cells = new double[_given.Length];
        for (int k = 0; k < count; k++)
        {
            _bits.Add(bits[(k * bits.Length / count)..((k + 1) * bits.Length / count)]);
            _decoded.Add(decoded[(k * decoded.Length / count)..((k + 1) * decoded.Length / count)]);
            SplitMix64 random = RowRandom.Of(seed, ids[k], round: -2);
            double weight = 1;
            foreach (int column in _columns)
            {
                _lookAhead.Draw(column, new(_bits[^1], _decoded[^1], cells), _given[column], ref random, out double mass);
                weight *= Math.Max(mass, LeastMass);
            }

            _sum += weight;
            _squares += weight * weight;
            _upTo.Add(_sum);
        }
    }
}

/// <summary>Draws bits of rows by their ids, and what the decoder makes of them. <c>[rows, latents], [rows, slots]</c></summary>
internal delegate (float[] Bits, float[] Decoded) DrawLatents(ulong[] ids);

/// <summary>Bits that may be chosen.</summary>
/// <param name="Bits">The bits.</param>
/// <param name="Decoded">What the decoder makes of them.</param>
/// <param name="Weight">How probable it finds what is given.</param>
internal readonly record struct GivenCandidate(float[] Bits, float[] Decoded, double Weight);
