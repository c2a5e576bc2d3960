using System.Collections.Concurrent;
using MLNetQuantumPrior.Learning.Kernels;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning;

/// <summary>
/// Learns what generation by attributes needs, after a VAE is trained: fields of each value to add to the shared prior, whose couplings
/// stay as they are, and one classifier of codes with a head for each attribute.
/// </summary>
/// <remarks>
/// Fields are maximum likelihood fits: they make the mean spins of the prior those of the codes with a value. A row of which an attribute
/// is not known counts for the others. The same seed gives the same result, whatever the number of threads.
/// </remarks>
/// <param name="sampler">
/// Draws new chains of machines, for several fits at a time: such as <see cref="PopulationAnnealingSampler"/> on one thread.
/// </param>
/// <param name="options">How to fit, as fields of classes are; and how to train the classifier, which is needed here.</param>
/// <example>
/// <code>
/// ImmutableArray&lt;BoltzmannAttribute&gt; attributes = [new("Thick", [new("False"), new("True")])];
/// var codes = new AttributeCodes(attributes, model.Architecture.LatentSize, logits, values);
/// BoltzmannAttributes learned = new AttributeTrainer(new PopulationAnnealingSampler(), new()).Train(model.Prior, codes, seed: 1);
/// </code>
/// </example>
public sealed class AttributeTrainer(IIsingSampler sampler, ClassFitOptions options)
{
    private const int HiddenSize = 256;

    /// <summary>One row in so many judges the classifier, up to <see cref="MostJudges"/>.</summary>
    private const int RowsPerJudge = 10;

    private const int MostJudges = 10_000;

    private const int BatchRows = 1024;

    /// <summary>More different rows than this are rare ones, which say little of leakage.</summary>
    private const int MostCombinations = 1 << 16;

    /// <summary>Fits every value of every attribute.</summary>
    /// <param name="prior">The shared prior.</param>
    /// <param name="codes">Codes of as many spins, with the values of their rows.</param>
    /// <param name="seed">Seed of all randomness.</param>
    /// <param name="label">
    /// Name of the attribute whose values are the classes of the model; null for none.
    /// </param>
    /// <param name="classes">What was learned of the classes: their fields are taken over. Null for nothing.</param>
    /// <param name="progress">Called after each fit, one call at a time, on any thread and in any order of fits.</param>
    /// <param name="cancel">Ends the training between two steps.</param>
    /// <exception cref="ArgumentException">
    /// Prior and codes are of different sizes, or the attribute of the label has other values than the classes.
    /// </exception>
    public BoltzmannAttributes Train(
        IsingModel prior,
        AttributeCodes codes,
        ulong seed,
        string? label = null,
        BoltzmannClasses? classes = null,
        IProgress<ClassFitReport>? progress = null,
        CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(prior);
        ArgumentNullException.ThrowIfNull(codes);
        if (prior.SpinCount != codes.Spins)
        {
            throw new ArgumentException($"Codes: expected {prior.SpinCount} spins, as the prior has, got {codes.Spins}.", nameof(codes));
        }

        var found = new BoltzmannAttributes(codes.Attributes) { Label = label };
        if (label is not null && found.IndexOf(label) < 0)
        {
            throw new ArgumentException($"Label: expected the name of an attribute, got '{label}'.", nameof(label));
        }

        if (classes is not null)
        {
            AttributeFit.Check(found, classes);
        }

        BoltzmannAttribute[] items = [.. codes.Attributes];
        BoltzmannClasses known = label is null || classes is null ? BoltzmannClasses.None : classes;
        Fit(prior, codes, items, label is null ? -1 : found.IndexOf(label), known, seed, progress, cancel);
        (AttributeClassifier classifier, double?[] accuracies) = TrainClassifier(codes, seed, cancel);
        return new([.. items.Select((item, index) => item with { Accuracy = accuracies[index] })])
        {
            Label = label,
            Classifier = classifier,
            Combinations = CombinationsOf(codes),
        };
    }

    /// <summary>
    /// Without couplings that move, chains follow steps of five times the size, and three tenths of the steps get as far.
    /// </summary>
    private ClassFitOptions OfFields(int spins)
    {
        const double MostRate = 0.02;
        double rate = options.LearningRateOf(spins);
        return options with
        {
            Steps = Math.Max(4, options.Steps * 3 / 10),
            LearningRate = options.LearningRate ?? Math.Max(rate, Math.Min(5 * rate, MostRate)),
        };
    }

    private void Fit(
        IsingModel prior,
        AttributeCodes codes,
        BoltzmannAttribute[] items,
        int label,
        BoltzmannClasses classes,
        ulong seed,
        IProgress<ClassFitReport>? progress,
        CancellationToken cancel)
    {
        AttributeValue[][] values = [.. items.Select(item => item.Values.ToArray())];
        var fits = new List<Action>();
        ClassFitOptions ofFields = OfFields(codes.Spins);
        var reporting = new Lock();
        int finished = 0, number = 0;
        for (int index = 0; index < items.Length; index++)
        {
            CodeMoments moments = Moments(codes, index, cancel);
            for (int value = 0; value < values[index].Length; value++)
            {
                (int own, TargetMoments target, int fit) = (value, moments[value], number++);
                AttributeValue[] place = values[index];
                string name = items[index].Name;
                place[own] = place[own] with { Rows = target.Rows };
                if (index == label && classes.Items.Length > 0)
                {
                    place[own] = place[own] with { Fields = classes.Items[own].Fields };
                    continue;
                }

                fits.Add(() =>
                {
                    var running = new BoltzmannFit(prior, target, fieldsOnly: true, sampler, ofFields);
                    IsingModel shifted = running.Run(RandomUse.AttributeFit(seed, fit), cancel);
                    place[own] = place[own] with { Fields = [.. shifted.Fields.Zip(prior.Fields, (h, shared) => h - shared)] };
                    lock (reporting)
                    {
                        string what = $"fields of '{name}' = '{place[own].Name}'";
                        progress?.Report(new(what, ++finished, fits.Count, target.Rows, running.MomentError));
                    }
                });
            }
        }

        Parallel.ForEach(
            Partitioner.Create(fits, EnumerablePartitionerOptions.NoBuffering),
            new ParallelOptions { MaxDegreeOfParallelism = options.MaxDegreeOfParallelism, CancellationToken = cancel },
            fit => fit());
        for (int index = 0; index < items.Length; index++)
        {
            ImmutableArray<long> rows = [.. values[index].Select(value => value.Rows)];
            items[index] = items[index] with
            {
                Values = [.. values[index]],
                Column = items[index].Column is { } column ? column with { Rows = rows } : null,
            };
        }
    }

