using System.Text.Json;

namespace MLNetQuantumPrior.Leap.Tests;

[TestClass]
public sealed class SettingsReadingTests
{
    private static readonly JsonElement Vectors = Golden.Data.GetProperty("config");

    public static IEnumerable<object[]> Cases => Golden.Cases(Vectors);

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void SettingsAreReadAsTheVendorsClientReadsThem(int number)
    {
        JsonElement vector = Vectors[number];
        string[] files = [.. vector.GetProperty("files_low_to_high_priority").EnumerateArray().Select(file => file.GetString()!)];
        var variables = vector.GetProperty("env").EnumerateObject().ToDictionary(pair => pair.Name, pair => pair.Value.GetString()!);
        var options = new LeapOptions
        {
            Profile = vector.GetProperty("profile").GetString(),
            Token = vector.GetProperty("options").TryGetProperty("token", out JsonElement token) ? token.GetString() : null,
        };
        JsonElement expected = vector.GetProperty("expect");
        if (expected.TryGetProperty("error", out _))
        {
            var error = Assert.ThrowsExactly<InvalidDataException>(() => Read(options, variables, files));
            StringAssert.Contains(error.Message, "option 'Profile'");
            return;
        }

        LeapSettings settings = Read(options, variables, files);
        Assert.AreEqual(expected.GetProperty("token").GetString(), settings.Token);
        Assert.AreEqual(expected.GetProperty("region").GetString(), settings.Region);
        Assert.AreEqual(expected.GetProperty("endpoint_before_region_lookup").GetString(), settings.Endpoint?.ToString());
        Assert.AreEqual(expected.GetProperty("request_timeout").GetDouble(), settings.RequestTimeout.TotalSeconds);
        Assert.AreEqual(30, settings.Polling.Wait);
        Assert.AreEqual(
            expected.GetProperty("solver").TryGetProperty("name__eq", out JsonElement name) ? name.GetString()
                : expected.GetProperty("solver").EnumerateObject().Any() ? """{"qpu": true}""" : "{}",
            settings.Solver.ToString());
    }

    [TestMethod]
    public void LaterFilesWinKeyByKey()
    {
        LeapSettings settings = Read(
            new(),
            [],
            "[defaults]\ntoken = low\n[p]\nsolver = A\nrequest_timeout = 5\n",
            "[p]\nsolver = B\n",
            "[defaults]\ntoken = high\n");
        Assert.AreEqual("high", settings.Token);
        Assert.AreEqual("B", settings.Solver.ToString());
        Assert.AreEqual(5, settings.RequestTimeout.TotalSeconds);
    }

    [TestMethod]
    [DataRow("DWAVE_PROFILE", "second", "B")]
    [DataRow("OTHER", "", "C")]
    public void TheProfileIsThatOfTheEnvironmentThenThatOfDefaults(string variable, string value, string solver) => Assert.AreEqual(
        solver,
        Read(
            new(),
            new() { [variable] = value },
            "[defaults]\ntoken=t\nprofile=third\n[first]\nsolver=A\n[second]\nsolver=B\n[third]\nsolver=C\n").Solver.ToString());

    [TestMethod]
    public void AnEndpointOfAHigherLevelRemovesTheRegionBelow()
    {
        LeapSettings settings = Read(
            new() { Endpoint = "https://host/sapi" }, new() { ["DWAVE_API_REGION"] = "eu-central-1" }, "[a]\ntoken=t\nregion=na-east-1\n");
        Assert.AreEqual("https://host/sapi/", settings.Endpoint!.ToString());
        Assert.IsNull(settings.Region);
    }

    [TestMethod]
    public void AFileIsReadInPlaceOfTheUsualOnes()
    {
        var surroundings = new Surroundings(
            _ => null, path => path == "own.conf" ? "[a]\ntoken=own\n" : "[a]\ntoken=usual\n", PlatformID.Unix);
        Assert.AreEqual("own", SettingsReading.Read(new() { ConfigFile = "own.conf" }, surroundings).Token);
        var none = surroundings with { ReadFile = _ => null };
        var error = Assert.ThrowsExactly<InvalidDataException>(() => SettingsReading.Read(new() { ConfigFile = "own.conf" }, none));
        StringAssert.Contains(error.Message, "own.conf");
    }

    [TestMethod]
    [DataRow(PlatformID.Unix, "/a/dwave/dwave.conf|/b/dwave/dwave.conf|/home/u/.config/dwave/dwave.conf|./dwave.conf")]
    [DataRow(PlatformID.MacOSX,
        "/Library/Application Support/dwave/dwave.conf|/home/u/Library/Application Support/dwave/dwave.conf|./dwave.conf")]
    [DataRow(PlatformID.Win32NT, @"C:\ProgramData\dwavesystem\dwave\dwave.conf|C:\L\dwavesystem\dwave\dwave.conf|.\dwave.conf")]
    public void EachPlatformHasItsPlaces(PlatformID platform, string places)
    {
        var variables = new Dictionary<string, string> { ["HOME"] = "/home/u", ["XDG_CONFIG_DIRS"] = "/a:/b/", ["LOCALAPPDATA"] = @"C:\L" };
        Assert.AreEqual(places, string.Join('|', new Surroundings(variables.GetValueOrDefault, _ => null, platform).Places()));
    }

