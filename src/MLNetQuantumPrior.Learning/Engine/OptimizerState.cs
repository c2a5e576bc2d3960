using System.Text;

namespace MLNetQuantumPrior.Learning;

/// <summary>
/// What the optimiser remembers between steps: of Adam, and of learned variances. With the parameters it is all that a network needs to go
/// on bit for bit as if never interrupted.
/// </summary>
/// <param name="Steps">Number of steps so far, at least 0.</param>
/// <param name="Means">
/// Running mean of the gradient, one value a parameter, before bias correction; of a learned variance, that of the squared residual.
/// </param>
/// <param name="Variances">Running mean of the squared gradient, likewise; 0 of a learned variance.</param>
public sealed record OptimizerState(int Steps, ImmutableArray<float> Means, ImmutableArray<float> Variances)
{
    /// <summary>
    /// Appends the state to a stream, little-endian: Int32 steps, Int32 parameters n, n Single means, n Single variances.
    /// </summary>
    public void Write(Stream stream)
    {
        using BinaryWriter writer = new(stream, Encoding.UTF8, leaveOpen: true);
        writer.Write(Steps);
        writer.Write(Means.Length);
        foreach (float value in Means)
        {
            writer.Write(value);
        }

        foreach (float value in Variances)
        {
            writer.Write(value);
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote, and not a byte more.</summary>
    /// <exception cref="InvalidDataException">The stream ends too early, or a size is negative.</exception>
    public static OptimizerState Read(Stream stream)
    {
        using BinaryReader reader = new(stream, Encoding.UTF8, leaveOpen: true);
        try
        {
            (int steps, int count) = (reader.ReadInt32(), reader.ReadInt32());
            return steps >= 0 && count >= 0
                ? new(steps, Singles(count), Singles(count))
                : throw new InvalidDataException($"Optimizer state: expected no negative size, got {steps} steps of {count} parameters.");
        }
        catch (EndOfStreamException error)
        {
            throw new InvalidDataException("Optimizer state: expected more bytes, got the end of the stream.", error);
        }

        ImmutableArray<float> Singles(int count)
        {
            var values = ImmutableArray.CreateBuilder<float>();
            for (int k = 0; k < count; k++)
            {
                values.Add(reader.ReadSingle());
            }

            return values.ToImmutable();
        }
    }
}
