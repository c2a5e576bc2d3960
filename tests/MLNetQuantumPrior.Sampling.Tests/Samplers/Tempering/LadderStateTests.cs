using System.Buffers.Binary;

namespace MLNetQuantumPrior.Sampling.Tests;

[TestClass]
public sealed class LadderStateTests
{
    private const int Header = 5 * sizeof(int);

    private static readonly LadderState State = new(
        Parity: 1, Betas: [0, 0.25, 1], ReplicaAt: [2, 0, 1, 0, 1, 2], Spins: [1, 1, -1, 1, 1, -1, -1, -1, 1, -1, 1, 1]);

    [TestMethod]
    public void ReadsWhatItWrote()
    {
        LadderState read = Read(State.Write());

        Assert.AreEqual(1, read.Parity);
        CollectionAssert.AreEqual(State.Betas, read.Betas);
        CollectionAssert.AreEqual(State.ReplicaAt, read.ReplicaAt);
        CollectionAssert.AreEqual(State.Spins, read.Spins);
    }

    [TestMethod]
    public void RefusesWhatDoesNotFit()
    {
        SamplerState good = State.Write();
        Refused(good with { Sampler = "BlockGibbs" }, "a state of sampler 'ParallelTempering', got one of 'BlockGibbs'.");
        Refused(good with { Content = good.Content[..7] }, "a header of 20 bytes, got 7 bytes.");
        Refused(good with { Content = good.Content[..^1] }, "60 bytes after the header, got 59.");
        Refused(Changed(0, 9), "format version 1, got 9.");
        Refused(Changed(4, 3), "2 ladders, got 3.");
        Refused(Changed(8, 4), "3 temperatures, got 4.");
        Refused(Changed(12, 5), "replicas of the model's 2 spins, got 5.");
        Refused(Changed(16, 2), "a parity of 0 or 1, got 2.");
        Refused(Changed(Header + 4, 1 << 20), "finite inverse temperatures that ascend from 0, got ", start: true);
        Refused(Changed(Header + 20, 0x7FF << 20), "finite inverse temperatures that ascend from 0, got Infinity as number 2.");
        Refused(Changed(Header + 24, 1), "every replica at one temperature, got another order in ladder 0.");
        Refused(Changed(Header + 48 + 8, 1), "spins of -1 or +1, got 0 in replica 4, spin 1.");

        SamplerState Changed(int at, int number)
        {
            byte[] content = good.Content.ToArray();
            BinaryPrimitives.WriteInt32LittleEndian(content.AsSpan(at), number);
            return good with { Content = content };
        }

        static void Refused(SamplerState state, string message, bool start = false)
        {
            string actual = Assert.ThrowsExactly<ArgumentException>(() => Read(state)).Message;
            string expected = "Sample request 'Continue': expected " + message;
            Assert.AreEqual(expected, start ? actual[..expected.Length] : actual);
        }
    }

    private static LadderState Read(SamplerState state) => LadderState.Read(state, ladders: 2, temperatures: 3, spinCount: 2);
}
