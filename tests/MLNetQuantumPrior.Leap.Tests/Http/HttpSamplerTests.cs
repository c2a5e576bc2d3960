using System.Net;
using Microsoft.AspNetCore.Http;
using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Samples;

namespace MLNetQuantumPrior.Leap.Tests;

[TestClass]
public sealed class HttpSamplerTests
{
    private static readonly IsingModel Model = new(
        SpinGraph.FromLabels([3, 5, 9], [new(3, 5), new(5, 9)]), (double[])[0.5, 0, -1], (double[])[-1, 0.25], offset: 2.5);

    private static readonly SampleRequest Request = new(Reads: 2, Seed: ulong.MaxValue) { Beta = 0.5 };

    public static IEnumerable<object[]> WrongAnswers =>
    [
        ["""{"spins": [[1,1,1]], "energies": [1]}""", "expected 2 configurations and energies, got 1 and 1"],
        ["""{"spins": [[1,1,1],[1,1,1]]}""", "expected 2 configurations and energies, got 2 and 0"],
        ["""{"spins": [[1,1,1],[1,1]], "energies": [1,1]}""", "expected 3 spins in configuration 1, got 2"],
        ["""{"spins": [[1,1,1],null], "energies": [1,1]}""", "expected 3 spins in configuration 1, got null"],
        ["""{"spins": [[1,1,1],[1,0,1]], "energies": [1,1]}""", "expected -1 or 1 as spin 1 of configuration 1, got 0"],
        ["""{"spins": [[1,1,1],[1,1,1]], "energies": [1.25,1.5]}""", "expected energy 1.25 for configuration 1, got 1.5"],
        ["""{"spins": [[1,1,1],[1,1,1]], "energies": [1.25,1e999]}""", "configuration 1"],
        ["""{"spins": [[1,1,1],[1,1,1]], "energies": [1.25,"x"]}""", "wrong answer"],
        ["""{"spins": [[1,1,1],[1,""", "wrong answer"],
        ["null", "expected a JSON object, got null"],
        ["[]", "wrong answer"],
        ["", "wrong answer"],
    ];

    [TestMethod]
    public async Task DrawsWhatTheSamplerBehindTheAddressDraws()
    {
        await using SamplerServer server = await SamplerServer.StartAsync();
        using var sampler = new HttpSampler(server.Address);

        SampleSet reads = sampler.Sample(Model, Request with { Reads = 50 });

        SampleSet expected = new ExactSampler().Sample(Model, Request with { Reads = 50 });
        Assert.IsTrue(expected.Spins.AsSpan().SequenceEqual(reads.Spins.AsSpan()));
        CollectionAssert.AreEqual(expected.Energies, reads.Energies);
    }

    [TestMethod]
    public async Task PostsTheDocumentedDocument()
    {
        string? posted = null;
        long? length = null;
        await using SamplerServer server = await SamplerServer.StartAsync((context, body) =>
        {
            (posted, length) = (body.GetRawText(), context.Request.ContentLength);
            Assert.AreEqual("application/json", context.Request.ContentType);
            Assert.AreEqual("secret", (string?)context.Request.Headers["X-Key"]);
            return context.Response.WriteAsync("""{"spins": [[1,1,1],[1,1,1]], "energies": [1.25,1.25]}""");
        });
        using var sampler = new HttpSampler(server.Address) { Headers = ImmutableDictionary<string, string>.Empty.Add("X-Key", "secret") };

        sampler.Sample(Model, Request);

        Assert.AreEqual(
            """{"version":1,"labels":[3,5,9],"h":[0.5,0,-1],"i":[0,1],"j":[1,2],"couplings":[-1,0.25]""" +
            ""","offset":2.5,"reads":2,"beta":0.5,"seed":18446744073709551615}""",
            posted);
        Assert.AreEqual(posted!.Length, length);
    }

    [TestMethod]
    public async Task TrainsAPriorAsTheSamplerBehindTheAddressWould()
    {
        await using SamplerServer server = await SamplerServer.StartAsync();
        using var sampler = new HttpSampler(server.Address);

        CollectionAssert.AreEqual(Trained(new ExactSampler()).Parameters.ToArray(), Trained(sampler).Parameters.ToArray());

        static BmVaeModel Trained(IIsingSampler sampler)
        {
            var rows = new FeatureMatrix(Picture.Pixels, [.. Picture.Draw(100).SelectMany(picture => picture.Features)]);
            var options = new TrainingOptions { Epochs = 4, BatchSize = 50, NegativePhase = NegativePhaseKind.SamplerDraws, Chains = 20 };
            var networks = VaeArchitecture.Mlp(Picture.Pixels, [16], latents: 4);
            return new BmVaeTrainer(new SimdEngine(), sampler, options).Train(rows, networks, SpinGraph.Complete(4), seed: 1);
        }
    }

