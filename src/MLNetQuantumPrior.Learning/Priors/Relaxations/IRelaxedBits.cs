namespace MLNetQuantumPrior.Learning;

/// <summary>Draws bits with P(1) = 1 / (1 + exp(-l)), and passes a gradient by the bits on to the logits l.</summary>
internal interface IRelaxedBits
{
    /// <summary>A bit for each logit, drawn with a uniform number within (0, 1).</summary>
    void Sample(ReadOnlySpan<float> logits, ReadOnlySpan<float> uniforms, Span<float> bits);

    /// <summary>The gradient by the logits, given what <see cref="Sample"/> drew and the gradient by that.</summary>
    void Differentiate(ReadOnlySpan<float> logits, ReadOnlySpan<float> bits, ReadOnlySpan<float> bitGradient, Span<float> logitGradient);
}
