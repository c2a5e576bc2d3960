using System.Net;
using System.Text.Json.Nodes;

namespace MLNetQuantumPrior.Leap.Tests;

/// <summary>Whatever goes wrong on the way, nothing is submitted twice, and what may pass is tried again.</summary>
[TestClass]
public sealed class FaultTests
{
    private static readonly string[] Places = ["POST problems/", "GET problems/?id", "GET problems/id-1", "GET solvers/remote/"];

    public static IEnumerable<object[]> Passing =>
        from place in Places
        from fault in new[] { "429", "429 later", "500", "502", "503 later", "dropped before", "dropped after", "slow", "slow after" }
        select new object[] { place, fault };

    [TestMethod]
    [DynamicData(nameof(Passing))]
    public async Task WhatPassesIsTriedAgainAndNothingIsSubmittedTwice(string place, string fault)
    {
        using var test = new TestClient();
        test.Service.Fail(place, Of(fault, test.Time), Of(fault, test.Time));
        LeapSolver solver = await test.Client.GetSolverAsync();
        LeapProblem[] problems = [.. Enumerable.Repeat(TestClient.Problem(), place == "GET problems/id-1" ? 1 : 2)];
        ImmutableArray<LeapAnswer> answers = await test.Client.SolveAsync(solver, [.. problems]);
        Assert.HasCount(problems.Length, answers);
        bool isAccepted = place == "POST problems/" && fault.EndsWith("after", StringComparison.Ordinal);
        Assert.HasCount(problems.Length, test.Service.Jobs);
        Assert.AreEqual(isAccepted ? 1 : 2, test.Events.Count(e => e.Kind == LeapEventKind.Retried));
        if (fault.EndsWith("later", StringComparison.Ordinal))
        {
            CollectionAssert.AreEqual(new[] { TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(7) }, test.Time.Pauses.ToArray());
        }
    }

    [TestMethod]
    public async Task PausesGrowAndTriesEnd()
    {
        using var test = new TestClient();
        test.Service.Fail("GET problems/?id", [.. Enumerable.Repeat(Faults.Status(503), 11)]);
        var error = await Assert.ThrowsExactlyAsync<LeapException>(() => test.SolveAsync());
        Assert.AreEqual(HttpStatusCode.ServiceUnavailable, error.Code);
        Assert.HasCount(10, test.Time.Pauses);
        TimeSpan[] pauses = [.. test.Time.Pauses];
        Assert.IsGreaterThan(pauses[0] + pauses[1], pauses[8] + pauses[9]);
        Assert.IsTrue(pauses.All(pause => pause <= TimeSpan.FromSeconds(60)));
        CollectionAssert.AreEqual(new[] { "id-1" }, test.Service.Cancelled.ToArray());
    }

    [TestMethod]
    public async Task TheNumberOfTriesIsASetting()
    {
        var surroundings = new Surroundings(
            _ => null, path => path == "./dwave.conf" ? "[a]\nhttp_retry_total = 0\n" : null, PlatformID.Unix);
        using var service = new FakeService();
        service.Fail("GET solvers", Faults.Status(500));
        using var client = new LeapClient(
            new() { Token = FakeService.Token, Endpoint = "https://service.test/sapi", Handler = service }, surroundings);
        await Assert.ThrowsExactlyAsync<LeapException>(() => client.GetSolversAsync());
        Assert.HasCount(1, service.Requests);
    }

    /// <summary>Half of an accepted submission's answer says as little as none, so that the labels are looked up.</summary>
    [TestMethod]
    [DataRow("half")]
    [DataRow("type")]
    [DataRow("[]")]
    [DataRow("{}")]
    [DataRow("""[{"status": "PENDING"}]""")]
    public async Task ADamagedAnswerToASubmissionDoesNotSubmitTwice(string damage)
    {
        using var test = new TestClient();
        test.Service.Fail("POST", damage switch
        {
            "half" => Faults.Half,
            "type" => Faults.Type("text/html"),
            _ => Faults.Body(damage),
        });
        await test.SolveAsync();
        Assert.HasCount(1, test.Service.Jobs);
    }

    /// <summary>Items in another order than the problems, each with the label of the other.</summary>
    [TestMethod]
    public async Task AcceptedProblemsAreToldApartByTheirLabels()
    {
        using var test = new TestClient();
        test.Service.Fail("POST", Faults.Changed(body => new JsonArray(
            [.. JsonNode.Parse(body)!.AsArray().Reverse().Select(item => item!.DeepClone())]).ToJsonString()));
        LeapAnswer[] answers = await test.SolveAsync(2);
        CollectionAssert.AreEqual(new[] { "id-1", "id-2" }, answers.Select(answer => answer.Id).ToArray());
        Assert.HasCount(2, test.Service.Jobs);
    }

