namespace MLNetQuantumPrior.Leap;

/// <summary>Time on the processor by the timing model that the service publishes with each solver.</summary>
internal static class AccessTimeEstimate
{
    /// <summary>Microseconds of a run; where there is no timing model, of the longest run that the solver takes, if it says that.</summary>
    public static double? OrLongest(LeapSolver solver, LeapProblem problem) =>
        Of(solver, problem.Model.SpinCount, problem.Parameters) ?? solver.RunDurationRange?.High;

    public static double? Of(LeapSolver solver, int qubits, LeapParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentOutOfRangeException.ThrowIfLessThan(qubits, 1);
        if (solver.TimingData is not { } data)
        {
            return null;
        }

        double anneal = parameters.AnnealingTime ?? parameters.AnnealSchedule?[^1].Time ?? data.DefaultAnnealingTime;
        bool isReverse = parameters.AnnealSchedule is [{ S: 1 }, ..];
        (double Programming, double Delay) reverse = !isReverse ? default
            : parameters.ReinitializeState == true ? data.ReverseReinitialized
            : data.ReverseContinued;

        // The service's model takes a pause of 0 for one that was not given.
        double programming = data.ProgrammingTime + reverse.Programming
            + Given(parameters.ProgrammingThermalization, data.DefaultProgrammingThermalization);
        ValueRange decorrelation = data.DecorrelationTime;
        double wait = parameters.ReduceIntersampleCorrelation == true
            ? decorrelation.Low + (anneal / data.MaxDecorrelatedAnnealingTime * (decorrelation.High - decorrelation.Low))
            : 0;
        double pause = Math.Max(Given(parameters.ReadoutThermalization, data.DefaultReadoutThermalization), wait);
        double read = anneal + Readout(data, qubits) + data.DelayPerSample + reverse.Delay + pause;
        return programming + (parameters.Reads * read);
    }

    private static double Given(double? value, double otherwise) => value is > 0 ? value.Value : otherwise;

    /// <summary>Between the points on a straight line, beyond them as at the nearest.</summary>
    private static double Readout(SolverTimingData data, int qubits)
    {
        ReadOnlySpan<(double Qubits, double Time)> points = data.ReadoutTimes.AsSpan();
        double x = data.ReadoutIsLogarithmic ? Math.Log10(qubits) : qubits;
        double y = points[^1].Time;
        for (int k = 0; k < points.Length; k++)
        {
            if (x <= points[k].Qubits)
            {
                y = k == 0 ? points[0].Time : double.Lerp(
                    points[k - 1].Time,
                    points[k].Time,
                    (x - points[k - 1].Qubits) / (points[k].Qubits - points[k - 1].Qubits));
                break;
            }
        }

        return data.ReadoutIsLogarithmic ? Math.Pow(10, y) : y;
    }
}
