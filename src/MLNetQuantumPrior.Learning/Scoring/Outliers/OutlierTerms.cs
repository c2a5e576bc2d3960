namespace MLNetQuantumPrior.Learning;

/// <summary>What the outlier measures of a row are made of, in nats but for <paramref name="Mahalanobis"/>.</summary>
/// <param name="Reconstruction">-log p(x|z) at the most likely code, less the least that any decoder could reach.</param>
/// <param name="PriorEnergy">E_q[E].</param>
/// <param name="Entropy">H(q).</param>
/// <param name="Mahalanobis">The squared distance of the code from those of training rows; 0 where those were not measured.</param>
/// <param name="BeyondRange">How far values lie beyond the range of the training data, which neither network sees.</param>
public readonly record struct OutlierTerms(
    float Reconstruction, float PriorEnergy, float Entropy, float Mahalanobis = 0, float BeyondRange = 0)
{
    /// <summary>The divergence of the code from the prior but for log Z: <see cref="PriorEnergy"/> less <see cref="Entropy"/>.</summary>
    public float Divergence => PriorEnergy - Entropy;
}

/// <summary>Finds the terms of rows that a scaling brings to the model's scaled units.</summary>
internal sealed class OutlierTermReader(BmVaeModel model, SlotScaling scaling, CodeSpread? codes, bool isOfFirstVersion = false)
{
    private const int RowsAtOnce = 256;

    private readonly BeyondRange _beyond = new(scaling, model.Architecture.Likelihood);

    /// <summary>The terms of whole rows. <c>[rows, InputSize]</c></summary>
    /// <exception cref="ArgumentException">The length is not a whole number of rows.</exception>
    public OutlierTerms[] Of(ReadOnlySpan<float> features)
    {
        int width = model.Architecture.InputSize;
        var terms = new OutlierTerms[RowCount(model, features)];
        for (int first = 0; first < terms.Length; first += RowsAtOnce)
        {
            int count = Math.Min(RowsAtOnce, terms.Length - first);
            Of(features.Slice(first * width, count * width), terms.AsSpan(first, count));
        }

        return terms;
    }

    /// <summary>Means of the latents of rows: of spins, tanh(l / 2). <c>[rows, InputSize] -> [rows, LatentSize]</c></summary>
    public static float[] CodeMeans(BmVaeModel model, SlotScaling scaling, ReadOnlySpan<float> features)
    {
        int rows = RowCount(model, features), width = model.Architecture.InputSize, latents = model.Architecture.LatentSize;
        float[] means = new float[rows * latents];
        for (int first = 0; first < rows; first += RowsAtOnce)
        {
            int count = Math.Min(RowsAtOnce, rows - first);
            float[] scaled = new float[count * width], code = new float[count * model.Architecture.CodeSize];
            scaling.Scale(features.Slice(first * width, count * width), scaled);
            model.EncodeScaled(scaled, code);
            CodeMeans(model, code, means.AsSpan(first * latents, count * latents));
        }

        return means;
    }

    private static int RowCount(BmVaeModel model, ReadOnlySpan<float> features)
    {
        int width = model.Architecture.InputSize;
        return features.Length % width == 0 ? features.Length / width : throw new ArgumentException(
            $"Features: expected whole rows of {width} values, got {features.Length} values.", nameof(features));
    }

    private static void CodeMeans(BmVaeModel model, float[] code, Span<float> means)
    {
        if (model.Kind == PriorKind.Gaussian)
        {
            NormalCode.Means(code, model.Architecture.LatentSize, means);
            return;
        }

        for (int i = 0; i < code.Length; i++)
        {
            means[i] = MathF.Tanh(code[i] / 2);
        }
    }

    private void Of(ReadOnlySpan<float> features, Span<OutlierTerms> terms)
    {
        int width = model.Architecture.InputSize, size = model.Architecture.LatentSize;
        float[] scaled = new float[features.Length], code = new float[terms.Length * model.Architecture.CodeSize];
        float[] output = new float[features.Length], means = new float[terms.Length * size];
        ILatentScorer latents = ModelEvaluation.LatentScorer(model);

        scaling.Scale(features, scaled);
        model.EncodeScaled(scaled, code);                       // [rows, features] -> [rows, code]
        CodeTerms[] codeTerms = latents.Terms(code);
        CodeMeans(model, code, means);                          // [rows, code] -> [rows, latents]
        model.DecodeOutputs(latents.MostLikely(code), output);  // [rows, latents] -> [rows, features]
        double[] reconstructions = Reconstructions(output, scaled);
        for (int row = 0; row < terms.Length; row++)
        {
            terms[row] = new(
                (float)reconstructions[row],
                (float)codeTerms[row].Energy,
                (float)codeTerms[row].Entropy,
                (float)(codes?.Distance(means.AsSpan(row * size, size)) ?? 0),
                (float)_beyond.Nats(features.Slice(row * width, width)));
        }
    }

    private double[] Reconstructions(float[] output, float[] scaled)
    {
        Likelihood likelihood = model.Architecture.Likelihood;
        double[] nats = new double[scaled.Length / likelihood.Slots];
        if (isOfFirstVersion)
        {
            new LikelihoodPass(likelihood, threads: 1).Loss(model.LikelihoodParameters, output, scaled, gradientScale: 0, output, nats);
            return nats;
        }

        float[] variances = new float[likelihood.Slots];
        double[] slots = new double[likelihood.Slots];
        likelihood.Variances(model.LikelihoodParameters, variances);
        for (int row = 0; row < nats.Length; row++)
        {
            int first = row * slots.Length;
            SlotDivergence.Of(likelihood, variances, output.AsSpan(first, slots.Length), scaled.AsSpan(first, slots.Length), slots);
            nats[row] = slots.Sum();
        }

        return nats;
    }
}
