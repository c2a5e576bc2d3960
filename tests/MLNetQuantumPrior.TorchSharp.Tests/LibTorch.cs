using MLNetQuantumPrior.Torch;

namespace MLNetQuantumPrior.Torch.Tests;

/// <summary>Whether libtorch is there to test on.</summary>
internal static class LibTorch
{
    private static readonly Lazy<string?> Missing = new(() =>
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

    /// <summary>Skips the test that calls it where libtorch is not, and says why.</summary>
    public static void SkipWithout()
    {
        if (Missing.Value is { } reason)
        {
            Assert.Inconclusive($"Skipped without libtorch. {reason}");
        }
    }
}
