using Microsoft.Extensions.Options;
using Microsoft.ML.OnnxRuntime;

namespace MLNetQuantumPrior.Service.Tests;

[TestClass]
public sealed class ModelTests
{
    // The host disposes of its models when its time to shut down is over, whether they compute or not.
    [TestMethod]
    public async Task AModelThatIsDisposedOfEndsItsRunsFirst()
    {
        var model = new GeneratorModel(Options.Create(new ServingOptions { Generator = ServedFiles.Generator }));
        GeneratorRow[] rows = [.. Enumerable.Range(0, 64).Select(id => new GeneratorRow(0, id, 0, Sweeps: 1_000_000, Beta: 1))];
        using var begun = new CountdownEvent(2);
        Task[] runs = [.. Enumerable.Range(0, 2).Select(_ => Task.Factory.StartNew(
            () =>
            {
                begun.Signal();
                model.Run(rows);
            },
            TaskCreationOptions.LongRunning))];
        begun.Wait();
        await Task.Delay(200); // so that they are in native code, most likely; the test holds either way
        model.Dispose();
        foreach (Task run in runs)
        {
            Exception error = await Assert.ThrowsAsync<Exception>(() => run);
            Assert.IsTrue(error is OnnxRuntimeException or ObjectDisposedException, $"{error}");
        }

        Assert.ThrowsExactly<ObjectDisposedException>(() => model.Run(rows));
        model.Dispose();
    }
}
