using System.Runtime.InteropServices;

namespace MLNetQuantumPrior.Learning.Tests;

/// <summary>Equality to the last bit: tells -0 from 0, and finds NaN equal to itself.</summary>
internal static class Bits
{
    public static void AssertSame(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, string message = "")
    {
        Assert.AreEqual(expected.Length, actual.Length, message);
        int same = MemoryMarshal.Cast<float, int>(expected).CommonPrefixLength(MemoryMarshal.Cast<float, int>(actual));
        if (same < expected.Length)
        {
            Assert.Fail($"{message} Value {same}: expected {expected[same]:R}, got {actual[same]:R}.");
        }
    }
}
