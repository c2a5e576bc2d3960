using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior;

/// <summary>
/// Rows of which something is given: sampling importance resampling. For a row, some bits are chosen from candidates by how probable the
/// decoder finds what is given, a row is drawn as given for each, and one of these is kept by its weight, which is the probability of what
/// is given by columns that know each other, over what the decoder found. A row depends on the seed and its number alone. Safe for
/// concurrent calls.
/// </summary>
internal sealed class GivenRows
{
    private const int PilotRows = 2000;

    /// <summary>Candidates of a first look.</summary>
    private const int Fewest = 2048;

    /// <summary>Some tens of megabytes.</summary>
    private const int Most = 1 << 17;

    /// <summary>Candidates are added until they are worth so many equally weighted ones.</summary>
    private const int Wanted = 1000;

    /// <summary>Of so many equally weighted draws, one that is picked is nearly a draw of the conditional distribution.</summary>
    private const double DrawsWorth = 8;

    private const int MostPerRow = 256;

    /// <summary>A row whose draws all turn out not to be as given is tried again so often.</summary>
    private const int MostRounds = 64;

    private readonly RowDrawer _drawer;
    private readonly CellSet[] _given;
    private readonly GivenCandidates _candidates;
    private readonly ulong _seed;
    private readonly int _threads;

    /// <param name="drawer">Draws rows.</param>
    /// <param name="lookAhead">Cells as the decoder gives them.</param>
    /// <param name="prior">Draws bits from the prior.</param>
    /// <param name="proposal">
    /// Draws bits that go with what is given, which is better where much is: of the two, that one is taken whose candidates are worth more.
    /// Null for none.
    /// </param>
    /// <param name="given">What each cell may be. <c>[columns]</c></param>
    /// <param name="seed">Seed of the rows.</param>
    /// <param name="threads">Most threads.</param>
    /// <param name="cancel">Ends the call.</param>
    /// <exception cref="ArgumentException">No row is as given.</exception>
    public GivenRows(
        RowDrawer drawer,
        ICellSource lookAhead,
        DrawLatents prior,
        DrawLatents? proposal,
        CellSet[] given,
        ulong seed,
        int threads,
        CancellationToken cancel = default)
    {
        (_drawer, _given, _seed, _threads) = (drawer, given, seed, threads);
        var ofPrior = new GivenCandidates(prior, lookAhead, given, seed);
        ofPrior.Grow(Fewest);
        _candidates = ofPrior;
        if (proposal is not null && ofPrior.EffectiveSize < Wanted)
        {
            var others = new GivenCandidates(proposal, lookAhead, given, seed);
            others.Grow(Fewest);
            _candidates = others.EffectiveSize > ofPrior.EffectiveSize ? others : ofPrior;
        }

        while (_candidates.EffectiveSize < Wanted && _candidates.Count < Most)
        {
            cancel.ThrowIfCancellationRequested();
            _candidates.Grow(2 * _candidates.Count);
        }

        Report = Pilot(ofPrior.MeanGuess);
    }

    /// <summary>How rows are found.</summary>
    public GivenReport Report { get; }

    /// <summary>Rows of a synthesizer.</summary>
    /// <param name="model">What was learned.</param>
    /// <param name="holes">Its encoder of rows with holes, where latents are spins; null for none.</param>
    /// <param name="given">What is given of them.</param>
    /// <param name="seed">Seed of the rows.</param>
    /// <param name="threads">Most threads.</param>
    /// <param name="cancel">Ends the call.</param>
    /// <exception cref="ArgumentException">A column or a category is not known, or no row is as given.</exception>
    public static GivenRows Of(
        SynthesizerModel model,
        HoleEncoder? holes,
        IReadOnlyList<Given> given,
        ulong seed,
        int threads,
        CancellationToken cancel = default)
    {
        CellSet[] sets = GivenSets.Of(model.Layout, model.Columns, given);
        var options = new GenerationOptions { Mode = GenerationMode.Unconditional, Seed = seed, MaxDegreeOfParallelism = threads };
        ILatentSource latents = model.Vae.Kind == PriorKind.Gaussian
            ? new GaussianSource(new(model.Vae, options))
            : SpinSource.Of(model.Vae, options);
        return new(
            new(model.Cells, model.Columns, model.Rules),
            DecodedColumns.Of(model.Vae, model.Coding),
            ids =>
            {
                int[] labels = new int[ids.Length];
                labels.AsSpan().Fill(-1);
                float[] bits = latents.Draw(labels, ids).Values, decoded = new float[ids.Length * model.Coding.Likelihood.Slots];
                model.Vae.DecodeScaled(bits, decoded);
                return new(bits, decoded);
            },
            holes is null ? null : HoleProposal.Of(model.Vae, model.Coding, holes, sets, seed),
            sets,
            seed,
            threads,
            cancel);
    }

