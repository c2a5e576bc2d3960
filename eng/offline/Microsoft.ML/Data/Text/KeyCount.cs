namespace Microsoft.ML.Data;

/// <summary>How many categories a key column has; without a number, as many as its type can count.</summary>
public sealed class KeyCount
{
    public ulong? Count;

    public KeyCount()
    {
    }

    public KeyCount(ulong count) => Count = count;
}