    /// <summary>Mean spins of the codes with each value of an attribute.</summary>
    private CodeMoments Moments(AttributeCodes codes, int index, CancellationToken cancel)
    {
        var moments = new CodeMoments(
            SpinGraph.Independent(codes.Spins), codes.Attributes[index].Values.Length, options.MaxDegreeOfParallelism);
        int[] groups = new int[BatchRows];
        for (int first = 0; first < codes.Rows; first += BatchRows)
        {
            cancel.ThrowIfCancellationRequested();
            int end = Math.Min(first + BatchRows, codes.Rows);
            for (int row = first; row < end; row++)
            {
                groups[row - first] = codes.Values(row)[index];
            }

            moments.Add(codes.Slice(first, end), groups.AsSpan(0, end - first));
        }

        return moments;
    }

    /// <summary>A classifier of codes as generation meets them: hard bits, drawn once for each row.</summary>
    private (AttributeClassifier Classifier, double?[] Accuracies) TrainClassifier(
        AttributeCodes codes, ulong seed, CancellationToken cancel)
    {
        int judges = Math.Min(codes.Rows / RowsPerJudge, MostJudges);
        HashSet<long> judging = [.. RandomRows.Choose(codes.Rows, judges, new(seed, RandomUse.JudgingCodes))];
        int[] learned = [.. Enumerable.Range(0, codes.Rows).Where(row => !judging.Contains(row))];
        ImmutableArray<int> heads = [.. codes.Attributes.Select(attribute => attribute.Values.Length)];
        ClassifierArchitecture architecture = ClassifierArchitecture.Mlp(codes.Spins, [HiddenSize], heads.Sum());
        Classifier network = new ClassifierTrainer(options.Classifier ?? new ClassFitOptions().Classifier!).Train(
            Bits(codes, learned, seed), Labels(codes, learned), architecture, heads, RandomUse.AttributeClassifierSeed(seed), null, cancel);
        var classifier = new AttributeClassifier(network, heads);
        int[] judged = [.. judging.Order().Select(row => (int)row)];
        return (classifier, Accuracies(classifier, Bits(codes, judged, seed), Labels(codes, judged)));
    }

    private static FeatureMatrix Bits(AttributeCodes codes, int[] rows, ulong seed)
    {
        float[] bits = new float[rows.Length * codes.Spins], probabilities = new float[codes.Spins];
        for (int k = 0; k < rows.Length; k++)
        {
            VectorMath.Sigmoid(codes[rows[k]], probabilities);
            new UniformStream(seed, RandomUse.AttributeBits(rows[k])).Binarize(probabilities, bits.AsSpan(k * codes.Spins, codes.Spins));
        }

        return new(codes.Spins, bits);
    }

    private static int[] Labels(AttributeCodes codes, int[] rows)
    {
        int[] labels = new int[rows.Length * codes.Attributes.Length];
        for (int k = 0; k < rows.Length; k++)
        {
            codes.Values(rows[k]).CopyTo(labels.AsSpan(k * codes.Attributes.Length));
        }

        return labels;
    }

    private static double?[] Accuracies(AttributeClassifier classifier, FeatureMatrix bits, int[] labels)
    {
        int heads = classifier.Heads.Length;
        float[] probabilities = new float[bits.Rows * classifier.ValueCount];
        classifier.Predict(bits.Slice(0, bits.Rows), probabilities);
        long[] known = new long[heads], right = new long[heads];
        for (int k = 0; k < labels.Length; k++)
        {
            int row = k / heads, head = k % heads;
            ReadOnlySpan<float> own = probabilities.AsSpan(
                (row * classifier.ValueCount) + classifier.Starts[head], classifier.Heads[head]);
            known[head] += labels[k] >= 0 ? 1 : 0;
            right[head] += labels[k] >= 0 && MostProbable.Of(own) == labels[k] ? 1 : 0;
        }

        return [.. known.Zip(right, (all, good) => all == 0 ? (double?)null : (double)good / all)];
    }

    /// <summary>The most frequent combinations of values; of equally frequent ones, those that come first.</summary>
    private static ImmutableArray<AttributeCombination> CombinationsOf(AttributeCodes codes)
    {
        var rows = new Dictionary<string, (int First, long Count)>(StringComparer.Ordinal);
        for (int row = 0; row < codes.Rows; row++)
        {
            string key = string.Join(' ', codes.Values(row).ToArray());
            rows[key] = rows.TryGetValue(key, out (int First, long Count) found) ? (found.First, found.Count + 1) : (row, 1);
        }

        return [.. rows.Values
            .OrderByDescending(entry => entry.Count).ThenBy(entry => entry.First)
            .Take(MostCombinations)
            .Select(entry => new AttributeCombination([.. codes.Values(entry.First)], entry.Count))];
    }
}
