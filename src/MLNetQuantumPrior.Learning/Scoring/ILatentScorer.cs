namespace MLNetQuantumPrior.Learning;

/// <summary>
/// What a score asks of latents: of q(z|x), which the encoder's codes give, and of the prior p(z) = exp(-E(z)) / Z. Holds scratch memory:
/// one for each thread.
/// </summary>
internal interface ILatentScorer
{
    /// <summary>The exact terms of the KL of each row. <c>[rows, CodeSize] -> [rows]</c></summary>
    CodeTerms[] Terms(float[] codes);

    /// <summary>The likeliest latents of each row. <c>[rows, CodeSize] -> [rows, LatentSize]</c></summary>
    float[] MostLikely(float[] codes);

    /// <summary>
    /// Latents of each row from q, one stream of random numbers a row. <c>[rows, CodeSize] -> [rows * samples, LatentSize]</c>
    /// </summary>
    /// <param name="codes">The encoder's output.</param>
    /// <param name="samples">Draws a row.</param>
    /// <param name="seed">Seed of the draws.</param>
    /// <param name="first">Number of the first row.</param>
    float[] Draw(float[] codes, int samples, ulong seed, int first);

    /// <summary>-E(z) - log q(z|x) of each of the drawn latents. <c>[rows * samples]</c></summary>
    /// <param name="codes">The encoder's output.</param>
    /// <param name="latents">What <see cref="Draw"/> gave.</param>
    double[] LogWeights(float[] codes, float[] latents);
}

/// <summary>What the KL of a row's code is made of, but for log Z; nats.</summary>
/// <param name="Energy">E_q[E].</param>
/// <param name="Entropy">H(q).</param>
internal readonly record struct CodeTerms(double Energy, double Entropy)
{
    public double KlWithoutLogZ => Energy - Entropy;
}
