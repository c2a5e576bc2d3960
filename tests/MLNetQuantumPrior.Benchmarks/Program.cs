using System.Globalization;
using MLNetQuantumPrior.Benchmarks;

string usage = """
    Usage: bench sampling|mlnet --out FOLDER
           bench learning|steps [--threads N] --out FOLDER
           eval mnist|fashion [--quick] --data FOLDER --out FOLDER
           eval generation|judge --data FOLDER --out FOLDER
    """;
CultureInfo.CurrentCulture = CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
try
{
    string Option(string name)
    {
        int at = Array.IndexOf(args, name);
        return at >= 0 && at + 1 < args.Length
            ? args[at + 1]
            : throw new ArgumentException($"Option '{name}': expected a value, got none.");
    }

    int Threads() => int.TryParse(Option("--threads"), out int threads) && threads is >= 1 and <= 256
        ? threads
        : throw new ArgumentException($"Option '--threads': expected 1 to 256, got '{Option("--threads")}'.");

    bool quick = args is ["eval", "mnist" or "fashion", ..] && args.Contains("--quick");
    string[] known = args is ["bench", "learning" or "steps", ..] ? ["--data", "--out", "--threads"] : ["--data", "--out"];
    string[] unknown = [.. args.Skip(2).Where(arg => !quick || arg != "--quick").Where((_, k) => k % 2 == 0).Except(known)];
    if (unknown.Length > 0)
    {
        throw new ArgumentException($"Argument '{unknown[0]}': expected {string.Join(", ", known)}.");
    }

    switch (args)
    {
        case ["bench", "sampling", ..]:
            SamplingBenchmark.Run(Option("--out"));
            return 0;
        case ["bench", "learning", ..]:
            LearningBenchmark.Run(Option("--out"), args.Contains("--threads") ? [Threads()] : [1, 2]);
            return 0;
        case ["bench", "steps", ..]:
            StepBenchmark.Run(Option("--out"), args.Contains("--threads") ? [Threads()] : [1, 2]);
            return 0;
        case ["bench", "mlnet", ..]:
            MLNetBenchmark.Run(Option("--out"));
            return 0;
        case ["eval", "mnist" or "fashion", ..]:
            ImageEvaluation.Run(args[1], Option("--data"), Option("--out"), quick ? EvaluationBudget.Quick : EvaluationBudget.Full);
            return 0;
        case ["eval", "generation", ..]:
            GenerationEvaluation.Run(Option("--data"), Option("--out"));
            return 0;
        case ["eval", "judge", ..]:
            JudgeEvaluation.Run(Option("--data"), Option("--out"));
            return 0;
        default:
            throw new ArgumentException(
                $"Expected a benchmark or evaluation, got '{string.Join(' ', args.TakeWhile(arg => !arg.StartsWith('-')))}'.");
    }
}
catch (ArgumentException error)
{
    Console.Error.WriteLine($"{error.Message}\n{usage}");
    return 2;
}
