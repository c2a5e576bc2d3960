using System.Runtime.InteropServices;
using MLNetQuantumPrior.Build;

using var interrupt = new CancellationTokenSource();
void Interrupted(PosixSignalContext signal)
{
    signal.Cancel = true;
    interrupt.Cancel();
}

using var onInterrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupted);
using var onTerminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Interrupted);

try
{
    CommandLine line = CommandLine.Parse(args);
    if (line.Help)
    {
        Console.Write(CommandLine.Usage);
        return 0;
    }

    return new Commands(Checkout.Find(AppContext.BaseDirectory), line, interrupt.Token).Run();
}
catch (UsageException error)
{
    Console.Error.WriteLine($"error: {error.Message}");
    return 2;
}
catch (BuildException error)
{
    Console.Error.WriteLine($"error: {error.Message}");
    return 1;
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine("interrupted");
    return 130;
}
