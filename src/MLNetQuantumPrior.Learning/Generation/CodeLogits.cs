namespace MLNetQuantumPrior.Learning;

/// <summary>The encoder's logits of rows, in memory.</summary>
internal sealed class CodeLogits
{
    private readonly float[] _logits;
    private readonly int _spins;

    /// <summary>Wraps an array without copying it.</summary>
    /// <param name="logits"><c>[rows, spins]</c></param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="spins">Logits of a row, at least 1.</param>
    /// <exception cref="ArgumentException">The length is wrong, or a logit is not finite.</exception>
    public CodeLogits(float[] logits, int rows, int spins)
    {
        ArgumentNullException.ThrowIfNull(logits);
        ArgumentOutOfRangeException.ThrowIfLessThan(spins, 1);
        (_logits, _spins) = (logits, spins);
        if (logits.Length != (long)rows * spins)
        {
            throw new ArgumentException(
                $"Logits: expected {(long)rows * spins} values, {rows} rows of {spins} spins, got {logits.Length}.", nameof(logits));
        }

        for (int k = 0; k < logits.Length; k++)
        {
            if (!float.IsFinite(logits[k]))
            {
                throw new ArgumentException(
                    $"Logit {k % spins} of row {k / spins}: expected a finite number, got {logits[k]}.", nameof(logits));
            }
        }
    }

    /// <summary>Logits of rows <paramref name="start"/> to before <paramref name="end"/>.</summary>
    public ReadOnlySpan<float> Slice(int start, int end) => _logits.AsSpan(start * _spins, (end - start) * _spins);
}
