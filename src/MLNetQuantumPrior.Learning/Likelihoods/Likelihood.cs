namespace MLNetQuantumPrior.Learning;

/// <summary>
/// The distribution p(x|z) of a row's features given its latents: independent groups of neighbouring features, which cover the row.
/// Densities of Gaussian features, and so nats, are those of the scaled features.
/// </summary>
public sealed record Likelihood
{
    /// <summary>Makes a likelihood. Neighbouring groups of the same distribution become one; categorical ones stay apart.</summary>
    /// <param name="groups">The groups in the order of the features, at least one.</param>
    /// <exception cref="ArgumentException">There is no group, or there are too many features.</exception>
    public Likelihood(params ImmutableArray<SlotGroup> groups)
    {
        if (groups.IsDefaultOrEmpty || groups.Contains(null!) || groups.Sum(group => (long)group.Size) > Array.MaxLength)
        {
            throw new ArgumentException($"Likelihood: expected at least one group and at most {Array.MaxLength} features.", nameof(groups));
        }

        Groups = Joined(groups);
        int first = 0;
        Ranges = [.. Groups.Select(group => new SlotRange(group.Kind, (first += group.Size) - group.Size, group.Size))];
        Slots = groups.Sum(group => group.Size);
        IsBernoulli = Groups is [BernoulliSlots];
        LearnedVariances = Groups.Sum(group => group is GaussianSlots { Variance: null } ? group.Size : 0);
    }

    /// <summary>The groups, in the order of the features.</summary>
    public ImmutableArray<SlotGroup> Groups { get; }

    /// <summary>Number of features of a row.</summary>
    public int Slots { get; }

    /// <summary>Whether all features are Bernoulli.</summary>
    public bool IsBernoulli { get; }

    /// <summary>Number of features whose variance is learned: one parameter each, in the order of the features.</summary>
    public int LearnedVariances { get; }

    internal ImmutableArray<SlotRange> Ranges { get; }

    /// <summary>All features Bernoulli.</summary>
    /// <param name="slots">Number of features, at least 1.</param>
    public static Likelihood Bernoulli(int slots) => new(new BernoulliSlots(slots));

    /// <summary>All features Gaussian, with learned variances.</summary>
    /// <param name="slots">Number of features, at least 1.</param>
    public static Likelihood Gaussian(int slots) => new(new GaussianSlots(slots));

    /// <summary>Variance of each feature in scaled units; 0 where it is not Gaussian.</summary>
    /// <param name="learned">The trained parameters w of <see cref="GaussianSlots"/>. <c>[LearnedVariances]</c></param>
    /// <param name="variances">Receives the variances. <c>[Slots]</c></param>
    internal void Variances(ReadOnlySpan<float> learned, Span<float> variances)
    {
        int next = 0;
        for (int k = 0; k < Groups.Length; k++)
        {
            var gaussian = Groups[k] as GaussianSlots;
            foreach (ref float variance in variances.Slice(Ranges[k].First, Ranges[k].Count))
            {
                double value = gaussian is null ? 0 : gaussian.Variance ?? (GaussianSlots.VarianceFloor + Math.Exp(learned[next++]));
                variance = (float)value;
            }
        }
    }

    /// <summary>
    /// Bernoulli features of rows become 1 with their own value as probability, else 0; others stay. <c>[rows, Slots]</c>
    /// </summary>
    internal void Binarize(UniformStream random, Span<float> rows)
    {
        if (IsBernoulli)
        {
            random.Binarize(rows, rows);
            return;
        }

        for (int start = 0; start < rows.Length; start += Slots)
        {
            foreach (SlotRange group in Ranges)
            {
                if (group.Kind == SlotKind.Bernoulli)
                {
                    Span<float> values = rows.Slice(start + group.First, group.Count);
                    random.Binarize(values, values);
                }
            }
        }
    }

    /// <summary>Two likelihoods are equal when their groups are.</summary>
    public bool Equals(Likelihood? other) => other is not null && Groups.SequenceEqual(other.Groups);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Slots, Groups.Length, Groups[0]);

    /// <inheritdoc/>
    public override string ToString() => string.Join(" + ", Groups);

    private static ImmutableArray<SlotGroup> Joined(ImmutableArray<SlotGroup> groups)
    {
        var joined = new List<SlotGroup>();
        foreach (SlotGroup group in groups)
        {
            if (joined.Count > 0 && joined[^1].JoinedWith(group) is { } both)
            {
                joined[^1] = both;
            }
            else
            {
                joined.Add(group);
            }
        }

        return [.. joined];
    }
}
