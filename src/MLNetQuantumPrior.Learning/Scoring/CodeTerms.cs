namespace MLNetQuantumPrior.Learning;

/// <summary>What the KL of a row's code is made of, but for log Z; nats.</summary>
/// <param name="Energy">E_q[E].</param>
/// <param name="Entropy">H(q).</param>
internal readonly record struct CodeTerms(double Energy, double Entropy)
{
    public double KlWithoutLogZ => Energy - Entropy;
}
