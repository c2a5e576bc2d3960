namespace Microsoft.ML.Trainers;

/// <summary>Softmax regression: the scores are class probabilities.</summary>
public sealed class MaximumEntropyModelParameters : LinearMulticlassModelParametersBase
{
    internal MaximumEntropyModelParameters(float[][] weights, float[] biases) : base(weights, biases)
    {
    }

    private protected override void Calibrate(Span<float> scores)
    {
        double logZ = SoftmaxKernel.LogSumExp(scores);
        foreach (ref float score in scores)
            score = (float)Math.Exp(score - logZ);
    }
}
