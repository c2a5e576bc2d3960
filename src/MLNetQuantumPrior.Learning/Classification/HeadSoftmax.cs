namespace MLNetQuantumPrior.Learning;

/// <summary>The softmax of one head of a classifier, and the loss of several heads.</summary>
internal static class HeadSoftmax
{
    /// <summary>Logits become probabilities. Returns the logarithm of the sum of their exponentials.</summary>
    public static double Run(Span<float> logits)
    {
        float largest = logits[0];
        foreach (float logit in logits)
        {
            largest = MathF.Max(largest, logit);
        }

        double sum = 0;
        foreach (ref float value in logits)
        {
            value = MathF.Exp(value - largest); // at most 1, so that nothing overflows
            sum += value;
        }

        foreach (ref float value in logits)
        {
            value = (float)(value / sum);
        }

        return largest + Math.Log(sum);
    }

    /// <summary>-log p(label) of each head: sum over heads whose label is known, mean over rows; and its gradient by the logits.</summary>
    /// <param name="logits">[rows, sum of heads]</param>
    /// <param name="labels">The value of each head, or -1 where it is not known. [rows, heads]</param>
    /// <param name="heads">Values of each head.</param>
    /// <param name="gradient">Receives the gradient. [rows, sum of heads]</param>
    public static double Loss(
        ReadOnlySpan<float> logits, ReadOnlySpan<int> labels, ReadOnlySpan<int> heads, Span<float> gradient)
    {
        int rows = labels.Length / heads.Length, start = 0;
        float scale = 1f / rows;
        double loss = 0;
        logits.CopyTo(gradient);
        for (int k = 0; k < labels.Length; k++)
        {
            Span<float> own = gradient.Slice(start, heads[k % heads.Length]);
            start += own.Length;
            if (labels[k] < 0)
            {
                own.Clear();
                continue;
            }

            float logit = own[labels[k]];
            loss += Run(own) - logit;
            own[labels[k]] -= 1;
            foreach (ref float value in own)
            {
                value *= scale;
            }
        }

        return loss / rows;
    }
}
