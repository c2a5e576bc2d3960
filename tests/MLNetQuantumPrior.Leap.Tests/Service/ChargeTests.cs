using System.Text.Json.Nodes;

namespace MLNetQuantumPrior.Leap.Tests;

[TestClass]
public sealed class ChargeTests
{
    /// <summary>One read of three qubits should take 34.7 ms, by the timing data of the solver.</summary>
    private static readonly double Estimate = TestClient.Solver.EstimateAccessTime(3, new())!.Value;

    [TestMethod]
    public async Task ARunThatWouldPassTheBoundIsNotSubmitted()
    {
        using var test = new TestClient(options => options with { ChargeLimit = TimeSpan.FromMicroseconds(1.5 * Estimate) });
        var error = await Assert.ThrowsExactlyAsync<LeapException>(() => test.SolveAsync(2));
        StringAssert.Contains(error.Message, "Nothing of it was submitted");
        Assert.IsEmpty(test.Service.Requests);
        await test.SolveAsync();
        Assert.AreEqual(TimeSpan.FromMicroseconds(1000), test.Client.Charged);
    }

    [TestMethod]
    public async Task WhatIsChargedAddsUp()
    {
        using var test = new TestClient(options => options with { ChargeLimit = TimeSpan.FromMicroseconds(Estimate + 2500) });
        await test.SolveAsync();
        await test.SolveAsync();
        await test.SolveAsync();
        await Assert.ThrowsExactlyAsync<LeapException>(() => test.SolveAsync());
        Assert.HasCount(3, test.Service.Jobs);
    }

    [TestMethod]
    public async Task WhatIsUnderWayCountsWithItsEstimate()
    {
        using var test = new TestClient(options => options with { ChargeLimit = TimeSpan.FromMicroseconds(1.5 * Estimate) });
        Task<LeapAnswer[]>? second = null;
        test.Service.Status = _ =>
        {
            second ??= test.SolveAsync();
            return "COMPLETED";
        };
        await test.SolveAsync();
        await Assert.ThrowsExactlyAsync<LeapException>(() => second!);
        Assert.HasCount(1, test.Service.Jobs);
    }

    /// <summary>A listener that fails ends the call, and leaves nothing reserved.</summary>
    [TestMethod]
    public async Task WhatWasReservedIsSettledWhateverHappens()
    {
        using var test = new TestClient(options => options with
        {
            ChargeLimit = TimeSpan.FromMicroseconds(1.5 * Estimate), Progress = new Failing(),
        });
        test.Service.Status = _ => "PENDING";
        await Assert.ThrowsExactlyAsync<NotSupportedException>(() => test.SolveAsync());
        Assert.HasCount(1, test.Service.Jobs);
        await Assert.ThrowsExactlyAsync<NotSupportedException>(() => test.SolveAsync()); // and no error of charges
    }

    [TestMethod]
    public void ARateIsNotNegative()
    {
        var solver = JsonNode.Parse(Golden.Data.GetProperty("solvers")[0].GetRawText())!;
        solver["properties"]!["quota_conversion_rate"] = -1;
        Assert.ThrowsExactly<InvalidDataException>(() => LeapSolver.Parse(solver.ToJsonString()));
    }

    /// <summary>Whatever threads do at once, the bound holds.</summary>
    [TestMethod]
    public void ThreadsTogetherStayWithinTheBound()
    {
        var ledger = new ChargeLedger(TimeSpan.FromMicroseconds(1000));
        int runs = 0;
        Parallel.For(0, 5000, _ =>
        {
            try
            {
                ledger.Reserve(10);
            }
            catch (LeapException)
            {
                return;
            }

            Interlocked.Increment(ref runs);
            ledger.Settle(10, 10);
        });
        Assert.AreEqual(100, runs);
        Assert.AreEqual(TimeSpan.FromMicroseconds(1000), ledger.Charged);
    }

    [TestMethod]
    public async Task TheRateOfTheSolverCounts()
    {
        using var test = new TestClient();
        await test.Client.SolveAsync(TestClient.Solver with { QuotaConversionRate = 2 }, [TestClient.Problem()]);
        Assert.AreEqual(TimeSpan.FromMilliseconds(2), test.Client.Charged);
    }

    private sealed class Failing : IProgress<LeapEvent>
    {
        public void Report(LeapEvent value) => throw new NotSupportedException();
    }
}