    /// <summary>A sampler may repeat in its error what it was sent.</summary>
    [TestMethod]
    public async Task SecretsAreInNoError()
    {
        await using SamplerServer server = await SamplerServer.StartAsync((context, _) =>
        {
            context.Response.StatusCode = 403;
            return context.Response.WriteAsync("""{"error": "no access with Bearer SECRET-header and SECRET-query", "\ud83d\ude00": 1}""");
        });
        using var sampler = new HttpSampler(new Uri(server.Address, "/?key=SECRET-query"))
        {
            Headers = ImmutableDictionary<string, string>.Empty.Add("Authorization", "Bearer SECRET-header"),
        };
        var error = Assert.ThrowsExactly<HttpRequestException>(() => sampler.Sample(Model, Request));
        StringAssert.Contains(error.Message, "no access with");
        Assert.IsFalse(error.ToString().Contains("SECRET", StringComparison.Ordinal), error.ToString());
    }

    [TestMethod]
    public async Task AnErrorThatIsNoUnicodeIsNotQuoted()
    {
        await using SamplerServer server = await SamplerServer.StartAsync((context, _) =>
        {
            context.Response.StatusCode = 400;
            return context.Response.WriteAsync("""{"\ud800": 1, "error": "\ud800"}""");
        });
        using var sampler = new HttpSampler(server.Address);
        StringAssert.Contains(Assert.ThrowsExactly<HttpRequestException>(() => sampler.Sample(Model, Request)).Message, "got 400.");
    }

    /// <summary>The handler quotes a line of the answer, before its body and within it.</summary>
    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void AConnectionThatFailsIsAnErrorWithoutSecrets(bool isInBody)
    {
        using var handler = new Failing(isInBody);
        using var sampler = new HttpSampler(new Uri("http://localhost/?key=SECRET-query"), handler);
        var error = Assert.ThrowsExactly<HttpRequestException>(() => sampler.Sample(Model, Request));
        StringAssert.Contains(error.Message, "Sampler at 'http://localhost:80/': the connection failed, invalid line [secret]");
        Assert.IsFalse(error.ToString().Contains("SECRET", StringComparison.Ordinal), error.ToString());
    }

    [TestMethod]
    public void ATimeoutIsOneThatTimersTake() => Assert.ThrowsExactly<ArgumentOutOfRangeException>(
        () => new HttpSampler(new("http://localhost/")) { Timeout = TimeSpan.MaxValue });

    [TestMethod]
    [DynamicData(nameof(WrongAnswers))]
    public async Task AWrongAnswerIsAnErrorThatSaysWhere(string answer, string expected)
    {
        await using SamplerServer server = await SamplerServer.StartAsync((context, _) => context.Response.WriteAsync(answer));
        using var sampler = new HttpSampler(new Uri(server.Address, "/secret-free?key=secret"));

        var error = Assert.ThrowsExactly<InvalidDataException>(() => sampler.Sample(Model, Request));

        StringAssert.Contains(error.Message, expected);
        StringAssert.Contains(error.Message, "/secret-free");
        Assert.IsFalse(error.ToString().Contains("key=secret", StringComparison.Ordinal));
    }

    [TestMethod]
    public void AnEndlessAnswerIsNotRead()
    {
        using var endless = new EndlessAnswer();
        using var sampler = new HttpSampler(new Uri("http://127.0.0.1/"), endless);

        var error = Assert.ThrowsExactly<InvalidDataException>(() => sampler.Sample(Model, Request));

        StringAssert.Contains(error.Message, "expected at most");
        Assert.IsLessThan(200_000, endless.Read);
    }

    [TestMethod]
    public async Task AStatusOtherThan200IsAnErrorWithTheTextOfTheSampler()
    {
        await using SamplerServer server = await SamplerServer.StartAsync((context, _) =>
        {
            context.Response.StatusCode = 503;
            return context.Response.WriteAsync("""{"error": "the machine is being calibrated"}""");
        });
        using var sampler = new HttpSampler(server.Address);

        var error = Assert.ThrowsExactly<HttpRequestException>(() => sampler.Sample(Model, Request));

        Assert.AreEqual(HttpStatusCode.ServiceUnavailable, error.StatusCode);
        StringAssert.Contains(error.Message, "expected status 200, got 503: the machine is being calibrated");
    }

