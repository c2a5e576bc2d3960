using MLNetQuantumPrior.Learning.Onnx;
using DataType = MLNetQuantumPrior.Learning.Onnx.TensorProto.Types.DataType;

namespace MLNetQuantumPrior.Learning;

/// <summary>Terms that are <see cref="PortableRandom"/>: 64-bit numbers, whose products and sums wrap.</summary>
internal static class SquaresSteps
{
    private const long HalfTurn = 1L << 32;

    /// <summary><see cref="PortableRandom.Key"/> of rows. <c>[N, 1]</c></summary>
    /// <param name="seed">Seeds.</param>
    /// <param name="id">Names.</param>
    /// <param name="set">Numbers of classes from 1, or a 0 for all.</param>
    public static Term Key(Term seed, Term id, Term set)
    {
        Term mixed = Mixed(seed + PortableRandom.SeedOffset);
        mixed = Mixed(mixed + (id + PortableRandom.IdOffset));
        mixed = Mixed(mixed + (set + PortableRandom.SetOffset));
        return (mixed * 2) + 1;
    }

    /// <summary><see cref="PortableRandom.Word"/>, each below 2^32. <c>[n], [N, 1] -> [N, n]</c></summary>
    public static Term Words(Term counter, Term key)
    {
        Term x = counter * key, y = x, z = y + key;
        x = Turned((x * x) + y);
        x = Turned((x * x) + z);
        x = Turned((x * x) + y);
        return Shifted((x * x) + z, 32);
    }

    /// <summary>Words to their upper halves. <c>[N, n] -> [N, n]</c></summary>
    public static Term Upper(Term words) => words / PortableTables.Uniforms;

    /// <summary>Words to their upper halves, then their lower ones, as whole numbers below 65,536. <c>[N, n] -> [N, 2 n]</c></summary>
    public static Term Halves(Term words)
    {
        Term upper = Upper(words);
        return Term.Joined(1, upper, words - (upper * PortableTables.Uniforms));
    }

    private static Term Mixed(Term x)
    {
        for (int round = 0; round < PortableRandom.MixingRounds; round++)
        {
            x = Turned(x * ((x * 2) + 1));
        }

        return x;
    }

    /// <summary>Upper and lower halves change places.</summary>
    private static Term Turned(Term x) => Shifted(x, 32) + (x * HalfTurn);

    /// <summary>Bits moved down, zeros above them.</summary>
    private static Term Shifted(Term x, long places)
    {
        Term unsigned = x.Cast(DataType.Uint64);
        return Term.Of("BitShift", DataType.Uint64, [unsigned, unsigned.Number(places)], AttributeProto.Of("direction", "RIGHT"))
            .Cast(DataType.Int64);
    }
}
