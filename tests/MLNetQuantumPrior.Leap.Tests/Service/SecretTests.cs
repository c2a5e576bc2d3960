namespace MLNetQuantumPrior.Leap.Tests;

/// <summary>Neither the token nor other secrets are in any text.</summary>
[TestClass]
public sealed class SecretTests
{
    [TestMethod]
    public void TheTextOfOptionsHasNoSecret()
    {
        var options = new LeapOptions { Token = "SECRET-1", Proxy = "http://u:SECRET-2@p/", Solver = "A" };
        StringAssert.Contains(options.ToString(), "Solver = A");
        ExpectNone(options.ToString());
        ExpectNone(System.Text.Json.JsonSerializer.Serialize(options));
        ExpectNone(SettingsReading.Read(options, new(_ => null, _ => null, PlatformID.Unix)).ToString());
    }

    /// <summary>The service repeats the token in its error.</summary>
    [TestMethod]
    public async Task AnErrorOfTheServiceIsShownWithoutTheToken()
    {
        using var test = new TestClient(options => options with { Token = "SECRET-wrong" });
        var error = await Assert.ThrowsExactlyAsync<LeapException>(() => test.Client.GetSolversAsync());
        StringAssert.Contains(error.Message, "401");
        StringAssert.Contains(error.Message, "Invalid token [secret]");
        ExpectNone(error.ToString());
        Assert.AreEqual(1, test.Service.Requests.Count); // it will not pass
    }

    [TestMethod]
    public async Task NoEventHasASecret()
    {
        using var test = new TestClient(options => options with
        {
            Headers = ImmutableDictionary<string, string>.Empty.Add("X-Own", "SECRET-header"),
            Proxy = "http://user:SECRET-password@proxy/",
        });
        const string echo = "SECRET-header, user:SECRET-password and " + FakeService.Token;
        test.Service.Fail(
            "POST", Faults.Status(500, echo), (_, _) => throw new HttpRequestException(echo), (_, _) => throw new IOException(echo));
        test.Service.Fail("GET problems/?id", Faults.Status(503, $$"""{"error_code": 503, "error_msg": "{{echo}}"}"""));
        test.Service.Decorate = (_, response) => response.Headers.TryAddWithoutValidation("X-Deprecation", $"\"{echo}\"");
        await test.SolveAsync();
        Assert.AreEqual(4, test.Events.Count(e => e.Kind == LeapEventKind.Retried));
        Assert.AreEqual(1, test.Events.Count(e => e.Kind == LeapEventKind.Deprecation)); // each notice once
        foreach (LeapEvent happening in test.Events)
        {
            ExpectNone(happening.ToString());
        }

        test.Service.Fail("POST", Faults.Body($$"""[{"error_code": 400, "error_msg": "{{echo}}"}]"""));
        ExpectNone((await Assert.ThrowsExactlyAsync<LeapException>(() => test.SolveAsync())).ToString());
        test.Service.Fail("GET solvers", Faults.Type($"text/{FakeService.Token}"));
        ExpectNone((await Assert.ThrowsExactlyAsync<InvalidDataException>(() => test.Client.GetSolversAsync())).ToString());
    }

    /// <summary>Messages are cut, and a secret that stands where they are is not left in part.</summary>
    [TestMethod]
    [DataRow("{0}")]
    [DataRow("{{\"error_code\": 400, \"error_msg\": \"{0}\"}}")]
    public async Task ALongErrorHasNoPartOfTheToken(string format)
    {
        using var test = new TestClient();
        for (int filler = 480; filler < 500; filler += 5)
        {
            test.Service.Fail("GET solvers", Faults.Status(400, string.Format(null, format, new string('x', filler) + FakeService.Token)));
            var error = await Assert.ThrowsExactlyAsync<LeapException>(() => test.Client.GetSolversAsync());
            Assert.IsFalse(error.Message.Contains("SEC", StringComparison.Ordinal), error.Message);
            Assert.IsTrue(error.Message.Length < 600, error.Message);
        }
    }

    /// <summary>Damaged parts of answers may hold anything, of any length.</summary>
    [TestMethod]
    [DataRow("""{"qpu_access_time": "@"}""")]
    [DataRow("""{"qpu_access_time": ["@"]}""")]
    public async Task ADamagedAnswerIsNotQuoted(string timing)
    {
        using var test = new TestClient();
        string timed = timing.Replace("@", FakeService.Token + new string('x', 10_000), StringComparison.Ordinal);
        test.Service.Fail("GET problems/id-1", Faults.Body($$$"""
            {"id": "id-1", "status": "COMPLETED", "answer": {"format": "qp", "timing": {{{timed}}},
            "num_variables": 24, "active_variables": "AAAAAAEAAAAQAAAA", "energies": "AAAAAAAA9D8=", "solutions": "4A=="}}
            """));
        var error = await Assert.ThrowsExactlyAsync<InvalidDataException>(() => test.SolveAsync());
        StringAssert.Contains(error.Message, "qpu_access_time");
        Assert.IsTrue(error.Message.Length < 200, error.Message);
        ExpectNone(error.ToString());
    }

    /// <summary>Of "Bearer SECRET" a service may repeat the second word alone.</summary>
    [TestMethod]
    public async Task PartsOfHeadersAndOfTheProxysPasswordAreSecrets()
    {
        using var test = new TestClient(options => options with
        {
            Headers = ImmutableDictionary<string, string>.Empty.Add("X-Own", "Bearer SECRET-header"),
            Proxy = "http://user:SECRET%2Bpass@proxy/",
        });
        test.Service.Fail("GET solvers", Faults.Status(400, "SECRET-header, SECRET%2Bpass, SECRET+pass"));
        ExpectNone((await Assert.ThrowsExactlyAsync<LeapException>(() => test.Client.GetSolversAsync())).ToString());
    }

    private static void ExpectNone(string text) => Assert.IsFalse(text.Contains("SECRET", StringComparison.Ordinal), text);
}
