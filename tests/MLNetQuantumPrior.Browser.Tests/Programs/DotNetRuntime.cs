using System.Diagnostics;
using Microsoft.ML.OnnxRuntime;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Browser.Tests;

/// <summary>ONNX Runtime for .NET, on one thread.</summary>
internal static class DotNetRuntime
{
    /// <summary>Draws rows, several times for their time.</summary>
    public static RuntimeDraws Draw(string generator, IReadOnlyCollection<PortableRow> rows, int times)
    {
        using var options = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1 };
        using var session = new InferenceSession(generator, options);
        Dictionary<string, OrtValue> inputs = new()
        {
            ["Class"] = Column(rows, row => row.Class),
            ["Id"] = Column(rows, row => row.Id),
            ["Seed"] = Column(rows, row => row.Seed),
            ["Sweeps"] = Column(rows, row => row.Sweeps),
            ["Beta"] = Column(rows, row => row.Beta),
        };
        double[] milliseconds = new double[times];
        using var run = new RunOptions();
        IDisposableReadOnlyCollection<OrtValue>? outputs = null;
        for (int time = 0; time < times; time++)
        {
            outputs?.Dispose();
            long started = Stopwatch.GetTimestamp();
            outputs = session.Run(run, inputs, ["Bits", "Energy"]);
            milliseconds[time] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        }

        using (outputs)
        {
            return RuntimeDraws.Of(
                outputs![0].GetTensorDataAsSpan<float>().ToArray(), outputs[1].GetTensorDataAsSpan<float>().ToArray(), milliseconds);
        }
    }

    private static OrtValue Column<T>(IReadOnlyCollection<PortableRow> rows, Func<PortableRow, T> of)
        where T : unmanaged =>
        OrtValue.CreateTensorValueFromMemory(rows.Select(of).ToArray(), [rows.Count, 1]);
}
