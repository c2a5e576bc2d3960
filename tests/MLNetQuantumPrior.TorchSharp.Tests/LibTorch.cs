using MLNetQuantumPrior.Torch;

namespace MLNetQuantumPrior.Torch.Tests;

/// <summary>Whether libtorch is there to test on.</summary>
internal static class LibTorch
{
    private static readonly Lazy<string?> Reason = new(() =>
    {
        try
        {
            TorchDevice.Open("cpu");
            return null;
        }
        catch (InvalidOperationException error)
        {
            return error.Message;
        }
    });

    /// <summary>What the engine says without it; null where it is there.</summary>
    public static string? Missing => Reason.Value;

    /// <summary>Skips the test that calls it where libtorch is not, and says why.</summary>
    public static void SkipWithout()
    {
        if (Missing is { } reason)
        {
            Assert.Inconclusive($"Skipped without libtorch. {reason}");
        }
    }
}
