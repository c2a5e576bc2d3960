using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning.Tests;

/// <summary>A model with attributes of which all codes can be counted, and a row of it to edit. Made of random numbers.</summary>
internal static class SmallEdits
{
    public const int Spins = 7, Pixels = 12;

    public static BmVaeModel Model { get; } = WithAttributes(TestModels.Random(Pixels, Spins));

    public static float[] Row { get; } = [1, 0, 0, 1, 1, 0, 0.5f, 0, 1, 1, 0, 1];

    /// <summary>Number of a code.</summary>
    public static int CodeOf(IEnumerable<bool> bits) => bits.Select((bit, i) => bit ? 1 << i : 0).Sum();

    /// <summary>How far shares of drawn codes are from a distribution, and how far those of exact draws would be.</summary>
    public static (double Distance, double OfExactDraws) Distance(int[] codes, double[] exact)
    {
        double[] shares = new double[exact.Length];
        foreach (int code in codes)
        {
            shares[code] += 1.0 / codes.Length;
        }

        return (
            shares.Zip(exact, (share, p) => Math.Abs(share - p)).Sum() / 2,
            exact.Sum(p => Math.Sqrt(2 * p * (1 - p) / (Math.PI * codes.Length))) / 2);
    }

    /// <summary>Where long edits that set kind c lead, by the formula, code by code.</summary>
    public static double[] Target(double closeness, double set, double keep)
    {
        var all = new SpinMatrix(1 << Spins, Spins, [.. from code in Enumerable.Range(0, 1 << Spins)
            from i in Enumerable.Range(0, Spins) select (sbyte)((((code >> i) & 1) * 2) - 1)]);
        float[] logits = new float[Spins], probabilities = Predict(all), own = Predict(Model.EncodeSpins(Row));
        Model.Encode(Row, logits);
        double[] weights = [.. Enumerable.Range(0, all.Rows).Select(code =>
        {
            double log = -Model.Prior.Energy(all[code]);
            for (int i = 0; i < Spins; i++)
            {
                log += closeness * (((code >> i) & 1) * (double)logits[i]); // q is exp(z . l), up to a factor
            }

            return Math.Exp(log) * Math.Pow(probabilities[(code * 5) + 4], set)
                * Math.Pow(probabilities[(code * 5) + Most(own, 0, 2)], keep);
        })];
        return [.. weights.Select(weight => weight / weights.Sum())];
    }

    public static float[] Predict(SpinMatrix codes)
    {
        float[] probabilities = new float[codes.Rows * 5];
        Model.Attributes.Classifier!.Predict(LatentBits.Of(codes), probabilities);
        return probabilities;
    }

    public static int Most(float[] probabilities, int first, int count) =>
        Enumerable.Range(first, count).MaxBy(value => probabilities[value]);

    public static float[] Repeated(int rows) => [.. Enumerable.Repeat(Row, rows).SelectMany(row => row)];

    public static ulong[] Ids(int rows) => [.. Enumerable.Range(0, rows).Select(row => (ulong)row)];

    /// <summary>The model where Size and Kind are both read from bit 0: it is small and of kind a, or large and of kind c.</summary>
    public static BmVaeModel WithOneBit()
    {
        const int Hidden = 16, Values = 5;
        float[] parameters = new float[ClassifierArchitecture.Mlp(Spins, [Hidden], Values).ParameterCount];
        parameters[0] = 1; // hidden unit 0 is bit 0
        Span<float> second = parameters.AsSpan((Spins + 1) * Hidden);
        second[1] = second[4] = 20;
        second[(Hidden * Values) + 1] = second[(Hidden * Values) + 4] = -10;
        second[(Hidden * Values) + 3] = -50;
        return Model.With(Model.Attributes with
        {
            Classifier = new(new(ClassifierArchitecture.Mlp(Spins, [Hidden], Values), parameters), [2, 3]),
        });
    }

    /// <summary>A model with attributes Size (small, large) and Kind (a, b, c), which mean nothing.</summary>
    public static BmVaeModel WithAttributes(BmVaeModel model)
    {
        ulong stream = 60;
        int spins = model.Architecture.LatentSize;
        ClassifierArchitecture architecture = ClassifierArchitecture.Mlp(spins, [16], 5);
        return model.With(new BoltzmannAttributes(
        [
            new("Size", [Value("small"), Value("large")]), new("Kind", [Value("a"), Value("b"), Value("c")]),
        ])
        {
            Classifier = new(new(architecture, Numbers(architecture.ParameterCount, 0.6f)), [2, 3]),
        });

        AttributeValue Value(string name) => new(name) { Rows = 10, Fields = [.. Numbers(spins, 0.4f)] };

        float[] Numbers(int count, float size)
        {
            float[] numbers = new float[count];
            new UniformStream(7, stream++).FillNormal(numbers, size);
            return numbers;
        }
    }
}