    [TestMethod]
    public async Task ARedirectIsNotFollowed()
    {
        int posts = 0;
        await using SamplerServer server = await SamplerServer.StartAsync((context, _) =>
        {
            posts++;
            context.Response.Redirect("/elsewhere", permanent: false, preserveMethod: true);
            return Task.CompletedTask;
        });
        using var sampler = new HttpSampler(server.Address);

        var error = Assert.ThrowsExactly<HttpRequestException>(() => sampler.Sample(Model, Request));

        Assert.AreEqual(HttpStatusCode.TemporaryRedirect, error.StatusCode);
        Assert.AreEqual(1, posts);
    }

    [TestMethod]
    public async Task ADroppedConnectionIsAnErrorAndIsNotTriedAgain()
    {
        int posts = 0;
        await using SamplerServer server = await SamplerServer.StartAsync((context, _) =>
        {
            posts++;
            context.Abort();
            return Task.CompletedTask;
        });
        using var sampler = new HttpSampler(server.Address);

        Assert.ThrowsExactly<HttpRequestException>(() => sampler.Sample(Model, Request));

        Assert.AreEqual(1, posts);
    }

    [TestMethod]
    public async Task NoAnswerInTimeIsATimeout()
    {
        await using SamplerServer server = await SamplerServer.StartAsync((context, _) => Task.Delay(-1, context.RequestAborted));
        using var sampler = new HttpSampler(server.Address) { Timeout = TimeSpan.FromMilliseconds(200) };

        Assert.ThrowsExactly<TimeoutException>(() => sampler.Sample(Model, Request));
    }

    [TestMethod]
    public async Task CancellingClosesTheConnection()
    {
        var closed = new TaskCompletionSource();
        using var cancel = new CancellationTokenSource();
        await using SamplerServer server = await SamplerServer.StartAsync(async (context, _) =>
        {
            context.RequestAborted.Register(closed.SetResult);
            await cancel.CancelAsync();
            await Task.Delay(-1, context.RequestAborted);
        });
        using var sampler = new HttpSampler(server.Address);

        Assert.Throws<OperationCanceledException>(() => sampler.Sample(Model, Request, cancel.Token));

        await closed.Task;
    }

    [TestMethod]
    public void RefusesWhatItCannotPassOn()
    {
        using var sampler = new HttpSampler(new Uri("http://127.0.0.1:1/"));

        Assert.ThrowsExactly<ArgumentException>(() => sampler.Sample(Model, Request with { Streams = [1, 2] }));
        Assert.ThrowsExactly<ArgumentException>(
            () => sampler.Sample(Model, Request with { InitialStates = SpinMatrix.Repeat((sbyte[])[1, 1, 1], 2) }));
        Assert.ThrowsExactly<ArgumentException>(() => new HttpSampler(new Uri("ftp://127.0.0.1/")));
        Assert.ThrowsExactly<ArgumentException>(() => new HttpSampler(new Uri("sample", UriKind.Relative)));
    }

    [TestMethod]
    public void ItsNameHasNoSecret()
    {
        using var sampler = new HttpSampler(new Uri("https://user:pass@host/sample?key=1"))
        {
            Headers = ImmutableDictionary<string, string>.Empty.Add("Authorization", "word"),
        };

        Assert.AreEqual("HttpSampler { Sampler at 'https://host:443/sample' }", sampler.ToString());
    }

    private sealed class EndlessAnswer : HttpMessageHandler
    {
        public long Read { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancel) =>
            Task.FromResult(new HttpResponseMessage { Content = new StreamContent(new Blanks(this)) });

        private sealed class Blanks(EndlessAnswer answer) : MemoryStream
        {
            public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancel = default)
            {
                buffer.Span.Fill((byte)' ');
                answer.Read += buffer.Length;
                return new(buffer.Length);
            }
        }
    }

    private sealed class Failing(bool isInBody) : HttpMessageHandler
    {
        private const string Line = "invalid line SECRET-query";

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancel) => isInBody
            ? Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(new Broken()) })
            : throw new HttpRequestException(Line);

        private sealed class Broken : MemoryStream
        {
            public override int Read(Span<byte> buffer) => throw new IOException(Line);

            public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancel = default) =>
                throw new IOException(Line);
        }
    }
}
