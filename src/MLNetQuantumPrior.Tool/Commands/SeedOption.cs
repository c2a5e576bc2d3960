using System.CommandLine;

namespace MLNetQuantumPrior.Tool;

/// <summary>The option --seed.</summary>
internal sealed class SeedOption
{
    private readonly Option<ulong?> _seed = new("--seed")
    {
        Description = "Seed of all randomness: the same one gives the same file. Default: one is drawn and shown.", HelpName = "number",
    };

    public void AddTo(Command command) => command.Options.Add(_seed);

    /// <summary>The seed that is given, or one that is drawn.</summary>
    public ulong Of(ParseResult line) => line.GetValue(_seed) ?? (ulong)Random.Shared.Next();
}
