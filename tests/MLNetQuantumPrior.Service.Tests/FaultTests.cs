using MLNetQuantumPrior.Samples;

namespace MLNetQuantumPrior.Service.Tests;

/// <summary>What wrong requests are answered.</summary>
[TestClass]
public sealed class FaultTests
{
    private static readonly ServiceHost Host = new() { Options = { ["RequestRows"] = "8", ["MaxSweeps"] = "50" } };
    private static readonly string Row = string.Join(',', Enumerable.Repeat("0", Picture.Pixels - 1));

    [ClassCleanup]
    public static void Stop() => Host.Dispose();

    [TestMethod]
    [DataRow("", "Request 'class': expected one of left, right, got none.")]
    [DataRow("?class=up", "Request 'class': expected one of left, right, got 'up'.")]
    [DataRow("?class=2", "Request 'class': expected one of left, right, got '2'.")]
    [DataRow("?class=-1", "Request 'class': expected one of left, right, got '-1'.")]
    [DataRow("?class=0.5", "Request 'class': expected one of left, right, got '0.5'.")]
    [DataRow("?class=left&count=9", "Request 'count': expected 1 to 8, got 9.")]
    [DataRow("?class=left&count=0", "Request 'count': expected 1 to 8, got 0.")]
    [DataRow("?class=left&count=many", "Failed to bind parameter \"Nullable<int> Count\" from \"many\".")]
    [DataRow("?class=left&sweeps=51", "Request 'sweeps': expected 0 to 50, got 51.")]
    [DataRow("?class=left&sweeps=-1", "Request 'sweeps': expected 0 to 50, got -1.")]
    [DataRow("?class=left&beta=-0.5", "Request 'beta': expected a finite number of at least 0, got -0.5.")]
    [DataRow("?class=left&beta=NaN", "Request 'beta': expected a finite number of at least 0, got NaN.")]
    [DataRow("?class=left&beta=Infinity", "Request 'beta': expected a finite number of at least 0, got Infinity.")]
    [DataRow("?class=left&firstId=-1", "Request 'firstId': expected 0 to 9223372036854775806, got -1.")]
    public async Task OfAQuery(string query, string detail)
    {
        foreach (string path in (string[])["/generate", "/generate.png"])
        {
            Assert.AreEqual(detail, (await Host.CreateClient().GetAsync(path + query).ProblemAsync(400)).GetProperty("detail").GetString());
        }
    }

    [TestMethod]
    [DataRow("/generate", """{"class":"left","count":9}""", "Request 'count': expected 1 to 8, got 9.")]
    [DataRow("/generate", """{"class":"left","sweep":9}""", "Request 'sweep': The JSON property 'sweep' could not be mapped")]
    [DataRow("/generate", """{"class":"left","count":"2"}""", "Request 'count': The JSON value could not be converted to")]
    [DataRow("/generate", """{"class":["left"]}""", "Request 'class': expected a name or a number.")]
    [DataRow("/generate", """{"class":"left",""", "Request: expected JSON. Expected start of a property name")]
    [DataRow("/generate", "", "Required parameter \"GenerateRequest request\" was not provided from body.")]
    [DataRow("/encode", """{"rows":[]}""", "Request 'rows': expected 1 to 8 rows, got 0.")]
    [DataRow("/encode", """{"rows":null}""", "Request")]
    [DataRow("/encode", """{}""", "Request: expected JSON. JSON deserialization for type")]
    [DataRow("/encode", """{"rows":[null]}""", "Request 'rows[0]': expected 36 features, got null.")]
    [DataRow("/score", """{"rows":[[1,2]]}""", "Request 'rows[0]': expected 36 features, got 2.")]
    [DataRow("/score", """{"rows":[[ROW,1],[ROW]]}""", "Request 'rows[1]': expected 36 features, got 35.")]
    [DataRow("/score", """{"rows":[[ROW,NaN]]}""", "Request 'rows[0][35]': 'N' is an invalid start of a value")]
    [DataRow("/score", """{"rows":[[ROW,"NaN"]]}""", "Request 'rows[0][35]': The JSON value could not be converted to System.")]
    [DataRow("/score", """{"rows":[[ROW,1e39]]}""", "Request 'rows[0][35]': expected a finite number, got Infinity.")]
    [DataRow(
        "/score", """{"rows":[[ROW,0],[ROW,null]]}""",
        "Request 'rows[1][35]': expected a number, as the model knows no value for missing ones, got null.")]
    public async Task OfABody(string path, string body, string detail)
    {
        var content = new StringContent(body.Replace("ROW", Row), null, "application/json");
        string text = (await Host.CreateClient().PostAsync(path, content).ProblemAsync(400)).GetProperty("detail").GetString()!;
        Assert.StartsWith(detail, text);
    }

    [TestMethod]
    public async Task NameFieldExpectedAndGot()
    {
        var problem = await Host.CreateClient().GetAsync("/generate?class=left&count=9").ProblemAsync(400);
        Assert.AreEqual("count", problem.GetProperty("field").GetString());
        Assert.AreEqual("1 to 8", problem.GetProperty("expected").GetString());
        Assert.AreEqual("9", problem.GetProperty("got").GetString());
    }

    [TestMethod]
    public async Task MoreRowsThanARequestMayHaveAreRefused()
    {
        var problem = await Host.CreateClient().ScoreAsync(Requests.Rows(9)).ProblemAsync(400);
        Assert.AreEqual("Request 'rows': expected 1 to 8 rows, got 9.", problem.GetProperty("detail").GetString());
    }

    [TestMethod]
    [DataRow("/nothing", 404)]
    [DataRow("/encode", 405)]
    public async Task OfThePathAreProblemsToo(string path, int status) => await Host.CreateClient().GetAsync(path).ProblemAsync(status);

    [TestMethod]
    public async Task OfTheMediaTypeAreProblemsToo() =>
        await Host.CreateClient().PostAsync("/encode", new StringContent("rows", null, "text/plain")).ProblemAsync(415);

    [TestMethod]
    public async Task ABodyBeyondTheLimitIsRefused()
    {
        using var host = new ServiceHost { Options = { ["BodyBytes"] = "2000" } };
        host.UseKestrel(0);
        await host.CreateClient().ScoreAsync(Requests.Rows(60)).ProblemAsync(413);
    }

    [TestMethod]
    public async Task AModelThatFailsIsA500WithoutDetailsAndTheNextRequestIsAnswered()
    {
        int runs = 0;
        using ServiceHost host = ChangedModel.Serve(rows => ++runs == 1 ? throw new InvalidOperationException("a secret") : rows);
        HttpClient client = host.CreateClient();
        Assert.IsFalse((await client.ScoreAsync(Requests.Rows(1)).ProblemAsync(500)).TryGetProperty("detail", out _));
        await client.ScoreAsync(Requests.Rows(1)).ReadAsync<ScoreResponse>();
    }
}