    [TestMethod]
    public async Task AnAnswerToAnotherProblemIsAnError()
    {
        using var test = new TestClient();
        test.Service.Fail("GET problems/id-1", Faults.Changed(body => body.Replace("id-1", "id-7", StringComparison.Ordinal)));
        var error = await Assert.ThrowsExactlyAsync<InvalidDataException>(() => test.SolveAsync());
        StringAssert.Contains(error.Message, "another problem");
    }

    /// <summary>The list says that a problem is completed, the problem itself that it is not.</summary>
    [TestMethod]
    public async Task AServiceThatContradictsItselfIsNotAskedWithoutAPause()
    {
        using var test = new TestClient();
        test.Service.Fail("GET problems/id-1", [.. Enumerable.Repeat(Faults.Body("""{"id": "id-1", "status": "PENDING"}"""), 5)]);
        await test.SolveAsync();
        Assert.AreEqual(5, test.Time.Pauses.Count(pause => pause >= TimeSpan.FromSeconds(0.5)));
    }

    /// <summary>Names of JSON can be written so that they are no Unicode, which no part of an answer is asked for by.</summary>
    [TestMethod]
    [DataRow("GET solvers", """[{"\ud800": 1}]""")]
    [DataRow("GET problems/?id", """[{"\ud800": 1}]""")]
    [DataRow("GET problems/id-1", """{"status": "COMPLETED", "\ud800": 1, "answer": {}}""")]
    [DataRow("GET problems/id-1", """{"status": "COMPLETED", "answer": {"\ud800": 1}}""")]
    [DataRow("GET problems/id-1", """{"status": "\ud800"}""")]
    public async Task ANameThatIsNoUnicodeIsDamage(string place, string body)
    {
        using var test = new TestClient();
        test.Service.Fail(place, Faults.Body(body));
        await Assert.ThrowsExactlyAsync<InvalidDataException>(async () => await test.Client.SolveAsync(
            await test.Client.GetSolverAsync(), [TestClient.Problem()]));
    }

    [TestMethod]
    public async Task AClientThatIsDisposedWhileItWaitsSaysSo()
    {
        using var test = new TestClient();
        test.Service.Fail("GET problems/?id", async (_, cancel) =>
        {
            test.Client.Dispose();
            await Task.Delay(Timeout.Infinite, cancel);
            throw new InvalidOperationException("expected a client that gives up");
        });
        await Assert.ThrowsExactlyAsync<ObjectDisposedException>(() => test.SolveAsync());
        Assert.AreEqual(0, test.Events.Count(e => e.Kind == LeapEventKind.Retried));
        Assert.AreEqual(1, test.Events.Count(e => e.Kind == LeapEventKind.Warning)); // it may still run and be charged
    }

    [TestMethod]
    [DataRow("1e300")]
    [DataRow("-1")]
    public async Task ATimeThatCannotBeIsDamage(string time)
    {
        using var test = new TestClient();
        test.Service.Fail("GET problems/id-1", Faults.Changed(
            body => body.Replace("\"qpu_access_time\":1000", $"\"qpu_access_time\":{time}", StringComparison.Ordinal)));
        await Assert.ThrowsExactlyAsync<InvalidDataException>(() => test.SolveAsync());
        Assert.IsGreaterThan(TimeSpan.Zero, test.Client.Charged); // the estimate
    }

    [TestMethod]
    public async Task ABodyThatCannotBeDecompressedIsDamageOfARequest()
    {
        using var test = new TestClient();
        test.Service.Fail("GET solvers", (_, _) => throw new InvalidDataException("unsupported compression"));
        var error = await Assert.ThrowsExactlyAsync<InvalidDataException>(() => test.Client.GetSolversAsync());
        StringAssert.StartsWith(error.Message, "GET solvers/remote/: ");
    }

    [TestMethod]
    [DataRow(304, false)]
    [DataRow(307, true)]
    public async Task OnlyARedirectIsCalledOne(int code, bool isRedirect)
    {
        using var test = new TestClient();
        test.Service.Fail("GET solvers", Faults.Status(code));
        var error = await Assert.ThrowsExactlyAsync<LeapException>(() => test.Client.GetSolversAsync());
        Assert.AreEqual(isRedirect, error.Message.Contains("a redirect is not followed", StringComparison.Ordinal), error.Message);
    }

