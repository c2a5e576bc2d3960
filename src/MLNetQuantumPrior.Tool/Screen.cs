using System.Globalization;
using Spectre.Console;

namespace MLNetQuantumPrior.Tool;

/// <summary>What the user sees: results on one stream; progress, notes and errors on the other.</summary>
/// <param name="output">Receives results.</param>
/// <param name="error">Receives all else.</param>
/// <param name="terminal">The terminal that <paramref name="error"/> is, to show bars; null where it is none.</param>
internal sealed class Screen(TextWriter output, TextWriter error, AnsiConsoleSettings? terminal)
{
    private const int PercentPerLine = 20;

    private readonly List<string> _held = [];
    private bool _hasBar;

    /// <summary>Receives results.</summary>
    public TextWriter Output => output;

    /// <summary>Receives all else.</summary>
    public TextWriter Error => error;

    /// <summary>Whether only errors are shown.</summary>
    public bool IsQuiet { get; set; }

    /// <summary>Shows what was done.</summary>
    public void Say(FormattableString text)
    {
        if (!IsQuiet)
        {
            output.WriteLine(text.ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Shows what the user should know; behind a bar, once that is full.</summary>
    public void Note(string text)
    {
        _held.Add($"note: {OneLine(text)}");
        ShowNotes();
    }

    /// <summary>Shows what went wrong, in one line.</summary>
    public void Fail(string text) => error.WriteLine($"error: {OneLine(text)}");

    /// <summary>Shows how far a piece of work is: as a bar in a terminal, else as a few lines.</summary>
    /// <param name="what">Names the work.</param>
    /// <param name="work">Does it; reports the part that is done, from 0 to 1.</param>
    public T Watch<T>(string what, Func<IProgress<double>, T> work)
    {
        if (IsQuiet)
        {
            return work(new Parts(_ => { }));
        }

        if (terminal is null)
        {
            return work(Lines(what));
        }

        try
        {
            _hasBar = true;
            return AnsiConsole.Create(terminal).Progress()
                .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
                .ExcludeVerticalPadding()
                .Start(progress =>
                {
                    ProgressTask bar = progress.AddTask(Markup.Escape(what), maxValue: 1);
                    T result = work(new Parts(part => bar.Value = part));
                    bar.Value = 1;
                    return result;
                });
        }
        finally
        {
            _hasBar = false;
            ShowNotes();
        }
    }

    /// <summary>Shows notes; later, where a bar would be torn.</summary>
    private void ShowNotes()
    {
        if (_hasBar)
        {
            return;
        }

        foreach (string note in IsQuiet ? [] : _held)
        {
            error.WriteLine(note);
        }

        _held.Clear();
    }

    private Parts Lines(string what)
    {
        int shown = 0;
        return new(part =>
        {
            int percent = (int)(100 * part) / PercentPerLine * PercentPerLine;
            if (percent > shown)
            {
                shown = percent;
                error.WriteLine(FormattableString.Invariant($"{what}: {percent} %"));
            }
        });
    }

    private static string OneLine(string text) =>
        string.Join(' ', text.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    /// <summary>Reports on the thread that does the work, so that lines come in order.</summary>
    private sealed class Parts(Action<double> report) : IProgress<double>
    {
        public void Report(double value) => report(value);
    }
}
