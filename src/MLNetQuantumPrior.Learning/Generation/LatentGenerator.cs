using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning;

/// <summary>Draws the latents of generated rows. Safe for concurrent calls.</summary>
/// <remarks>
/// A row starts from a fresh draw of its distribution, picked from a pool by its seed and id, and is then decorrelated from it by Gibbs
/// sweeps with its own random numbers. So a row depends on the seed, its id and its class alone, whatever other rows are drawn with it,
/// in which order, and on how many threads. The pools are drawn when first needed, which takes a moment; after that a row costs its sweeps.
/// </remarks>
public sealed partial class LatentGenerator
{
    private readonly IsingModel _prior;
    private readonly BoltzmannClasses _classes;
    private readonly GenerationOptions _options;
    private readonly ImmutableArray<PoolMixture> _mixtures; // of rows without a class, then of each class
    private readonly BoltzmannAttributes _attributes;
    private readonly AttributeGenerator _byAttributes;

    /// <summary>Prepares generation.</summary>
    /// <param name="prior">The shared prior.</param>
    /// <param name="classes">
    /// What was learned of the classes; may be <see cref="BoltzmannClasses.None"/> unless the mode is conditional.
    /// </param>
    /// <param name="options">What to generate.</param>
    /// <param name="sampler">Draws the pools; each draw is new. Null: <see cref="PopulationAnnealingSampler"/> with its defaults.</param>
    /// <exception cref="ArgumentException">
    /// The mode is conditional and the classes lack what it needs, or what was learned of them does not fit the prior.
    /// </exception>
    public LatentGenerator(IsingModel prior, BoltzmannClasses classes, GenerationOptions options, IIsingSampler? sampler = null)
        : this(prior, classes, BoltzmannAttributes.None, options, sampler)
    {
    }

    /// <summary>Prepares generation by attributes, and by classes where there are any.</summary>
    /// <param name="prior">The shared prior.</param>
    /// <param name="classes">What was learned of the classes; may be <see cref="BoltzmannClasses.None"/>.</param>
    /// <param name="attributes">What was learned of attributes; may be <see cref="BoltzmannAttributes.None"/>.</param>
    /// <param name="options">What to generate.</param>
    /// <param name="sampler">Draws the pools; each draw is new. Null: <see cref="PopulationAnnealingSampler"/> with its defaults.</param>
    /// <exception cref="ArgumentException">
    /// The mode is conditional and there are neither classes nor attributes, or they lack what it needs, or what was learned does not fit
    /// the prior; or <see cref="GenerationOptions.Attributes"/> asks for what is not known, or in another mode.
    /// </exception>
    public LatentGenerator(
        IsingModel prior,
        BoltzmannClasses classes,
        BoltzmannAttributes attributes,
        GenerationOptions options,
        IIsingSampler? sampler = null)
        : this(prior, classes, attributes, options, sampler, options?.MaxDegreeOfParallelism ?? 1)
    {
    }

    /// <param name="prior">The shared prior.</param>
    /// <param name="classes">What was learned of the classes.</param>
    /// <param name="attributes">What was learned of attributes.</param>
    /// <param name="options">What to generate.</param>
    /// <param name="sampler">Draws the pools.</param>
    /// <param name="poolThreads">Most threads for a pool.</param>
    internal LatentGenerator(
        IsingModel prior,
        BoltzmannClasses classes,
        BoltzmannAttributes attributes,
        GenerationOptions options,
        IIsingSampler? sampler,
        int poolThreads)
    {
        ArgumentNullException.ThrowIfNull(prior);
        ArgumentNullException.ThrowIfNull(classes);
        ArgumentNullException.ThrowIfNull(attributes);
        ArgumentNullException.ThrowIfNull(options);
        (_prior, _options) = (prior, options);
        _attributes = !options.KnowsAttributes ? BoltzmannAttributes.None
            : classes.Items.IsEmpty ? attributes with { Label = null }
            : attributes;
        AttributeFit.Check(_attributes, prior.SpinCount);
        AttributeFit.Check(_attributes, classes);
        bool isConditional = options.IsConditional(!classes.Items.IsEmpty) && !(classes.Items.IsEmpty && !_attributes.Items.IsEmpty);
        _classes = isConditional ? classes : BoltzmannClasses.None;
        if (isConditional)
        {
            Check(classes, prior, options, !_attributes.Items.IsEmpty);
        }

        sampler ??= new PopulationAnnealingSampler { MaxDegreeOfParallelism = options.MaxDegreeOfParallelism };
        var sweeper = new BlockGibbsSampler { Sweeps = options.Sweeps, MaxDegreeOfParallelism = options.MaxDegreeOfParallelism };
        _byAttributes = new(_attributes, Machines, new(sampler, sweeper, options, poolThreads));
        if (!options.Attributes.IsEmpty)
        {
            CheckConditions();
        }

        int pools = 0;
        _mixtures = [.. Enumerable.Range(-1, _classes.Items.Length + 1).Select(MixtureOf)];

        PoolMixture MixtureOf(int label)
        {
            (ImmutableArray<IsingModel> models, ImmutableArray<double> shares) = Machines(label);
            return new(
                [.. models.Zip(shares, (model, share) =>
                    new StartPool(model, sampler, sweeper, options, (int)Math.Ceiling(share * options.PoolSize), pools++))],
                shares);
        }
    }

