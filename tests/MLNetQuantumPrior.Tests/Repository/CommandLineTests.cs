using MLNetQuantumPrior.Build;

namespace MLNetQuantumPrior.Tests.Repository;

[TestClass]
public sealed class CommandLineTests
{
    [TestMethod]
    public void OptionsStandOnEitherSideOfTheCommand()
    {
        string[] options = ["--packages", "offline", "--source", "f", "--configuration", "Debug"];
        foreach (string[] words in (string[][])[["test", .. options], [.. options, "test"]])
        {
            CommandLine line = CommandLine.Parse(words);
            Assert.AreEqual(
                (Command.Test, PackageMode.Offline, "f", "Debug"), (line.Command, line.Packages, line.Source, line.Configuration));
        }
    }

    [TestMethod]
    [DataRow("demo --epochs 2 --packages real", "--epochs 2 --packages real")]
    [DataRow("bench --packages auto sampling", "sampling")]
    [DataRow("eval -- --source f", "--source f")]
    [DataRow("demo", "")]
    public void TheRestGoesToTheProgram(string words, string rest) =>
        Assert.AreEqual(rest, string.Join(' ', CommandLine.Parse(words.Split(' ')).ProgramArguments));

    [TestMethod]
    public void NothingSaidMeansReleaseAndTheRememberedPackages()
    {
        CommandLine line = CommandLine.Parse(["build"]);
        Assert.AreEqual((PackageMode.Remembered, null, "Release"), (line.Packages, line.Source, line.Configuration));
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("biuld")]
    [DataRow("3")]
    [DataRow("--verbose build")]
    [DataRow("build --verbose")]
    [DataRow("test MyTest")]
    [DataRow("build --packages")]
    [DataRow("build --packages remembered")]
    [DataRow("build --configuration Fast")]
    public void WhatMakesNoSenseIsRefused(string words) =>
        Assert.ThrowsExactly<UsageException>(() => CommandLine.Parse(words.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
}
