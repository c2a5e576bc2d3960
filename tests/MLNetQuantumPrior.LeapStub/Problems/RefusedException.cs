namespace MLNetQuantumPrior.LeapStub;

/// <summary>A problem that the service does not take.</summary>
internal sealed class RefusedException(int code, string message) : Exception(message)
{
    public int Code => code;

    public static RefusedException Bad(string message) => new(400, message);
}
