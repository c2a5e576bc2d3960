using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace MLNetContract.Tests.Hosts;

[TestClass]
public sealed class SeedTests
{
    [TestMethod]
    public void TheSameSeedGivesTheSameNumbers()
    {
        CollectionAssert.AreEqual(Numbers(Host(new MLContext(5))), Numbers(Host(new MLContext(5))));
        CollectionAssert.AreNotEqual(Numbers(Host(new MLContext(5))), Numbers(Host(new MLContext(6))));
    }

    [TestMethod]
    public void ASeedOfItsOwnMakesAHostIndependentOfTheOthers()
    {
        IHostEnvironment one = new MLContext(5);
        IHostEnvironment other = new MLContext(6);
        other.Register("before");
        CollectionAssert.AreEqual(Numbers(one.Register("a", seed: 9)), Numbers(other.Register("b", seed: 9)));
    }

    [TestMethod]
    public void WhatWasRegisteredBeforeCounts()
    {
        IHostEnvironment ml = new MLContext(5);
        CollectionAssert.AreNotEqual(Numbers(ml.Register("a")), Numbers(ml.Register("a")));
        IHost host = ml.Register("b", seed: 1);
        CollectionAssert.AreNotEqual(Numbers(host.Register("c")), Numbers(host.Register("c")));
    }

    [TestMethod]
    public void AnEnvironmentStandsInThePrivateFieldOfTheTransformsCatalog()
    {
        var ml = new MLContext(5);
        var messages = new List<string>();
        ml.Log += (_, message) => messages.Add(message.RawMessage);
        FieldInfo field = typeof(TransformsCatalog).GetField("_env", BindingFlags.Instance | BindingFlags.NonPublic);
        var env = (IHostEnvironment)field.GetValue(ml.Transforms);
        env.Register("Extension").Start("Work").Info(MessageSensitivity.None, "found");
        CollectionAssert.Contains(messages, "found");
    }

    private static IHost Host(MLContext ml) => ((IHostEnvironment)ml).Register("host");

    private static int[] Numbers(IHost host) => [.. Enumerable.Range(0, 8).Select(_ => host.Rand.Next(1000000))];
}