    /// <summary>Makes rows, from one on.</summary>
    /// <exception cref="InvalidOperationException">A row was never as given, however often it was tried.</exception>
    public void Fill(long first, TableCells rows) => Fill([.. Enumerable.Range(0, rows.Rows).Select(row => (ulong)(first + row))], rows);

    /// <summary>Makes the rows of some ids.</summary>
    /// <exception cref="InvalidOperationException">A row was never as given, however often it was tried.</exception>
    public void Fill(ulong[] ids, TableCells rows)
    {
        const int ChunkRows = 64;
        Parallel.For(0, (rows.Rows + ChunkRows - 1) / ChunkRows, new() { MaxDegreeOfParallelism = _threads }, chunk =>
        {
            double[] cells = new double[_given.Length], kept = new double[_given.Length];
            for (int row = chunk * ChunkRows; row < Math.Min(rows.Rows, (chunk + 1) * ChunkRows); row++)
            {
                Draw(ids[row], cells, kept);
                for (int column = 0; column < kept.Length; column++)
                {
                    rows.Columns[column][row] = kept[column];
                }
            }
        });
    }

    private void Draw(ulong id, Span<double> cells, Span<double> kept)
    {
        for (int round = 0; round < MostRounds; round++)
        {
            SplitMix64 random = RowRandom.Of(_seed, id, round);
            double sum = 0;
            for (int k = 0; k < Report.CandidatesPerRow; k++)
            {
                double weight = Draw(ref random, cells);
                sum += weight;
                if (weight > 0 && Uniform.Next(ref random) * sum < weight)
                {
                    cells.CopyTo(kept); // each so far is the kept one with a probability in proportion to its weight
                }
            }

            if (sum > 0)
            {
                return;
            }
        }

        throw new InvalidOperationException($"Row {id}: expected one that is as given in {MostRounds} rounds, got none. {Report}.");
    }

    /// <summary>Draws a row as given. Returns its weight.</summary>
    private double Draw(ref SplitMix64 random, Span<double> cells)
    {
        GivenCandidate candidate = _candidates.Choose(ref random);
        return Math.Exp(_drawer.Draw(candidate.Bits, candidate.Decoded, _given, ref random, cells) - candidate.LogGuess);
    }

    /// <summary>Finds how many draws a row needs.</summary>
    private GivenReport Pilot(double meanGuess)
    {
        double[] cells = new double[_given.Length];
        double sum = 0, squares = 0;
        for (int row = 0; row < PilotRows; row++)
        {
            SplitMix64 random = RowRandom.Of(_seed, (ulong)row, round: -3);
            double weight = Draw(ref random, cells);
            sum += weight;
            squares += weight * weight;
        }

        if (sum == 0)
        {
            string[] names = [.. _drawer.Columns.Where((_, column) => !_given[column].IsAll).Select(column => $"'{column.Name}'")];
            throw new ArgumentException(
                $"Given {string.Join(", ", names)}: expected what occurs{(names.Length > 1 ? " together" : "")} in rows of the model, " +
                $"got none in {PilotRows} draws from {_candidates.Count} candidates. Give wider ranges or fewer columns.");
        }

        double share = sum * sum / squares / PilotRows;
        return new(
            Math.Min(1, meanGuess * sum / PilotRows),
            _candidates.EffectiveSize * share,
            _candidates.Count,
            (int)Math.Clamp(Math.Ceiling(DrawsWorth / share), 1, MostPerRow));
    }
}
