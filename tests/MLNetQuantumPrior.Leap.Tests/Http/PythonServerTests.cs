using System.ComponentModel;
using System.Diagnostics;

namespace MLNetQuantumPrior.Leap.Tests;

/// <summary>The server of the documentation, with a sampler that looks like one of dimod.</summary>
[TestClass]
public sealed class PythonServerTests
{
    private const string Dimod = """
        import math, random

        class Answer(list):
            def data(self, fields, sorted_by="energy"):
                assert fields == ["sample", "num_occurrences"] and sorted_by is None
                return iter(self)

        class SimulatedAnnealingSampler:
            parameters = {"num_reads": [], "seed": [], "beta_range": []}

            def sample_ising(self, h, j, num_reads, seed, beta_range):
                assert beta_range == (0.1, 1.0)
                names, chance = list(h), random.Random(seed)
                states = [dict(zip(names, (2 * (n >> k & 1) - 1 for k in range(len(names))))) for n in range(2 ** len(names))]
                weights = [math.exp(-sum(h[v] * s[v] for v in h) - sum(x * s[a] * s[b] for (a, b), x in j.items())) for s in states]
                return Answer((s, 2) for s in chance.choices(states, weights, k=num_reads // 2))
        """;

    [TestMethod]
    public async Task TheServerOfTheDocumentationServesAnySamplerOfDimod()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        string[] page = await File.ReadAllLinesAsync(Path.Combine(AppContext.BaseDirectory, "http-sampler.md"));
        string[] program = [.. page.SkipWhile(line => line != "```python").Skip(1).TakeWhile(line => line != "```")];
        Assert.IsInRange(20, 40, program.Length);
        await File.WriteAllLinesAsync(Path.Combine(folder, "server.py"), program);
        await File.WriteAllTextAsync(Path.Combine(folder, "dimod.py"), Dimod);
        using Process python = Start(folder);
        try
        {
            string? address = await python.StandardOutput.ReadLineAsync();
            if (address is null)
            {
                Assert.Fail(await python.StandardError.ReadToEndAsync());
            }

            using var sampler = new HttpSampler(new Uri(address));
            var model = new IsingModel(
                SpinGraph.FromLabels([3, 5, 9], [new(3, 5), new(5, 9)]), (double[])[0.5, 0, -1], (double[])[-1, 0.25], offset: 2.5);
            SampleSet reads = sampler.Sample(model, new SampleRequest(Reads: 20_000, Seed: 7) { Beta = 0.5 });

            // 8 states, 10,000 draws that count twice: the expected distance is below 8 * 0.4 / sqrt(8 * 10,000) = 0.011.
            double distance = TotalVariation.Of(new ExactEnumeration(model, 0.5), reads.Spins);
            Assert.IsLessThan(0.03, distance);
            var error = Assert.ThrowsExactly<HttpRequestException>(() => sampler.Sample(model, new SampleRequest(1, 1) { Beta = 1e308 }));
            StringAssert.Contains(error.Message, "got 400: OverflowError");
        }
        finally
        {
            python.Kill();
            await python.WaitForExitAsync();
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Process Start(string folder)
    {
        try
        {
            return Process.Start(new ProcessStartInfo("python3", ["server.py", "0"])
            {
                WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true,
            })!;
        }
        catch (Win32Exception)
        {
            Assert.Inconclusive("python3 is missing.");
            throw;
        }
    }
}
