using System.Text.RegularExpressions;

namespace MLNetQuantumPrior.Build;

internal enum RestoreOutcome
{
    /// <summary>The packages restore.</summary>
    Real,

    /// <summary>The feed answers and lacks at least one of them.</summary>
    Lacking,

    /// <summary>The feed does not answer, so it is unknown what it has.</summary>
    DeadFeed,

    /// <summary>Something else went wrong.</summary>
    Unclear,
}

/// <summary>What a trial restore says about its packages, decided by error codes alone, as the texts are translated.</summary>
/// <param name="Lacking">Ids that the feed lacks, as far as an English text names them.</param>
internal sealed partial record RestoreVerdict(RestoreOutcome Outcome, IReadOnlyList<string> Lacking)
{
    public static RestoreVerdict Read(ToolOutput restore)
    {
        Match[] messages = [.. Message.Matches(restore.Text).Cast<Match>()];
        if (messages.Any(m => Code(m) == "NU1301"))
        {
            return new(RestoreOutcome.DeadFeed, []);
        }

        Match[] lacking = [.. messages.Where(m => SaysLacking(Code(m)))];
        bool otherErrors = messages.Any(m => m.Groups["severity"].Value == "error" && !SaysLacking(Code(m)));
        if (otherErrors || (restore.ExitCode != 0 && lacking.Length == 0))
        {
            return new(RestoreOutcome.Unclear, []);
        }

        return lacking.Length == 0
            ? new(RestoreOutcome.Real, [])
            : new(RestoreOutcome.Lacking, [.. lacking.Select(m => Id.Match(m.Groups["text"].Value)).Where(m => m.Success)
                .Select(m => m.Groups["id"].Value).Distinct(StringComparer.OrdinalIgnoreCase)]);
    }

    private static string Code(Match message) => message.Groups["code"].Value;

    // No such package; no such version; another version than the one asked for, which warnings as errors would refuse later.
    private static bool SaysLacking(string code) => code is "NU1101" or "NU1102" or "NU1603";

    [GeneratedRegex(@"\b(?<severity>error|warning) (?<code>[A-Z]+\d+)\s*:(?<text>.*)")]
    private static partial Regex Message { get; }

    // "Unable to find package A.B. No packages exist ...", "Unable to find package A.B with version ...",
    // "C depends on A.B (>= 1.0.0) but A.B 1.0.0 was not found."
    [GeneratedRegex(@"(Unable to find package|\bdepends on) (?<id>[\w-]+(\.[\w-]+)*)")]
    private static partial Regex Id { get; }
}
