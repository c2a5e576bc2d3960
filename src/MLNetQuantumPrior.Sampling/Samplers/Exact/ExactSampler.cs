using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace MLNetQuantumPrior.Sampling;

/// <summary>
/// Independent exact draws from a model of at most <see cref="ExactEnumeration.MaxSpins"/> spins, by enumeration. Slow and right: the
/// sampler that others are compared with, and the one to use where the model is small enough.
/// </summary>
/// <remarks>
/// Draws depend on nothing before them, so <see cref="SampleRequest.InitialStates"/> and <see cref="SampleRequest.Continue"/> are refused,
/// and
/// <see cref="SampleSet.State"/> is null.
/// </remarks>
public sealed class ExactSampler : IIsingSampler
{
    /// <inheritdoc/>
    public SampleSet Sample(IsingModel model, SampleRequest request, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(request);
        request.EnsureFits(model);
        if (request.InitialStates is not null || request.Continue is not null)
        {
            string start = request.Continue is null ? nameof(request.InitialStates) : nameof(request.Continue);
            throw new ArgumentException($"Sample request '{start}': expected none, because exact draws have no start, got one.");
        }

        var law = new ExactEnumeration(model, request.Beta, cancel);
        double[] uniforms = new double[request.Reads];
        for (int r = 0; r < uniforms.Length; r++)
        {
            Xoshiro128 stream = Xoshiro128.OfChain(request.Seed, request.Streams is { } streams ? streams[r] : (ulong)r);
            uniforms[r] = stream.NextDouble();
        }

        sbyte[] spins = new sbyte[request.Reads * model.SpinCount];
        law.Draw(uniforms, spins, cancel);
        var matrix = SpinMatrix.Adopt(spins, request.Reads, model.SpinCount);
        double[] energies = new double[request.Reads];
        for (int r = 0; r < energies.Length; r++)
        {
            energies[r] = model.Energy(matrix[r]);
        }

        return new(matrix, ImmutableCollectionsMarshal.AsImmutableArray(energies), State: null);
    }
}
