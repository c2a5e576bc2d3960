namespace MLNetQuantumPrior.Leap;

/// <summary>One setting and where it comes from. Its text may be a secret, so errors and logs name its origin alone.</summary>
/// <param name="Text">The text, never empty.</param>
/// <param name="Origin">Such as "environment variable 'DWAVE_API_TOKEN'".</param>
internal sealed record Setting(string Text, string Origin)
{
    public override string ToString() => Origin;

    public InvalidDataException Wrong(string expected) => new($"Configuration, {Origin}: expected {expected}.");
}
