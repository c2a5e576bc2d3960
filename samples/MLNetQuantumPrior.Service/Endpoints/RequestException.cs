namespace MLNetQuantumPrior.Service;

/// <summary>A request that cannot be answered, and why.</summary>
/// <param name="field">What is wrong in it, such as "rows[2]".</param>
/// <param name="expected">What would be right.</param>
/// <param name="got">What it is instead.</param>
internal sealed class RequestException(string field, string expected, string got)
    : Exception($"Request '{field}': expected {expected}, got {got}.")
{
    public string Field => @field;

    public string Expected => expected;

    public string Got => got;
}
