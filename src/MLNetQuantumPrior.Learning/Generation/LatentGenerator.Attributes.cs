using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning;

/// <content>Rows by values of attributes.</content>
public sealed partial class LatentGenerator
{
    /// <summary>Draws a configuration for each row, by values of its attributes.</summary>
    /// <param name="labels">The number of each row's class, or -1 for none. Outside conditional mode -1 only.</param>
    /// <param name="values">
    /// The number of each row's value of each attribute, in the order of <see cref="BoltzmannAttributes.Items"/>, or -1 to leave it free;
    /// beside what <see cref="GenerationOptions.Attributes"/> asks of all rows. Empty: nothing. <c>[rows, attributes]</c>
    /// </param>
    /// <param name="ids">Names of the rows: the same id, class and values give the same configuration again.</param>
    /// <param name="cancel">Ends the call with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>As for rows without attributes.</returns>
    /// <exception cref="ArgumentException">
    /// A length does not fit, a label is no class, a value is none of its attribute, or conditions of a row contradict each other.
    /// </exception>
    public SampleSet DrawByAttributes(
        ReadOnlySpan<int> labels, ReadOnlySpan<int> values, ReadOnlySpan<ulong> ids, CancellationToken cancel = default)
    {
        LabelCheck.Check(labels, ids.Length, _classes.Items.Length, _options.Mode);
        ValueCheck.Check(values, ids.Length, _attributes);
        int columns = values.IsEmpty ? 0 : _attributes.Items.Length;
        int[] classes = labels.ToArray();
        var plain = new List<int>();
        var byConditions = new Dictionary<string, List<int>>();
        for (int row = 0; row < ids.Length; row++)
        {
            ReadOnlySpan<int> own = values.Slice(row * columns, columns);
            classes[row] = _byAttributes.ClassOf(row, classes[row], own);
            bool isByItsClass = !_options.Acceptance || classes[row] < 0 || HasAcceptance;
            if (isByItsClass && !_byAttributes.Means(own))
            {
                plain.Add(row);
                continue;
            }

            string key = $"{classes[row]} {string.Join(' ', own.ToArray())}";
            if (!byConditions.TryGetValue(key, out List<int>? rows))
            {
                byConditions.Add(key, rows = []);
            }

            rows.Add(row);
        }

        if (byConditions.Count == 0)
        {
            return DrawPlain(classes, ids, cancel);
        }

        int n = _prior.SpinCount;
        sbyte[] spins = new sbyte[checked(ids.Length * n)];
        if (plain.Count > 0)
        {
            Place(plain, DrawPlain([.. plain.Select(row => classes[row])], Names(plain, ids), cancel).Spins.AsSpan(), spins);
        }

        foreach (List<int> rows in byConditions.Values)
        {
            AttributeMixture mixture = _byAttributes.Mixture(classes[rows[0]], values.Slice(rows[0] * columns, columns));
            Place(rows, mixture.Draw(Names(rows, ids), _options.Seed, cancel), spins);
        }

        var drawn = new SpinMatrix(ids.Length, n, spins);
        return new(drawn, _prior.Energies(drawn, _options.MaxDegreeOfParallelism), State: null);

        void Place(List<int> rows, ReadOnlySpan<sbyte> own, Span<sbyte> all)
        {
            for (int k = 0; k < rows.Count; k++)
            {
                own.Slice(k * n, n).CopyTo(all[(rows[k] * n)..]);
            }
        }
    }

    /// <summary>
    /// How well rows meet <see cref="GenerationOptions.Attributes"/>, as the classifier of codes sees it. Draws the rows of ids from 0.
    /// </summary>
    /// <param name="rows">How many rows, at least 1.</param>
    /// <param name="cancel">Ends the call with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of rows is below 1.</exception>
    /// <exception cref="InvalidOperationException">Nothing is asked of attributes.</exception>
    public AttributeReport Report(int rows = 1000, CancellationToken cancel = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        if (_options.Attributes.IsEmpty)
        {
            throw new InvalidOperationException(
                $"Report on attributes: expected '{nameof(GenerationOptions.Attributes)}' in the options, got none.");
        }

        AttributeMixture mixture = _byAttributes.Mixture(label: -1, values: []);
        sbyte[] spins = mixture.Draw([.. Enumerable.Range(0, rows).Select(row => (ulong)row)], _options.Seed, cancel);
        float[] bits = new float[spins.Length];
        LatentBits.Of(spins, bits);
        return AttributeMeasures.Of(_attributes, _byAttributes.Conditions(label: -1, values: []), bits, mixture.Rate(cancel));
    }

    private static ulong[] Names(List<int> rows, ReadOnlySpan<ulong> ids)
    {
        ulong[] names = new ulong[rows.Count];
        for (int k = 0; k < names.Length; k++)
        {
            names[k] = ids[rows[k]];
        }

        return names;
    }

    private void CheckConditions()
    {
        if (!_options.KnowsAttributes)
        {
            throw new ArgumentException(
                $"Option '{nameof(GenerationOptions.Attributes)}': expected none in mode '{_options.Mode}', " +
                $"got {string.Join(", ", _options.Attributes)}. Leave the mode out.", nameof(GenerationOptions.Attributes));
        }

        _byAttributes.Conditions(label: -1, values: []); // or it throws
    }
}