    /// <summary>The distributions of rows without a class and, in conditional mode, of those of each class.</summary>
    internal ImmutableArray<PoolMixture> Mixtures => _mixtures;

    private bool HasAcceptance => _options.Acceptance && _classes.Items.Length > 0 && _classes.Classifier is not null;

    /// <summary>Draws a configuration for each row.</summary>
    /// <param name="labels">The number of each row's class, or -1 for none. Outside conditional mode -1 only.</param>
    /// <param name="ids">Names of the rows, one per row: the same id and class give the same configuration again.</param>
    /// <param name="cancel">Ends the call with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>
    /// The configurations, and their energies under the shared prior, whatever distribution they were drawn from; no state. With
    /// <see cref="GenerationOptions.Acceptance"/>, the diagnostics are <see cref="GenerationDiagnostics"/>.
    /// </returns>
    /// <exception cref="ArgumentException">There are not as many labels as ids, or a label is no class.</exception>
    public SampleSet Draw(ReadOnlySpan<int> labels, ReadOnlySpan<ulong> ids, CancellationToken cancel = default) =>
        DrawByAttributes(labels, values: [], ids, cancel);

    /// <summary>Rows without conditions but their class.</summary>
    private SampleSet DrawPlain(ReadOnlySpan<int> labels, ReadOnlySpan<ulong> ids, CancellationToken cancel)
    {
        sbyte[] spins = new sbyte[checked(ids.Length * _prior.SpinCount)];
        GenerationDiagnostics? diagnostics = null;
        if (HasAcceptance)
        {
            diagnostics = DrawAccepted(labels, ids, spins, cancel);
        }
        else
        {
            int[] rows = [.. Enumerable.Range(0, ids.Length)];
            Propose(rows, Choices(rows, labels, ids, round: 0), round: 0, labels, ids, spins, cancel);
        }

        var drawn = new SpinMatrix(ids.Length, _prior.SpinCount, spins);
        return new(drawn, _prior.Energies(drawn, _options.MaxDegreeOfParallelism), State: null) { Diagnostics = diagnostics };
    }

    private static void Check(BoltzmannClasses classes, IsingModel prior, GenerationOptions options, bool knowsAttributes)
    {
        int n = prior.SpinCount, count = classes.Items.Length;
        if (count == 0)
        {
            throw new ArgumentException(
                "Generation mode 'Conditional': expected a model with classes, got one without. Train it with labels.", nameof(classes));
        }

        foreach (BoltzmannClass item in classes.Items)
        {
            int wrong = item.Machines.Select(machine => machine.Prior.SpinCount).FirstOrDefault(spins => spins != n, n);
            if (item.Fields.Length != n || wrong != n)
            {
                throw new ArgumentException(
                    $"Class '{item.Name}': expected {n} fields and priors of {n} spins, " +
                    $"got {item.Fields.Length} and {wrong}.",
                    nameof(classes));
            }
        }

        if (options.Condition == GenerationCondition.LabelSpins && classes.LabelledPrior?.SpinCount != n + count)
        {
            string got = classes.LabelledPrior is { } other ? $"one of {other.SpinCount} spins" : "none";
            throw new ArgumentException(
                $"Generation condition '{GenerationCondition.LabelSpins}': expected a labelled prior of {n} + {count} spins, got {got}. " +
                $"Fit the classes with '{nameof(ClassFitOptions.LabelSpins)}'.",
                nameof(classes));
        }

        if (options.Acceptance && classes.Classifier is null && !knowsAttributes)
        {
            throw new ArgumentException(
                $"Option '{nameof(GenerationOptions.Acceptance)}': expected a model with a classifier of codes, got one without. " +
                $"Fit the classes with a '{nameof(ClassFitOptions.Classifier)}'.",
                nameof(classes));
        }
    }

