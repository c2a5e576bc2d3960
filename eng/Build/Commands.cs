namespace MLNetQuantumPrior.Build;

/// <summary>The commands, each in the order of its steps.</summary>
internal sealed class Commands(Checkout checkout, CommandLine line, CancellationToken interrupt)
{
    private readonly Tool _dotnet = Tool.Dotnet(interrupt);

    public int Run()
    {
        PackageAnswers packages = new PackageChoice(checkout, _dotnet).Choose(line.Packages, line.Source);
        Console.WriteLine(packages);
        switch (line.Command)
        {
            case Command.Build:
                Build(packages);
                return 0;
            case Command.Test:
                Fetch(Dataset.Mnist);
                Build(packages);
                return Test(packages);
            case Command.Demo:
                return RunProgram(packages, checkout.Demo, "demo", line.ProgramArguments);
            case Command.Bench:
                return RunProgram(packages, checkout.Benchmarks, "bench", ["bench", .. line.ProgramArguments]);
            case Command.Eval:
                return RunProgram(packages, checkout.Benchmarks, "eval", ["eval", .. line.ProgramArguments]);
            case Command.Pack:
                return Pack(packages);
            default:
                throw new InvalidOperationException($"Command: expected one with steps, got {line.Command}.");
        }
    }

    private void Build(PackageAnswers packages)
    {
        if (packages.IsOffline(OnnxRuntimeSources.PackageId))
        {
            new OnnxRuntimeSources(checkout, interrupt).Fetch();
        }

        if (packages.IsOffline(TorchStandIn.PackageId))
        {
            new TorchStandIn(checkout, interrupt).Build(line.WithLibTorch);
        }

        if (_dotnet.Run(checkout.Root, "restore", checkout.Solution) != 0)
        {
            throw new BuildException("the restore failed, see above. If the feed has changed, --packages auto asks it again.");
        }

        if (_dotnet.Run(checkout.Root, "build", checkout.Solution, "--no-restore", "--nologo", "--configuration", line.Configuration) != 0)
        {
            throw new BuildException("the build failed, see above.");
        }
    }

    private string Fetch(Dataset dataset) => new DatasetCache(checkout, interrupt).Fetch(dataset);

    private int Test(PackageAnswers packages)
    {
        string results = checkout.EmptyArtifacts("test");

        // Directory.Build.targets turns this property into one .trx file a test project.
        int exitCode = _dotnet.Run(
            checkout.Root,
            ["test", checkout.Solution, "--no-build", "--nologo", "--configuration", line.Configuration,
                $"-p:TestResultsFolder={MSBuild.Escape(results)}"]);
        TestResults total = TestResults.Sum([.. Directory.GetFiles(results, "*.trx").Select(TestResults.Read)], exitCode);

        Console.WriteLine();
        foreach (TestFailure failure in total.Failures)
        {
            Console.WriteLine($"failed: {failure.Name}");
            Console.WriteLine($"    {failure.Message.ReplaceLineEndings("\n    ")}");
        }

        foreach ((string reason, int count) in total.Skipped.CountBy(reason => reason))
        {
            Console.WriteLine($"skipped, {count}: {reason}");
        }

        Console.WriteLine(packages);
        Console.WriteLine(total);
        return total.Failures.IsEmpty && total.Passed > 0 ? 0 : 1;
    }

    /// <summary>Runs a program with --data and --out, unless the user gives them.</summary>
    private int RunProgram(PackageAnswers packages, string project, string name, IReadOnlyList<string> arguments)
    {
        if (!Directory.Exists(project))
        {
            throw new BuildException($"{name}: expected a project in '{project}', found none.");
        }

        string[] data = Gives("--data") ? [] : ["--data", Fetch(DatasetOf(arguments))];
        string[] output = Gives("--out") ? [] : ["--out", checkout.Artifacts(name)];
        Build(packages);
        return _dotnet.Run(
            Environment.CurrentDirectory,
            ["run", "--project", project, "--no-build", "--configuration", line.Configuration, "--", .. arguments, .. data, .. output]);

        static Dataset DatasetOf(IReadOnlyList<string> arguments) =>
            arguments is ["eval", "fashion", ..] ? Dataset.FashionMnist : Dataset.Mnist;

        bool Gives(string option) => arguments.Any(argument => argument.Split('=')[0] == option);
    }

    private int Pack(PackageAnswers packages)
    {
        if (packages.All.FirstOrDefault(answer => !answer.Real) is { } offline)
        {
            throw new BuildException(
                $"pack: {offline.Group.Name} is a stand-in of eng/offline here, and a package must not depend on one. " +
                "Give a feed or a --source folder that has the real packages, and --packages auto.");
        }

        string folder = checkout.EmptyArtifacts("packages");
        int exitCode = _dotnet.Run(
            checkout.Root,
            [
                "pack", checkout.Solution, "--nologo", "--configuration", line.Configuration,
                "-p:ContinuousIntegrationBuild=true", "--output", folder,
            ]);
        return exitCode == 0
            ? Inspect([.. Directory.GetFiles(folder, "*.nupkg").Order(StringComparer.Ordinal).Select(PackageFile.Read)], packages)
            : 1;
    }

    /// <summary>Looks at what pack made: a package that lacks something, or would depend on a stranger, is an error.</summary>
    private int Inspect(PackageFile[] made, PackageAnswers packages)
    {
        WantedPackage[] allowed = [.. made.Select(package => package.Name), .. packages.All.SelectMany(answer => answer.Wanted)];
        PackageInspection[] inspections = [.. made.Select(package => PackageInspection.Of(package, allowed, checkout.Root))];
        Console.WriteLine();
        foreach (PackageInspection inspection in inspections)
        {
            Console.WriteLine(inspection);
            foreach (string fault in inspection.Faults)
            {
                Console.Error.WriteLine($"    error: {fault}");
            }
        }

        return inspections.All(inspection => inspection.Faults.IsEmpty) ? 0 : 1;
    }
}
