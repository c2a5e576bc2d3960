using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning;

/// <summary>The edit of one row: the distribution that its chains go to, and how they get there. Immutable.</summary>
internal sealed class RowEdit
{
    private readonly CouplingRows _rows;
    private readonly EditorOptions _options;
    private readonly AttributeGuide _guide;   // each condition to its power
    private readonly AttributeGuide _certain; // each condition to the power 1
    private readonly AttributeGuide _reached; // only what is set
    private readonly float[] _fields; // of the prior, with those that hold the row
    private readonly float[] _push;

    /// <param name="prior">The prior.</param>
    /// <param name="rows">Its couplings.</param>
    /// <param name="attributes">What is known of attributes.</param>
    /// <param name="set">What is set.</param>
    /// <param name="own">The values that the row has, one an attribute.</param>
    /// <param name="logits">What the encoder finds of the row.</param>
    /// <param name="options">How to edit.</param>
    /// <param name="closeness">Power of q(z|x).</param>
    /// <param name="keepStrength">Power of the probability that other attributes stay.</param>
    /// <param name="part">How much of the edit is made, from 0 to 1.</param>
    public RowEdit(
        IsingModel prior,
        CouplingRows rows,
        BoltzmannAttributes attributes,
        IReadOnlyList<Given> set,
        int[] own,
        ReadOnlySpan<float> logits,
        EditorOptions options,
        double closeness,
        double keepStrength,
        double part)
    {
        (_rows, _options) = (rows, options);
        AttributeConditions wanted = AttributeConditions.Of(attributes, set);
        Given[] kept = Kept(attributes, wanted, own);
        AttributeConditions all = AttributeConditions.Of(
            attributes,
            [
                .. set.Select(given => given.WithStrength(given.Strength * options.SetStrength * part)),
                .. kept.Select(given => given.WithStrength(keepStrength)),
            ]);
        _guide = new(attributes.Classifier!, all);
        Given[] plain = [.. set.Select(given => given.WithStrength(1))];
        _certain = new(attributes.Classifier!, AttributeConditions.Of(attributes, [.. plain, .. kept]));
        _reached = new(attributes.Classifier!, AttributeConditions.Of(attributes, plain));
        _push = wanted.Fields(prior.SpinCount, without: -1);
        _fields = [.. prior.Fields];
        for (int i = 0; i < _fields.Length; i++)
        {
            foreach (int head in wanted.Heads)
            {
                _push[i] -= attributes.Items[head].Values[own[head]].Fields[i];
            }

            _push[i] *= (float)(options.Strength * part);

            // q(z|x) is exp(z . l) = exp(s . l / 2), up to a factor, and fields pull down.
            _fields[i] -= (float)(closeness * logits[i] / 2);
        }
    }

    /// <summary>The row's values of attributes that conditions are not on.</summary>
    public static Given[] Kept(BoltzmannAttributes attributes, AttributeConditions set, int[] own) =>
    [
        .. Enumerable.Range(0, own.Length).Where(head => !set.Heads.Contains(head))
            .Select(head => Given.Is(attributes.Items[head].Name, attributes.Items[head].Values[own[head]].Name)),
    ];

    /// <summary>Runs chains, which all start at the row's code.</summary>
    /// <param name="code">The code.</param>
    /// <param name="id">Name of the row.</param>
    /// <param name="cancel">Ends the call between two sweeps.</param>
    /// <returns>The codes that chains end at. <c>[chains, spins]</c></returns>
    public sbyte[] Run(ReadOnlySpan<sbyte> code, ulong id, CancellationToken cancel)
    {
        int n = code.Length;
        sbyte[] spins = new sbyte[_options.Chains * n];
        ulong[] streams = new ulong[_options.Chains];
        for (int k = 0; k < streams.Length; k++)
        {
            code.CopyTo(spins.AsSpan(k * n));
            streams[k] = id;
        }

        for (int sweep = 0; sweep < _options.Sweeps; sweep++)
        {
            float left = 1 - ((sweep + 1f) / _options.Sweeps);
            float[] fields = [.. _fields.Zip(_push, (field, push) => field + (left * push))];
            var sweeps = new GuidedSweeps(_rows, fields, beta: 1, _guide, power: 1);
            for (int k = 0; k < streams.Length; k++)
            {
                sweeps.Run(
                    spins.AsMemory(k * n, n), streams.AsMemory(k, 1), RandomUse.EditedRows(_options.Seed, sweep, k), sweeps: 1, threads: 1,
                    cancel);
            }
        }

        return spins;
    }

    /// <summary>
    /// Of the chains that reach the certainty that is wanted the one with the fewest changed bits; where none does, the most certain one of
    /// those that have what is set, or else of all.
    /// </summary>
    public EditedChain Best(ReadOnlySpan<sbyte> code, ReadOnlySpan<sbyte> spins)
    {
        int n = code.Length;
        double[] certainties = [.. _certain.LogWeights(spins, n).Select(Math.Exp)];
        double[] reached = [.. _reached.LogWeights(spins, n).Select(Math.Exp)];
        EditedChain best = default;
        for (int k = 0; k < certainties.Length; k++)
        {
            ReadOnlySpan<sbyte> own = spins.Slice(k * n, n);
            int changed = 0;
            for (int i = 0; i < n; i++)
            {
                changed += own[i] != code[i] ? 1 : 0;
            }

            var chain = new EditedChain(
                k, certainties[k] >= _options.Certainty, reached[k] >= EditedChain.LeastReached, certainties[k], changed);
            bool isBetter = k == 0 || chain.IsBetterThan(best);
            best = isBetter ? chain : best;
        }

        return best;
    }
}

/// <summary>What a chain of an edit came to.</summary>
/// <param name="Number">Which of the chains it is.</param>
/// <param name="IsCertain">Whether it is as certain as wanted.</param>
/// <param name="IsReached">Whether it has what is set, whatever else it has.</param>
/// <param name="Certainty">Probability of what is set and of what is kept.</param>
/// <param name="Changed">Bits that differ from the row's code.</param>
internal readonly record struct EditedChain(int Number, bool IsCertain, bool IsReached, double Certainty, int Changed)
{
    /// <summary>Probability of what is set at which it is there.</summary>
    public const double LeastReached = 0.9;

    /// <summary>Certain chains come first, the closest of them first; then those that have what is set, the most certain first.</summary>
    public bool IsBetterThan(EditedChain other) => (IsCertain, other.IsCertain) switch
    {
        (true, true) => Changed < other.Changed,
        (false, false) => IsReached == other.IsReached ? Certainty > other.Certainty : IsReached,
        _ => IsCertain,
    };
}
