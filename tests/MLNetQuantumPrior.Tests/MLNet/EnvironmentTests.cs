using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace MLNetQuantumPrior.Tests.MLNet;

/// <summary>Where our catalog methods find seed and log, and why each epoch is a line of log.</summary>
[TestClass]
public sealed class EnvironmentTests
{
    private readonly MLContext _ml = new(seed: 1);
    private readonly List<LoggingEventArgs> _log = [];

    public EnvironmentTests() => _ml.Log += (_, message) => _log.Add(message);

    [TestMethod]
    public void AnEnvironmentStandsInThePrivateFieldOfTheTransformsCatalog()
    {
        FieldInfo? field = typeof(TransformsCatalog).GetField("_env", BindingFlags.Instance | BindingFlags.NonPublic);
        var environment = (IHostEnvironment)field!.GetValue(_ml.Transforms)!;

        environment.Register("Extension").Start("Work").Info(MessageSensitivity.None, "{0}", "found");

        Assert.AreEqual("found", _log.Single(message => message.Kind == ChannelMessageKind.Info).RawMessage);
        Assert.AreSame(environment, CatalogEnvironment.Of(_ml.Transforms));
    }

    [TestMethod]
    public void ProgressNeverReachesTheLog()
    {
        using (IProgressChannel progress = ((IHostEnvironment)_ml).Register("Trainer").StartProgressChannel("Fitting"))
        {
            progress.SetHeader(new ProgressHeader(["loss"], ["epochs"]), entry => entry.SetProgress(0, 1));
            progress.Checkpoint(0.5, 1);
        }

        Assert.AreEqual(0, _log.Count(message => message.Kind != ChannelMessageKind.Trace));
    }
}
