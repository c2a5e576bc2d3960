using System.Collections.Concurrent;
using System.IO.Hashing;
using System.Text;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning;

/// <summary>Draws latents by conditions on attributes. Safe for concurrent calls.</summary>
/// <param name="attributes">What was learned of the attributes.</param>
/// <param name="machines">The machines that a class is drawn from, and their shares; -1 is no class.</param>
/// <param name="target">How pools are drawn and rows move.</param>
internal sealed class AttributeGenerator(
    BoltzmannAttributes attributes,
    Func<int, (ImmutableArray<IsingModel> Models, ImmutableArray<double> Shares)> machines,
    AttributeTarget target)
{
    /// <summary>Pools kept at once: one that is needed again later is made again, with the same draws.</summary>
    private const int MostMixtures = 256;

    /// <summary>Factor on the fields of a proposal that is corrected: that at which most of its draws are worth something.</summary>
    private const double AcceptedStrength = 1;

    private readonly int _label = attributes.Label is { } label ? attributes.IndexOf(label) : -1;
    private readonly ConcurrentDictionary<string, AttributeMixture> _mixtures = [];

    /// <summary>Whether a row has more conditions than its class alone.</summary>
    /// <param name="values">The number of the value of each attribute, or -1; or nothing.</param>
    public bool Means(ReadOnlySpan<int> values)
    {
        bool means = !target.Options.Attributes.IsEmpty;
        for (int index = 0; index < values.Length; index++)
        {
            means |= values[index] >= 0 && index != _label;
        }

        return means;
    }

    /// <summary>The class that the value of the attribute of the label names, or the one that is given.</summary>
    /// <param name="row">Number of the row, for errors.</param>
    /// <param name="label">The number of its class, or -1.</param>
    /// <param name="values">The number of the value of each attribute, or -1; or nothing.</param>
    /// <exception cref="ArgumentException">They differ.</exception>
    public int ClassOf(int row, int label, ReadOnlySpan<int> values)
    {
        if (_label < 0 || values.IsEmpty || values[_label] < 0)
        {
            return label;
        }

        BoltzmannAttribute own = attributes.Items[_label];
        return label < 0 || label == values[_label]
            ? values[_label]
            : throw new ArgumentException(
                $"Row {row}: expected one value of '{own.Name}', got class '{own.Values[label].Name}' " +
                $"and attribute '{own.Values[values[_label]].Name}'.");
    }

    /// <summary>What rows of a class and some values are drawn from.</summary>
    public AttributeMixture Mixture(int label, ReadOnlySpan<int> values)
    {
        string row = $"{label}:{string.Join(' ', values.ToArray())}";
        if (_mixtures.TryGetValue(row, out AttributeMixture? known))
        {
            return known;
        }

        if (_mixtures.Count >= MostMixtures)
        {
            _mixtures.Clear();
        }

        AttributeConditions conditions = Conditions(label, values);
        return _mixtures.GetOrAdd(row, _ => MixtureOf(conditions, label));
    }

    /// <summary>What is given of a row.</summary>
    public AttributeConditions Conditions(int label, ReadOnlySpan<int> values)
    {
        List<Given> given = [.. target.Options.Attributes];
        for (int index = 0; index < attributes.Items.Length; index++)
        {
            int value = index == _label && label >= 0 ? label : values.IsEmpty ? -1 : values[index];
            if (value >= 0)
            {
                BoltzmannAttribute own = attributes.Items[index];
                given.Add(Given.Is(own.Name, own.Values[value].Name));
            }
        }

        return AttributeConditions.Of(attributes, given);
    }

    private AttributeMixture MixtureOf(AttributeConditions conditions, int label)
    {
        GenerationOptions options = target.Options;
        bool hasMachines = _label < 0 || options.Condition != GenerationCondition.Fields;
        int ofClass = !hasMachines ? -1 : _label < 0 ? label : conditions.ValueOf(_label);
        (ImmutableArray<IsingModel> models, ImmutableArray<double> shares) = machines(ofClass);
        int spins = models[0].SpinCount;
        AttributeGuide? guide = options.Acceptance ? new(attributes.Classifier!, conditions) : null;

        // Shares of several machines under the conditions are those of the machines by the mean of c, which needs draws of the machines.
        bool isPlain = guide is not null && models.Length > 1;
        double strength = guide is null ? options.Strength : AcceptedStrength;
        double[] fields = isPlain
            ? new double[spins]
            : Array.ConvertAll(conditions.Fields(spins, without: ofClass < 0 ? -1 : _label), field => strength * field);
        string key = $"{conditions.Key} {ofClass}";
        return new(
            [.. models.Select((machine, index) => new AttributePool(
                machine,
                Array.ConvertAll(fields, field => (float)field),
                guide,
                target,
                (int)Math.Ceiling(shares[index] * options.PoolSize),
                Number($"{key} {index}")))],
            shares,
            Number(key));
    }

    /// <summary>A number for a text, of 56 bits.</summary>
    private static ulong Number(string text) => XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(text)) >> 8;
}

/// <summary>What rows of some conditions are drawn from: a mixture of pools.</summary>
/// <param name="Pools">One per machine.</param>
/// <param name="Shares">How likely each is without conditions; they add up to 1.</param>
/// <param name="Number">Seeds the choices of rows.</param>
internal sealed record AttributeMixture(ImmutableArray<AttributePool> Pools, ImmutableArray<double> Shares, ulong Number)
{
    /// <summary>Effective number of the proposal's draws as a share of them: of several machines by their shares.</summary>
    public double Rate(CancellationToken cancel) => Pools.Zip(Shares, (pool, share) => share * pool.Draws(cancel).Rate).Sum();

    /// <summary>Draws a configuration for each row.</summary>
    /// <param name="ids">Names of the rows.</param>
    /// <param name="seed">Seed of the generation.</param>
    /// <param name="cancel">Ends the call.</param>
    /// <returns><c>[rows, spins]</c></returns>
    public sbyte[] Draw(ReadOnlySpan<ulong> ids, ulong seed, CancellationToken cancel)
    {
        int n = Pools[0].Machine.SpinCount;
        double[] shares = Conditional(cancel);
        sbyte[] spins = new sbyte[ids.Length * n];
        int[] pools = new int[ids.Length];
        float[] starts = new float[ids.Length];
        Span<float> uniforms = stackalloc float[2];
        for (int row = 0; row < ids.Length; row++)
        {
            new UniformStream(RandomUse.ConditionRows(seed, Number), ids[row]).Fill(uniforms);
            (pools[row], starts[row]) = (WeightedChoice.Of(shares, uniforms[0]), uniforms[1]);
        }

        for (int pool = 0; pool < Pools.Length; pool++)
        {
            int[] own = [.. Enumerable.Range(0, pools.Length).Where(row => pools[row] == pool)];
            ulong[] names = new ulong[own.Length];
            for (int k = 0; k < own.Length; k++)
            {
                names[k] = ids[own[k]];
            }

            sbyte[] drawn = own.Length == 0 ? [] : Pools[pool].Draw(Array.ConvertAll(own, row => starts[row]), names, cancel);
            for (int k = 0; k < own.Length; k++)
            {
                drawn.AsSpan(k * n, n).CopyTo(spins.AsSpan(own[k] * n));
            }
        }

        return spins;
    }

    private double[] Conditional(CancellationToken cancel) => Pools.Length == 1
        ? [1]
        : [.. Pools.Zip(Shares, (pool, share) => share * Math.Exp(pool.Draws(cancel).LogRatio))];
}