    [TestMethod]
    public void ATimeoutIsOneThatTimersTake()
    {
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new LeapOptions { PollingTimeout = TimeSpan.MaxValue });
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new LeapOptions { RequestTimeout = TimeSpan.FromDays(50) });
    }

    [TestMethod]
    public async Task OnlyWhatWasRefusedIsSentAgain()
    {
        using var test = new TestClient();
        test.Service.Fail("POST", Faults.Body("""
            [{"id": "id-1", "status": "PENDING"}, {"error_code": 429, "error_msg": "Too many."}, {"id": "id-3", "status": "PENDING"}]
            """));
        await test.SolveAsync(3);
        Assert.HasCount(4, test.Service.Jobs); // the fault let the service accept all three, and then say otherwise of one
        string[] labels = [.. test.Service.Jobs.Select(job => job.GetProperty("label").GetString()!)];
        Assert.AreEqual(labels[1], labels[3]);
    }

    [TestMethod]
    public async Task AProblemThatIsRefusedIsAnErrorAndTheOthersAreCancelled()
    {
        using var test = new TestClient();
        test.Service.Fail("POST", Faults.Body("""
            [{"id": "id-1", "status": "PENDING"}, {"error_code": 400, "error_msg": "h out of range"}]
            """));
        var error = await Assert.ThrowsExactlyAsync<LeapException>(() => test.SolveAsync(2));
        Assert.AreEqual(HttpStatusCode.BadRequest, error.Code);
        StringAssert.Contains(error.Message, "Problem 1");
        StringAssert.Contains(error.Message, "h out of range");
        CollectionAssert.AreEqual(new[] { "id-1" }, test.Service.Cancelled.ToArray());
    }

    [TestMethod]
    [DataRow("FAILED", "out of helium")]
    [DataRow("CANCELLED", "cancelled")]
    [DataRow("LOST", "LOST")]
    public async Task AProblemThatEndsWithoutAnAnswerIsAnErrorAndTheOthersAreCancelled(string status, string text)
    {
        using var test = new TestClient();
        test.Service.Status = id => id == "id-2" ? status : "PENDING";
        var error = await Assert.ThrowsExactlyAsync<LeapException>(() => test.SolveAsync(3));
        Assert.AreEqual("id-2", error.ProblemId);
        StringAssert.Contains(error.Message, text);
        CollectionAssert.IsSubsetOf(new[] { "id-1", "id-3" }, test.Service.Cancelled.ToArray());
        Assert.AreEqual(status == "LOST", test.Client.Charged > TimeSpan.Zero); // who knows what it does
    }

    [TestMethod]
    public async Task AProblemThatTheServiceForgotIsAnError()
    {
        using var test = new TestClient();
        test.Service.Fail("GET problems/?id", Faults.Body("[null]"));
        test.Service.Fail("GET problems/id-1/", Faults.Status(404, """{"error_code": 404, "error_msg": "Problem does not exist."}"""));
        var error = await Assert.ThrowsExactlyAsync<LeapException>(() => test.SolveAsync());
        Assert.AreEqual(HttpStatusCode.NotFound, error.Code);
        StringAssert.Contains(error.Message, "Problem does not exist.");
    }

    [TestMethod]
    public async Task ASolverThatIsGoneIsAnErrorAndNothingIsCancelled()
    {
        using var test = new TestClient();
        test.Service.Fail("POST", Faults.Body("""[{"error_code": 404, "error_msg": "Solver does not exist."}]"""));
        var error = await Assert.ThrowsExactlyAsync<LeapException>(() => test.SolveAsync());
        Assert.AreEqual(HttpStatusCode.NotFound, error.Code);
        Assert.AreEqual(0, test.Count("DELETE"));
    }

    [TestMethod]
    [DataRow("half")]
    [DataRow("text/html")]
    [DataRow("application/vnd.dwave.sapi.problem+json; version=2.0.0")]
    [DataRow("application/vnd.dwave.sapi.problem+json")]
    [DataRow("application/vnd.dwave.sapi.problems+json; version=3.0.0")]
    [DataRow("no answer")]
    [DataRow("half a solution")]
    public async Task ADamagedAnswerIsAnErrorThatCountsAsCharged(string damage)
    {
        using var test = new TestClient();
        test.Service.Fail("GET problems/id-1/", damage switch
        {
            "half" => Faults.Half,
            "no answer" => Faults.Body("""{"id": "id-1", "status": "COMPLETED"}"""),
            "half a solution" => Faults.Body("""
                {"id": "id-1", "status": "COMPLETED", "answer": {"format": "qp", "timing": {"qpu_access_time": 7}}}
                """),
            _ => Faults.Type(damage),
        });
        await Assert.ThrowsExactlyAsync<InvalidDataException>(() => test.SolveAsync());
        Assert.IsGreaterThan(TimeSpan.Zero, test.Client.Charged);
        Assert.IsEmpty(test.Service.Cancelled);
    }

    [TestMethod]
    [DataRow("PENDING", false)]
    [DataRow("IN_PROGRESS", true)]
    public async Task CancellingCancelsOnTheServer(string status, bool isCharged)
    {
        using var test = new TestClient();
        using var cancel = new CancellationTokenSource();
        test.Service.Status = _ =>
        {
            cancel.Cancel();
            return status;
        };
        await Assert.ThrowsAsync<OperationCanceledException>(() => test.SolveAsync(2, cancel.Token));
        CollectionAssert.AreEqual(new[] { "id-1", "id-2" }, test.Service.Cancelled.ToArray());
        Assert.AreEqual(1, test.Events.Count(e => e.Kind == LeapEventKind.Cancelled));
        Assert.AreEqual(isCharged, test.Client.Charged > TimeSpan.Zero);
    }

    /// <summary>The ids are not known, the labels are.</summary>
    [TestMethod]
    public async Task CancellingASubmissionThatIsUnderWayCancelsOnTheServer()
    {
        using var test = new TestClient();
        using var cancel = new CancellationTokenSource();
        test.Service.Fail("POST", (answer, token) =>
        {
            answer().Dispose();
            cancel.Cancel();
            return Task.FromCanceled<HttpResponseMessage>(token);
        });
        await Assert.ThrowsAsync<OperationCanceledException>(() => test.SolveAsync(1, cancel.Token));
        CollectionAssert.AreEqual(new[] { "id-1" }, test.Service.Cancelled.ToArray());
    }

    [TestMethod]
    public async Task WhatCannotBeCancelledCountsAsCharged()
    {
        using var test = new TestClient();
        test.Service.Status = id => id == "id-1" ? "FAILED" : "PENDING";
        test.Service.Fail("DELETE", [.. Enumerable.Repeat(Faults.DroppedBefore, 11)]);
        await Assert.ThrowsExactlyAsync<LeapException>(() => test.SolveAsync(2));
        Assert.IsGreaterThan(TimeSpan.Zero, test.Client.Charged);
        Assert.AreEqual(1, test.Events.Count(e => e.Kind == LeapEventKind.Warning));
    }

    [TestMethod]
    public async Task WaitingHasAnEnd()
    {
        using var test = new TestClient(options => options with { PollingTimeout = TimeSpan.FromSeconds(10) });
        test.Service.Fail("GET problems/?id", Faults.Slow(test.Time)); // the 10 s pass before the 60 s of the request
        var error = await Assert.ThrowsExactlyAsync<LeapException>(() => test.SolveAsync());
        StringAssert.Contains(error.Message, "00:00:10");
        CollectionAssert.AreEqual(new[] { "id-1" }, test.Service.Cancelled.ToArray());
    }

    [TestMethod]
    public async Task ARedirectIsNotFollowed()
    {
        using var test = new TestClient();
        test.Service.Fail("GET solvers", Faults.Status(302));
        var error = await Assert.ThrowsExactlyAsync<LeapException>(() => test.Client.GetSolversAsync());
        StringAssert.Contains(error.Message, "302");
        using var handler = ServiceHandler.Of(SettingsReading.Read(new() { Token = "t" }, new(_ => null, _ => null, PlatformID.Unix)));
        Assert.IsFalse(handler.AllowAutoRedirect);
    }

    private static Fault Of(string name, TestTime time) => name switch
    {
        "429" => Faults.Status(429),
        "429 later" => Faults.Status(429, retryAfter: TimeSpan.FromSeconds(7)),
        "500" => Faults.Status(500),
        "502" => Faults.Status(502, "<html>Bad gateway</html>"),
        "503 later" => Faults.Status(503, retryAfter: TimeSpan.FromSeconds(7)),
        "dropped before" => Faults.DroppedBefore,
        "dropped after" => Faults.DroppedAfter,
        "slow" => Faults.Slow(time),
        _ => Faults.Slow(time, accepts: true),
    };
}
