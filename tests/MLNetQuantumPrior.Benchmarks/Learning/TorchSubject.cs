using System.Diagnostics;
using System.Globalization;
using System.Runtime.Intrinsics.X86;

namespace MLNetQuantumPrior.Benchmarks;

/// <summary>PyTorch in a process of its own, which waits between its turns.</summary>
internal sealed class TorchSubject : TrainingSubject
{
    private const string Python = "/usr/bin/python3"; // Debian's, which has Debian's torch

    private readonly Process _process;

    public TorchSubject(string model, string name, int threads)
        : base(model, "pytorch", threads)
    {
        var start = new ProcessStartInfo(Python, [Script, name, $"{threads}"])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true,
        };
        start.Environment["OMP_NUM_THREADS"] = $"{threads}";
        if (Avx512F.IsSupported)
        {
            start.Environment["OPENBLAS_CORETYPE"] = "Cooperlake"; // OpenBLAS 0.3.21 takes newer processors for older ones
        }

        _process = Process.Start(start)!;
        Console.WriteLine(_process.StandardOutput.ReadLine());
    }

    public static bool IsInstalled
    {
        get
        {
            if (!File.Exists(Python))
            {
                return false;
            }

            using Process probe = Process.Start(new ProcessStartInfo(Python, ["-c", "import torch"]) { RedirectStandardError = true })!;
            probe.WaitForExit();
            return probe.ExitCode == 0;
        }
    }

    private static string Script => Path.Combine(AppContext.BaseDirectory, "torch_vae.py");

    public override TrainingTime Train()
    {
        _process.StandardInput.WriteLine(Images);
        string line = _process.StandardOutput.ReadLine()
            ?? throw new InvalidOperationException($"{Script}: expected the seconds of a training, got the end of the process.");
        string[] answer = line.Split(' ');
        return new(double.Parse(answer[0], CultureInfo.InvariantCulture), double.Parse(answer[1], CultureInfo.InvariantCulture));
    }

    public override void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
