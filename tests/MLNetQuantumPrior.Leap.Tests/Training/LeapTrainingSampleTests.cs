using System.Globalization;
using System.Text.RegularExpressions;
using MLNetQuantumPrior.LeapStub;
using MLNetQuantumPrior.Samples;

namespace MLNetQuantumPrior.Leap.Tests;

/// <summary>The sample on its stand-in.</summary>
[TestClass]
public sealed class LeapTrainingSampleTests
{
    [TestMethod]
    public async Task TheSamplePrintsWhatItDocuments()
    {
        await using LeapStubServer server = await LeapTraining.StandInAsync();
        string solver = server.Solvers.Single().Name;
        using var client = new LeapClient(new() { Endpoint = server.Endpoint, Token = server.Options.Token, Solver = solver });
        using var printed = new StringWriter(CultureInfo.InvariantCulture);

        LeapTraining.Run(client, await client.GetSolverAsync(), printed);

        string[] source = await File.ReadAllLinesAsync(Path.Combine(AppContext.BaseDirectory, "LeapTraining.cs"));
        string[] documented =
        [
            .. source.Select(line => line.Trim()).SkipWhile(line => line != "// Output:").Skip(1).TakeWhile(line => line.StartsWith("// "))
                .Select(line => line[3..]),
        ];
        string[] lines = printed.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.HasCount(documented.Length, lines, printed.ToString());
        foreach ((string expected, string actual) in documented.Zip(lines))
        {
            // Another kind of processor trains another model.
            Assert.AreEqual(Regex.Replace(expected, @"0\.\d\d|1\.00", "x"), Regex.Replace(actual, @"0\.\d\d|1\.00", "x"));
        }

        Assert.AreEqual(64, server.Counters.Submissions);
        Assert.AreEqual(server.Counters.AccessTime / 1e6, client.Charged.TotalSeconds, 1e-3);
        Assert.IsFalse(printed.ToString().Contains(server.Options.Token, StringComparison.Ordinal));
    }
}
