using System.Collections.Immutable;
using System.Xml.Linq;

namespace MLNetQuantumPrior.Build;

/// <summary>Counts of a test run, read from .trx files, whose spelling no language setting changes.</summary>
/// <param name="Passed">Tests that passed.</param>
/// <param name="Skipped">Why each of the skipped tests was skipped.</param>
/// <param name="Failures">The others.</param>
internal sealed record TestResults(int Passed, ImmutableArray<string> Skipped, ImmutableArray<TestFailure> Failures)
{
    public override string ToString() =>
        $"{Passed} passed, {Failures.Length} failed" + (Skipped.IsEmpty ? "" : $", {Skipped.Length} skipped");

    public static TestResults Read(string trxFile) => Read(XDocument.Load(trxFile), Path.GetFileNameWithoutExtension(trxFile));

    public static TestResults Read(XDocument trx, string name)
    {
        // Elements by local name: a .trx file has one namespace throughout.
        Dictionary<string, string?> classes = All(trx, "UnitTest").DistinctBy(Id)
            .ToDictionary(Id, e => (string?)All(e, "TestMethod").FirstOrDefault()?.Attribute("className"));
        int passed = 0;
        var skipped = ImmutableArray.CreateBuilder<string>();
        var failures = ImmutableArray.CreateBuilder<TestFailure>();

        // A data-driven test may hold its rows as inner results: those count, their parent does not.
        foreach (XElement result in All(trx, "UnitTestResult").Where(e => !All(e, "UnitTestResult").Any()))
        {
            switch ((string?)result.Attribute("outcome"))
            {
                case "Passed":
                    passed++;
                    break;
                case "NotExecuted" or "Inconclusive":
                    skipped.Add(Reason(Message(result) ?? "no reason given"));
                    break;
                default:
                    string? owner = classes.GetValueOrDefault((string?)result.Attribute("testId") ?? "");
                    failures.Add(new(
                        $"{(owner is null ? "" : owner + ".")}{(string?)result.Attribute("testName")}",
                        Message(result) ?? $"Outcome: {(string?)result.Attribute("outcome")}."));
                    break;
            }
        }

        // A test host that crashes leaves no failed test behind, only an error of the run.
        XElement[] errors = [.. All(trx, "RunInfo").Where(e => (string?)e.Attribute("outcome") == "Error")];
        bool completed = (string?)All(trx, "ResultSummary").Single().Attribute("outcome") == "Completed";
        if (errors.Length > 0 || (!completed && failures.Count == 0))
        {
            IEnumerable<string> lines = errors.SelectMany(e => e.Value.Trim().Split('\n')).Take(20);
            failures.Add(new(name, string.Join('\n', lines.Prepend("The run did not complete."))));
        }

        return new(passed, skipped.ToImmutable(), failures.ToImmutable());

        static string? Message(XElement result) =>
            All(result, "ErrorInfo").SelectMany(e => All(e, "Message")).FirstOrDefault()?.Value.Trim();
        static IEnumerable<XElement> All(XContainer parent, string element) => parent.Descendants().Where(e => e.Name.LocalName == element);
        static string Id(XElement test) => (string?)test.Attribute("id") ?? "";
    }

    /// <summary>What a test that skipped itself said: the first line behind the name of the assertion.</summary>
    private static string Reason(string message)
    {
        const string Assertion = "Assert.Inconclusive. ";
        int start = message.IndexOf(Assertion, StringComparison.Ordinal);
        return (start < 0 ? message : message[(start + Assertion.Length)..]).Split('\n')[0].TrimEnd();
    }

    /// <summary>All projects together. A bad exit code without a failed test counts as a failure of its own.</summary>
    public static TestResults Sum(IReadOnlyList<TestResults> projects, int exitCode)
    {
        ImmutableArray<TestFailure> failures = [.. projects.SelectMany(r => r.Failures)];
        if (exitCode != 0 && failures.IsEmpty)
        {
            failures = [new("dotnet test", $"Expected exit code 0, got {exitCode}, and no failed test in the results; see above.")];
        }

        return new(projects.Sum(r => r.Passed), [.. projects.SelectMany(r => r.Skipped)], failures);
    }
}
