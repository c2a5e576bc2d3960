using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.LeapStub;

namespace MLNetQuantumPrior.Leap.Tests;

/// <summary>What a training does when the service, the network or the processor fails.</summary>
[TestClass]
public sealed class TrainingFaultTests
{
    private static readonly Lazy<Task<BmVaeModel>> Undisturbed = new(async () =>
    {
        await using StubTraining training = await StubTraining.StartAsync();
        BmVaeModel model = await training.TrainAsync();
        Assert.AreEqual(StubTraining.Steps, training.Server.Counters.Submissions);
        return model;
    });

    public static IEnumerable<object[]> Passing =>
    [
        [new StubFault(StubFaultKind.Status, StubCall.Submit, 2) { Code = 429, RetryAfter = "3" }],
        [new StubFault(StubFaultKind.Status, StubCall.Submit, 2) { Code = 429 }],
        [new StubFault(StubFaultKind.Status, StubCall.Submit, 2) { Code = 500 }],
        [new StubFault(StubFaultKind.Status, StubCall.Submit, 2) { Code = 503, RetryAfter = "1" }],
        [new StubFault(StubFaultKind.DropBefore, StubCall.Submit, 2)],
        [new StubFault(StubFaultKind.DropAfter, StubCall.Submit, 2)],
        [new StubFault(StubFaultKind.HalfAnswer, StubCall.Submit, 2)],
        [new StubFault(StubFaultKind.Garbage, StubCall.Submit, 2)],
        [new StubFault(StubFaultKind.Status, StubCall.Poll, 2) { Code = 503 }],
        [new StubFault(StubFaultKind.DropBefore, StubCall.Poll, 2)],
        [new StubFault(StubFaultKind.HalfAnswer, StubCall.Poll, 2)],
        [new StubFault(StubFaultKind.Slow, StubCall.Poll, 2) { Delay = TimeSpan.FromMilliseconds(300) }],
        [new StubFault(StubFaultKind.Status, StubCall.Problem, 2) { Code = 500 }],
        [new StubFault(StubFaultKind.Status, StubCall.Problem, 2) { Code = 429, RetryAfter = "1" }],
        [new StubFault(StubFaultKind.DropAfter, StubCall.Problem, 2)],
        [new StubFault(StubFaultKind.HalfAnswer, StubCall.Problem, 2)],
        [new StubFault(StubFaultKind.Slow, StubCall.Problem, 2) { Delay = TimeSpan.FromMilliseconds(300) }],
        [new StubFault(StubFaultKind.Slow, StubCall.Solve, 2) { Delay = TimeSpan.FromMilliseconds(1500) }],
    ];

    public static IEnumerable<object[]> Stopping =>
    [
        [new StubFault(StubFaultKind.Failed, StubCall.Solve), "failed to program"],
        [new StubFault(StubFaultKind.Cancelled, StubCall.Solve), "cancelled"],
        [new StubFault(StubFaultKind.HalfAnswer, StubCall.Solve), "solutions"],
        [new StubFault(StubFaultKind.Status, StubCall.Submit) { Code = 401 }, "401"],
        [new StubFault(StubFaultKind.Status, StubCall.Submit, 100) { Code = 503 }, "503"],
        [new StubFault(StubFaultKind.DropBefore, StubCall.Submit, 100), "connection"],
    ];

    [TestMethod]
    [DynamicData(nameof(Passing))]
    public async Task WhatPassesChangesNoNumberOfATrainingAndNothingIsSubmittedTwice(StubFault fault)
    {
        await using StubTraining training = await StubTraining.StartAsync();
        training.Server.Faults.Add(fault with { After = 5 });

        BmVaeModel model = await training.TrainAsync();

        CollectionAssert.AreEqual((await Undisturbed.Value).Parameters.ToArray(), model.Parameters.ToArray());
        Assert.AreEqual(StubTraining.Steps, training.Server.Counters.Submissions);
        Assert.IsEmpty(training.Server.Counters.RepeatedLabels);
        training.ExpectNoToken();
    }

    [TestMethod]
    [DynamicData(nameof(Stopping))]
    public async Task WhatDoesNotPassStopsATrainingThatThenGoesOnFromItsCheckpoint(StubFault fault, string expected)
    {
        await using StubTraining training = await StubTraining.StartAsync();
        training.Server.Faults.Add(fault with { After = 9 }); // in the second step of the third epoch

        Exception error = await Assert.ThrowsAsync<Exception>(() => training.TrainAsync());

        Assert.IsTrue(error is LeapException or InvalidDataException, $"{error}");
        StringAssert.Contains(error.Message, expected);
        training.ExpectNoToken(error);
        Assert.IsTrue(training.Server.Problems.All(problem => problem.Status is "COMPLETED" or "FAILED" or "CANCELLED"));

        await using StubTraining again = await StubTraining.StartAsync(); // a service without faults
        foreach (string file in Directory.GetFiles(training.Folder))
        {
            File.Copy(file, Path.Combine(again.Folder, Path.GetFileName(file)));
        }

        BmVaeModel model = await again.TrainAsync();
        CollectionAssert.AreEqual((await Undisturbed.Value).Parameters.ToArray(), model.Parameters.ToArray());
        Assert.AreEqual(8, again.Server.Counters.Submissions); // the third epoch and the fourth
    }

    [TestMethod]
    [DataRow(StubFaultKind.SolversGone, "404")]
    [DataRow(StubFaultKind.GraphsChanged, "graph")]
    public async Task ASolverThatIsGoneOrChangedStopsATrainingThatKeepsItsCheckpoint(StubFaultKind kind, string expected)
    {
        await using StubTraining training = await StubTraining.StartAsync();
        training.Server.Faults.Add(new StubFault(kind, StubCall.Submit) { After = 9 });

        var error = await Assert.ThrowsExactlyAsync<LeapException>(() => training.TrainAsync());

        StringAssert.Contains(error.Message, expected);
        Assert.AreEqual(9, training.Server.Counters.Submissions);
        Assert.IsNotEmpty(Directory.GetFiles(training.Folder));
        training.ExpectNoToken(error);
    }

    [TestMethod]
    public async Task CancellingATrainingCancelsOnTheService()
    {
        await using StubTraining training = await StubTraining.StartAsync();
        training.Server.Faults.Add(new StubFault(StubFaultKind.Hold, StubCall.Solve) { After = 9 });
        using var cancel = new CancellationTokenSource();

        Task<BmVaeModel> model = training.TrainAsync(cancel.Token);
        while (training.Server.Counters.Submissions < 10)
        {
            await Task.Delay(10);
        }

        await cancel.CancelAsync();

        await Assert.ThrowsAsync<OperationCanceledException>(() => model);
        Assert.AreEqual("CANCELLED", training.Server.Problems.Last().Status);
        Assert.AreEqual(10, training.Server.Counters.Submissions);
        training.ExpectNoToken();
    }

    [TestMethod]
    public async Task ATrainingStopsAtItsBoundOfCharges()
    {
        // A submission of 20 reads of some ten qubits takes 36 ms.
        await using StubTraining training = await StubTraining.StartAsync(new() { ChargeLimit = TimeSpan.FromMilliseconds(200) });

        var error = await Assert.ThrowsExactlyAsync<LeapException>(() => training.TrainAsync());

        StringAssert.Contains(error.Message, "expected at most 0.2 s");
        Assert.AreEqual(5, training.Server.Counters.Submissions);
        Assert.IsLessThan(200_000, training.Server.Counters.AccessTime);
    }
}
