namespace MLNetQuantumPrior;

/// <summary>What a user demands of every generated row.</summary>
public abstract record Constraint
{
    private protected Constraint()
    {
    }
}
