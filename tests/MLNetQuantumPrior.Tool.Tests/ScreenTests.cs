using Spectre.Console;

namespace MLNetQuantumPrior.Tool.Tests;

[TestClass]
public sealed class ScreenTests
{
    [TestMethod]
    public void ProgressIsAFewLinesWhereNobodyWatches()
    {
        using StringWriter output = new(), error = new();
        int result = Work(new(output, error, null));
        Assert.AreEqual(7, result);
        Assert.AreEqual("fit: 20 %|fit: 40 %|fit: 60 %|fit: 80 %|fit: 100 %|", error.ToString().ReplaceLineEndings("|"));
        Assert.AreEqual("", output.ToString());
    }

    [TestMethod]
    public void ProgressIsABarInATerminal()
    {
        using StringWriter output = new(), error = new();
        Assert.AreEqual(7, Work(new(output, error, Terminal(error))));
        StringAssert.Contains(error.ToString(), "fit");
        StringAssert.Contains(error.ToString(), "100%");
        Assert.AreEqual("", output.ToString());
    }

    [TestMethod]
    public void NotesComeBehindTheBar()
    {
        using StringWriter output = new(), error = new();
        var screen = new Screen(output, error, Terminal(error));
        screen.Watch("fit", _ =>
        {
            screen.Note("known");
            Assert.IsFalse(error.ToString().Contains("known"));
            return 0;
        });
        StringAssert.EndsWith(error.ToString(), "note: known" + Environment.NewLine);
    }

    [TestMethod]
    public void QuietShowsErrorsOnly()
    {
        using StringWriter output = new(), error = new();
        var screen = new Screen(output, error, Terminal(error)) { IsQuiet = true };
        Work(screen);
        screen.Say($"done");
        screen.Note("note");
        Assert.AreEqual("", output.ToString() + error.ToString());
        screen.Fail("one\ntwo");
        Assert.AreEqual("error: one two", error.ToString().TrimEnd());
    }

    private static AnsiConsoleSettings Terminal(TextWriter writer) =>
        new() { Out = new AnsiConsoleOutput(writer), Ansi = AnsiSupport.Yes, Interactive = InteractionSupport.Yes };

    private static int Work(Screen screen) => screen.Watch("fit", progress =>
    {
        for (int part = 0; part <= 100; part++)
        {
            progress.Report(part / 100.0);
        }

        return 7;
    });
}
