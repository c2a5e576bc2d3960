namespace MLNetQuantumPrior.Browser.Tests;

/// <summary>Tests that need other programs.</summary>
internal static class TestPrograms
{
    /// <summary>Runs a part of a test that is inconclusive, with the reason, where a program is missing.</summary>
    public static T OrInconclusive<T>(Func<T> part)
    {
        try
        {
            return part();
        }
        catch (ProgramMissingException missing)
        {
            Assert.Inconclusive(missing.Message);
            throw;
        }
    }

    /// <inheritdoc cref="OrInconclusive"/>
    public static async Task<T> OrInconclusiveAsync<T>(Func<Task<T>> part)
    {
        try
        {
            return await part();
        }
        catch (ProgramMissingException missing)
        {
            Assert.Inconclusive(missing.Message);
            throw;
        }
    }
}
