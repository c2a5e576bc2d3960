namespace MLNetQuantumPrior.Learning;

/// <summary>
/// What lies between encoder and decoder: how latents are drawn, and the loss on the code itself (the KL term). Engines call it with plain
/// numbers, so every engine trains every prior.
/// </summary>
public interface IBottleneck
{
    /// <summary>Draws the decoder's input. <c>[rows, CodeSize] -> [rows, LatentSize]</c></summary>
    /// <param name="code">The encoder's output.</param>
    /// <param name="latents">Receives the latents.</param>
    void Sample(ReadOnlySpan<float> code, Span<float> latents);

    /// <summary>The backward pass.</summary>
    /// <param name="code">The encoder's output, as given to <see cref="Sample"/>.</param>
    /// <param name="latents">What <see cref="Sample"/> wrote.</param>
    /// <param name="latentGradient">Gradient of the loss, a mean over rows, by the latents.</param>
    /// <param name="codeGradient">
    /// Receives the gradient of the loss by the code: through the latents, and of the code's own loss. Overwritten.
    /// </param>
    /// <returns>The code's own loss, mean over rows, as added to the reconstruction loss.</returns>
    double Differentiate(
        ReadOnlySpan<float> code, ReadOnlySpan<float> latents, ReadOnlySpan<float> latentGradient, Span<float> codeGradient);
}