    [TestMethod]
    [DataRow("endpoint", "ftp://SECRET")]
    [DataRow("endpoint", "SECRET")]
    [DataRow("proxy", "user:SECRET@host")]
    [DataRow("request_timeout", "SECRET")]
    [DataRow("request_timeout", "-1")]
    [DataRow("request_timeout", "(1, 2, 3)")]
    [DataRow("poll_strategy", "SECRET")]
    [DataRow("poll_wait_time", "31")]
    [DataRow("poll_wait_time", "0.5")]
    [DataRow("http_retry_total", "nan")]
    [DataRow("permissive_ssl", "SECRET")]
    [DataRow("headers", "SECRET")]
    [DataRow("client", "hybrid")]
    [DataRow("client_cert", "SECRET.pem")]
    [DataRow("client_cert_key", "SECRET.pem")]
    [DataRow("tokn", "SECRET")]
    [DataRow("token", "SECRET SECRET")]
    [DataRow("solver", "{SECRET")]
    public void AnErrorNamesFileSectionAndKeyAndNotTheText(string key, string text)
    {
        string token = key == "token" ? "" : "token = t\n";
        var error = Assert.ThrowsExactly<InvalidDataException>(() => Read(new(), [], $"[a]\n{token}{key} = {text}\n"));
        StringAssert.Contains(error.Message, $"file '/home/u/.config/dwave/dwave.conf', section [a], key '{key}'");
        Assert.IsFalse(error.ToString().Contains("SECRET", StringComparison.Ordinal), error.ToString());
    }

    [TestMethod]
    public void AMissingTokenIsAnErrorThatSaysWhereToPutIt() =>
        StringAssert.Contains(Assert.ThrowsExactly<InvalidDataException>(() => Read(new(), [])).Message, "DWAVE_API_TOKEN");

    [TestMethod]
    public void HeadersThatNoRequestCanHaveAreRefused()
    {
        var options = new LeapOptions { Token = "t", Headers = ImmutableDictionary<string, string>.Empty.Add("X-A", "SECRET\r\nX-B: 1") };
        var error = Assert.ThrowsExactly<InvalidDataException>(() => Read(options, []));
        Assert.IsFalse(error.ToString().Contains("SECRET", StringComparison.Ordinal), error.ToString());
    }

    [TestMethod]
    public void EndpointAndRegionExcludeEachOther() =>
        Assert.ThrowsExactly<ArgumentException>(() => Read(new() { Token = "t", Endpoint = "https://h/", Region = "r" }, []));

    [TestMethod]
    public void TheOtherSettingsAreReadToo()
    {
        LeapSettings settings = Read(new(), [], """
            [a]
            token = t
            proxy = http://user:pass@proxy:8080
            headers = X-A: 1
              X-B: 2
            request_timeout = (5, 7.5)
            polling_timeout = 100
            poll_strategy = backoff
            poll_backoff_min = 0.1
            poll_backoff_base = 2
            poll_backoff_max = 1
            http_retry_total = 3
            permissive_ssl = off
            compress_qpu_problem_data = 0
            cache_enabled = true
            """);
        Assert.AreEqual(8080, settings.Proxy!.Port);
        Assert.HasCount(2, settings.Headers);
        Assert.AreEqual(7.5, settings.RequestTimeout.TotalSeconds);
        Assert.AreEqual(100, settings.PollingTimeout!.Value.TotalSeconds);
        Assert.IsNull(settings.Polling.Wait);
        CollectionAssert.AreEqual(
            new[] { 0.1, 0.2, 0.4, 0.8, 1, 1 }, Enumerable.Range(0, 6).Select(k => settings.Polling.Pause(k).TotalSeconds).ToArray());
        Assert.AreEqual(3, settings.Retries);
        Assert.IsFalse(settings.AllowsAnyCertificate);
        Assert.IsFalse(settings.Compresses);
    }

    /// <summary>Files of later places have higher priority.</summary>
    private static LeapSettings Read(LeapOptions options, Dictionary<string, string> variables, params string[] files)
    {
        var all = new Dictionary<string, string>(variables) { ["HOME"] = "/home/u" };
        string[] places = files.Length == 1
            ? ["/home/u/.config/dwave/dwave.conf"]
            : ["/etc/xdg/dwave/dwave.conf", "/home/u/.config/dwave/dwave.conf", "./dwave.conf"];
        return SettingsReading.Read(options, new(
            all.GetValueOrDefault,
            path => Array.IndexOf(places, path) is var place && place >= 0 && place < files.Length ? files[place] : null,
            PlatformID.Unix));
    }
}
