namespace MLNetQuantumPrior.Learning;

/// <summary>All learned numbers at some moment.</summary>
/// <param name="Networks">Parameters of the networks.</param>
/// <param name="Prior">Parameters of the prior; none where it learns nothing.</param>
internal sealed record ModelSnapshot(float[] Networks, float[] Prior)
{
    public static ModelSnapshot Of(IVaeNetwork network, ITrainedPrior prior)
    {
        float[] networks = new float[network.Architecture.ParameterCount];
        network.GetParameters(networks);
        return new(networks, [.. prior.Parameters]);
    }
}
