using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior;

/// <summary>Rows that classes are fitted on.</summary>
/// <param name="Features">As the training takes them.</param>
/// <param name="Classes">Number of each row's class; -1 for none.</param>
/// <param name="ClassNames">Names of the classes; each has rows.</param>
internal sealed record LabelledRows(FeatureMatrix Features, int[] Classes, ImmutableArray<string> ClassNames)
{
    public const int NoClass = -1;

    /// <summary>Rows encoded at once, between two looks at the token.</summary>
    private const int BatchSize = 1024;

    /// <summary>Draws rows of each class from a view, at random, in one pass.</summary>
    /// <param name="rows">The view.</param>
    /// <param name="counts">Its classes.</param>
    /// <param name="preparation">Brings rows to where the training wants them.</param>
    /// <param name="likelihood">Which values the features then have.</param>
    /// <param name="most">
    /// How many rows classes have together, but for rare ones: a class has its share of them, or half of what each class would have
    /// if they were equally frequent, or all its rows, whichever of the first two is more.
    /// </param>
    /// <param name="seed">Seed of the training.</param>
    public static LabelledRows Draw(
        ViewRows rows, ClassCounts counts, FeaturePreparation preparation, Likelihood likelihood, int most, ulong seed)
    {
        ImmutableArray<string> names = counts.Names;
        long labelled = names.Sum(name => counts[name]);
        long[][] chosen = [.. names.Select((name, number) =>
        {
            double wanted = Math.Max((double)most * counts[name] / labelled, most / (2.0 * names.Length));
            int count = (int)Math.Min(counts[name], (long)Math.Ceiling(wanted));
            return RandomRows.Choose(counts[name], count, new(seed, RandomUse.ClassRows(number)));
        })];

        Dictionary<string, int> numbers = counts.Numbers();
        long[] seen = new long[names.Length];               // rows of each class so far
        int[] taken = new int[names.Length];                // and how many of them were chosen
        int[] classes = new int[chosen.Sum(own => own.Length)];
        float[] values = new float[checked(classes.Length * likelihood.Slots)];
        int next = 0;
        foreach (ViewRow row in rows.Read(withLabels: true))
        {
            if (row.Class is { } name)
            {
                int number = numbers[name];
                if (taken[number] < chosen[number].Length && seen[number]++ == chosen[number][taken[number]])
                {
                    taken[number]++;
                    preparation.Run(row.Position, row.Features.Span);
                    row.Features.CopyTo(values.AsMemory(next * likelihood.Slots));
                    classes[next++] = number;
                }
            }
        }

        return new(new(likelihood, values), classes, names);
    }

    /// <summary>The rows' codes, logits of spins, with their classes.</summary>
    public LabelledCodes Codes(BmVaeModel model, CancellationToken cancel) =>
        new(ClassNames, model.Architecture.LatentSize, Logits(model, Features, cancel), Classes);

    /// <summary>Logits of spins of some rows. <c>[rows, LatentSize]</c></summary>
    public static float[] Logits(BmVaeModel model, FeatureMatrix features, CancellationToken cancel)
    {
        int latents = model.Architecture.LatentSize;
        float[] logits = new float[features.Rows * latents];
        for (int start = 0; start < features.Rows; start += BatchSize)
        {
            cancel.ThrowIfCancellationRequested();
            int end = Math.Min(start + BatchSize, features.Rows);
            model.EncodeScaled(features.Slice(start, end), logits.AsSpan(start * latents, (end - start) * latents));
        }

        return logits;
    }
}
