namespace Microsoft.ML.Trainers;

/// <summary>Softmax regression: the scores are class probabilities.</summary>
public sealed class MaximumEntropyModelParameters : LinearMulticlassModelParametersBase, ILoadable
{
    private static readonly ModelFormat s_format =
        new("MULTI LR", 0x00010003, "MultiClassLRExec", ModelFormat.StandardTrainers) { Readable = 0x00010001, Oldest = 0x00010001 };

    internal MaximumEntropyModelParameters(float[][] weights, float[] biases) : base(weights, biases)
    {
    }

    private MaximumEntropyModelParameters(ModelLoadContext context) : base(context)
    {
    }

    static ICanSaveModel ILoadable.Load(ModelLoadContext context)
    {
        context.Header.Check(s_format);
        return new MaximumEntropyModelParameters(context);
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetFormat(s_format);
        SaveWeights(ctx);
    }

    private protected override void Calibrate(Span<float> scores)
    {
        double logZ = SoftmaxKernel.LogSumExp(scores);
        foreach (ref float score in scores)
            score = (float)Math.Exp(score - logZ);
    }
}