    /// <summary>The machines that a class is drawn from, and how likely each is.</summary>
    private (ImmutableArray<IsingModel> Models, ImmutableArray<double> Shares) Machines(int label)
    {
        if (label < 0 || _classes.Items.IsEmpty)
        {
            return ([_prior], [1]);
        }

        BoltzmannClass item = _classes.Items[label];
        return _options.Condition switch
        {
            GenerationCondition.Fields => ([_prior.WithAddedFields(item.Fields.AsSpan(), _options.Strength)], [1]),
            GenerationCondition.LabelSpins => ([LabelSpins.Conditional(_classes.LabelledPrior!, _prior, label)], [1]),
            _ => ([.. item.Machines.Select(machine => machine.Prior)],
                [.. item.Machines.Select(machine => (double)machine.Rows / item.Rows)]),
        };
    }

    /// <summary>Draws until each row is kept, or the rounds are over.</summary>
    private GenerationDiagnostics DrawAccepted(
        ReadOnlySpan<int> labels, ReadOnlySpan<ulong> ids, Span<sbyte> spins, CancellationToken cancel)
    {
        int n = _prior.SpinCount;
        long proposed = 0, kept = 0;
        int[] pending = [.. Enumerable.Range(0, ids.Length)];
        float[] best = new float[ids.Length]; // probability of the most probable draw of each row so far
        sbyte[] candidates = new sbyte[spins.Length];
        for (int round = 0; round < _options.MaxRounds && pending.Length > 0; round++)
        {
            RowChoice[] choices = Choices(pending, labels, ids, round);
            Propose(pending, choices, round, labels, ids, candidates, cancel);
            var refused = new List<int>();
            float[] probabilities = Probabilities(pending, candidates);
            for (int k = 0; k < pending.Length; k++)
            {
                int row = pending[k];
                float probability = labels[row] < 0 ? 1 : probabilities[(k * _classes.Items.Length) + labels[row]];
                bool keep = choices[row].Acceptance < probability;
                if (keep || round == 0 || probability > best[row])
                {
                    best[row] = probability;
                    candidates.AsSpan(row * n, n).CopyTo(spins[(row * n)..]);
                }

                if (!keep)
                {
                    refused.Add(row);
                }

                proposed += labels[row] < 0 ? 0 : 1;
                kept += labels[row] >= 0 && keep ? 1 : 0;
            }

            pending = [.. refused];
        }

        return new(proposed, kept, pending.Length);
    }

    /// <summary>Probability of each class, for the draws of some rows. <c>[rows, classes]</c></summary>
    private float[] Probabilities(int[] rows, ReadOnlySpan<sbyte> spins)
    {
        int n = _prior.SpinCount;
        float[] bits = new float[rows.Length * n], probabilities = new float[rows.Length * _classes.Items.Length];
        for (int k = 0; k < rows.Length; k++)
        {
            LatentBits.Of(spins.Slice(rows[k] * n, n), bits.AsSpan(k * n, n));
        }

        _classes.Classifier!.Predict(bits, probabilities);
        return probabilities;
    }

    /// <summary>One draw for each of some rows.</summary>
    private void Propose(
        int[] rows,
        RowChoice[] choices,
        int round,
        ReadOnlySpan<int> labels,
        ReadOnlySpan<ulong> ids,
        Span<sbyte> spins,
        CancellationToken cancel)
    {
        int n = _prior.SpinCount;
        int[] labelOf = labels.ToArray();
        foreach (IGrouping<StartPool, int> group in rows.GroupBy(row => PoolOf(labelOf[row], choices[row])))
        {
            int[] own = [.. group];
            ulong[] names = new ulong[own.Length];
            for (int k = 0; k < own.Length; k++)
            {
                names[k] = ids[own[k]];
            }

            SpinMatrix drawn = group.Key.Draw(Array.ConvertAll(own, row => choices[row].Start), names, round, cancel);
            for (int k = 0; k < own.Length; k++)
            {
                drawn[k].CopyTo(spins[(own[k] * n)..]);
            }
        }
    }

    private StartPool PoolOf(int label, RowChoice choice)
    {
        PoolMixture mixture = _mixtures[label + 1];
        return mixture.Pools[mixture.Choose(choice.Machine)];
    }

    private RowChoice[] Choices(int[] rows, ReadOnlySpan<int> labels, ReadOnlySpan<ulong> ids, int round)
    {
        var choices = new RowChoice[ids.Length];
        Span<float> uniforms = stackalloc float[3];
        foreach (int row in rows)
        {
            new UniformStream(RandomUse.RowChoices(_options.Seed, labels[row], round), ids[row]).Fill(uniforms);
            choices[row] = new(uniforms[0], uniforms[1], uniforms[2]);
        }

        return choices;
    }

    /// <summary>Random numbers of a row in a round, each uniform in (0, 1).</summary>
    private readonly record struct RowChoice(float Machine, float Start, float Acceptance);
}
