using System.Net.Http.Json;

namespace MLNetQuantumPrior.Service.Tests;

[TestClass]
public sealed class GenerateTests
{
    private static readonly ServiceHost Host = new();

    [ClassCleanup]
    public static void Stop() => Host.Dispose();

    [TestMethod]
    public async Task RowsAreWhatTheFileSays()
    {
        var given = new { @class = "right", count = 3, seed = 5, firstId = 70, sweeps = 4, beta = 1.5 };
        GenerateResponse response = await Host.CreateClient().PostAsJsonAsync("/generate", given).ReadAsync<GenerateResponse>();
        Assert.AreEqual("right", response.Class);
        Assert.HasCount(3, response.Rows);
        int right = Host.Get<GeneratorModel>().Classes.Names.IndexOf("right");
        for (int k = 0; k < 3; k++)
        {
            AssertIsAlone(new(right, 70 + k, 5, 4, 1.5f), response.Rows[k]);
        }
    }

    [TestMethod]
    public async Task AQueryIsTheSameAsABody()
    {
        HttpClient client = Host.CreateClient();
        GeneratedRow[] posted = (await client.PostAsJsonAsync("/generate", new { @class = "left", count = 2, seed = 9 })
            .ReadAsync<GenerateResponse>()).Rows;
        GeneratedRow[] got = (await client.GetAsync("/generate?class=left&count=2&seed=9").ReadAsync<GenerateResponse>()).Rows;
        Assert.HasCount(2, got);
        CollectionAssert.AreEqual(posted[1].Features, got[1].Features);
    }

    [TestMethod]
    [DataRow("""{"class":1}""")]
    [DataRow("""{"class":"1"}""")]
    public async Task AClassMayBeGivenByItsNumber(string body)
    {
        GenerateResponse response = await Host.CreateClient().PostAsync(
            "/generate", new StringContent(body, null, "application/json")).ReadAsync<GenerateResponse>();
        Assert.AreEqual(Host.Get<GeneratorModel>().Classes.Names[1], response.Class);
    }

    [TestMethod]
    public void ANameGoesBeforeANumber()
    {
        var classes = new GeneratorClasses(["1", "0", "cat"]);
        Assert.AreEqual(1, classes.Find("0"));
        Assert.AreEqual(2, classes.Find("2"));
        Assert.AreEqual(2, classes.Find("cat"));
    }

    [TestMethod]
    public async Task WhatIsNotGivenHasItsDefault()
    {
        GeneratedRow row = (await Host.CreateClient().GetAsync("/generate?class=left").ReadAsync<GenerateResponse>()).Rows.Single();
        AssertIsAlone(new(Host.Get<GeneratorModel>().Classes.Names.IndexOf("left"), 0, 0, 20, 1), row);
    }

    [TestMethod]
    public async Task AFileWithoutClassesIsServedToo()
    {
        using var host = new ServiceHost { Options = { ["Generator"] = ServedFiles.Unconditional } };
        GenerateResponse response = await host.CreateClient().GetAsync("/generate?count=2").ReadAsync<GenerateResponse>();
        Assert.IsNull(response.Class);
        Assert.HasCount(2, response.Rows);
        string? detail = (await host.CreateClient().GetAsync("/generate?class=left").ProblemAsync(400)).GetProperty("detail").GetString();
        Assert.AreEqual("Request 'class': expected none, as this model has no classes, got 'left'.", detail);
    }

    [TestMethod]
    public async Task PicturesAreAPngFile()
    {
        using HttpResponseMessage response = await Host.CreateClient().GetAsync("/generate.png?class=left&count=9");
        Assert.AreEqual("image/png", response.Content.Headers.ContentType?.MediaType);
        byte[] file = await response.Content.ReadAsByteArrayAsync();
        CollectionAssert.AreEqual((byte[])[0x89, .. "PNG"u8], file[..4]);
    }

    private static void AssertIsAlone(GeneratorRow row, GeneratedRow served)
    {
        GeneratedRow alone = Host.Get<GeneratorModel>().Run([row])[0];
        Assert.AreEqual(row.Id, served.Id);
        CollectionAssert.AreEqual(alone.Bits, served.Bits);
        Assert.IsLessThan(1e-5f, alone.Features.Zip(served.Features).Max(pair => Math.Abs(pair.First - pair.Second)));
        Assert.AreEqual(alone.Energy, served.Energy, 1e-4f);
    }
}
