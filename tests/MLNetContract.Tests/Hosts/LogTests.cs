using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace MLNetContract.Tests.Hosts;

[TestClass]
public sealed class LogTests
{
    private readonly MLContext _ml = new(seed: 1);
    private readonly List<LoggingEventArgs> _log = [];

    public LogTests() => _ml.Log += (_, message) => _log.Add(message);

    [TestMethod]
    public void MessagesOfAHostReachTheContext()
    {
        using (IChannel channel = Host(_ml, "Trainer").Start("Training"))
        {
            channel.Info(MessageSensitivity.None, "epoch {0}", 3);
            channel.Warning(MessageSensitivity.None, "careful");
            channel.Error(MessageSensitivity.UserData, "broken {0} {1}", "a", 1);
        }
        LoggingEventArgs info = Only(ChannelMessageKind.Info);
        Assert.AreEqual("[Source=Trainer; Training, Kind=Info] epoch 3", info.Message);
        Assert.AreEqual(("Trainer; Training", "epoch 3"), (info.Source, info.RawMessage));
        Assert.AreEqual("[Source=Trainer; Training, Kind=Warning] careful", Only(ChannelMessageKind.Warning).Message);
        Assert.AreEqual("broken a 1", Only(ChannelMessageKind.Error).RawMessage);
    }

    [TestMethod]
    public void BracesWithoutArgumentsAreText()
    {
        using IChannel channel = Host(_ml, "Trainer").Start("Training");
        channel.Info(MessageSensitivity.None, "{0} stays");
        Assert.AreEqual("{0} stays", Only(ChannelMessageKind.Info).RawMessage);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => channel.Info(MessageSensitivity.None, ""));
    }

    [TestMethod]
    public void ChannelsSayWhenTheyStartAndEnd()
    {
        Host(_ml, "Trainer").Start("Training").Dispose();
        LoggingEventArgs[] traces = [.. _log.Where(m => m.Source == "Trainer; Training")];
        Assert.IsTrue(traces.All(m => m.Kind == ChannelMessageKind.Trace));
        Assert.AreEqual("Channel started", traces[0].RawMessage);
        StringAssert.StartsWith(traces[1].RawMessage, "Channel finished. Elapsed ");
        Assert.AreEqual("Channel disposed", traces[2].RawMessage);
    }

    [TestMethod]
    public void NamesOfHostsWithinHosts()
    {
        IHost outer = Host(_ml, "Outer");
        outer.Register("Inner").Start("Work").Info(MessageSensitivity.None, "a");
        outer.Register("Inner").Register("Innermost").Start("Work").Info(MessageSensitivity.None, "b");
        ((IHostEnvironment)_ml).Start("Direct").Info(MessageSensitivity.None, "c");
        CollectionAssert.AreEqual(new[] { "Inner; Work", "Outer; Innermost; Work", "Direct" },
            _log.Where(m => m.Kind == ChannelMessageKind.Info).Select(m => m.Source).ToArray());
    }

    [TestMethod]
    public void ProgressNeverReachesTheLog()
    {
        int before = _log.Count;
        using (IProgressChannel progress = Host(_ml, "Trainer").StartProgressChannel("Fitting"))
        {
            progress.SetHeader(new ProgressHeader(["loss"], ["epochs"]), entry => entry.SetProgress(0, 1));
            progress.Checkpoint(0.5, 1);
        }
        Assert.AreEqual(0, _log.Skip(before).Count(m => m.Kind != ChannelMessageKind.Trace));
    }

    [TestMethod]
    public void AnEmptyDictionaryIsWarnedAbout()
    {
        IDataView data = _ml.Data.LoadFromEnumerable([new Doubles.Numbered { Text = "" }]);
        _ml.Transforms.Conversion.MapValueToKey("Key", "Text").Fit(data);
        Assert.AreEqual("Term map for output column 'Key' contains no entries.", Only(ChannelMessageKind.Warning).RawMessage);
    }

    [TestMethod]
    public void AMessageAloneIsShownAsItIs() => Assert.AreEqual("plain", new LoggingEventArgs("plain").Message);

    private LoggingEventArgs Only(ChannelMessageKind kind) => _log.Single(m => m.Kind == kind);

    private static IHost Host(MLContext ml, string name) => ((IHostEnvironment)ml).Register(name);
}
