namespace MLNetQuantumPrior.Sampling;

/// <summary>
/// Independent exact draws from a model of at most <see cref="ExactEnumeration.MaxSpins"/> spins, by enumeration. Slow and right: the
/// sampler that others are compared with, and the one to use where the model is small enough.
/// </summary>
/// <remarks>
/// Draws depend on nothing before them, so <see cref="SampleRequest.InitialStates"/> and <see cref="SampleRequest.Continue"/> are refused,
/// and <see cref="SampleSet.State"/> is null.
/// </remarks>
public sealed class ExactSampler : IIsingSampler
{
    /// <inheritdoc/>
    public SampleSet Sample(IsingModel model, SampleRequest request, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.EnsureFits(model);
        request.RefuseStart("exact draws have no start");

        var distribution = new ExactEnumeration(model, request.Beta, cancel);
        double[] uniforms = new double[request.Reads];
        for (int r = 0; r < uniforms.Length; r++)
        {
            uniforms[r] = request.StreamOf(r).NextDouble();
        }

        sbyte[] spins = new sbyte[request.Reads * model.SpinCount];
        distribution.Draw(uniforms, spins, cancel);
        var matrix = SpinMatrix.Adopt(spins, request.Reads, model.SpinCount);
        return new(matrix, model.Energies(matrix), State: null);
    }
}
