using MLNetQuantumPrior.Demo;

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, key) =>
{
    key.Cancel = true;
    stop.Cancel();
};
if (args is ["--help"])
{
    Console.WriteLine(DemoArguments.Usage);
    return 0;
}

try
{
    DigitsDemo.Run(DemoArguments.Parse(args), stop.Token);
    return 0;
}
catch (ArgumentException error) when (error.ParamName == DemoArguments.Parameter)
{
    Console.Error.WriteLine($"{error.Message}\n{DemoArguments.Usage}");
    return 2;
}
catch (Exception error) when (error is IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine($"error: {error.Message}");
    return 1;
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine("error: interrupted");
    return 130;
}
