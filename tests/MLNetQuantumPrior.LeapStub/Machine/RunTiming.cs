using System.Text.Json.Nodes;

namespace MLNetQuantumPrior.LeapStub;

/// <summary>How long a run takes on the processor, in microseconds, by the model that the service publishes with a solver.</summary>
internal static class RunTiming
{
    private const double Programming = 33_600;
    private const double Delay = 60.6;
    private static readonly double[] LogQubits = [0, 0.77, 1.724, 2.712, 3.164, 3.66];
    private static readonly double[] LogReadout = [1.23, 1.4, 1.62, 1.85, 1.95, 2];

    public static JsonObject Properties() => new()
    {
        ["version"] = "1.0.0",
        ["typical_programming_time"] = Programming,
        ["reverse_annealing_with_reinit_prog_time_delta"] = 0.0,
        ["reverse_annealing_without_reinit_prog_time_delta"] = 5.55,
        ["default_programming_thermalization"] = SolverProperties.DefaultProgrammingThermalization,
        ["default_annealing_time"] = SolverProperties.DefaultAnnealingTime,
        ["readout_time_model"] = "pwl_log_log",
        ["readout_time_model_parameters"] = new JsonArray([.. LogQubits.Concat(LogReadout).Select(x => (JsonNode)x)]),
        ["qpu_delay_time_per_sample"] = Delay,
        ["reverse_annealing_with_reinit_delay_time_delta"] = -4.5,
        ["reverse_annealing_without_reinit_delay_time_delta"] = -1.5,
        ["default_readout_thermalization"] = 0.0,
        ["decorrelation_max_nominal_anneal_time"] = 2000.0,
        ["decorrelation_time_range"] = new JsonArray(0.0, 0.0),
    };

    /// <summary>Reading out a number of qubits once.</summary>
    public static double Readout(int qubits)
    {
        double x = Math.Clamp(Math.Log10(qubits), LogQubits[0], LogQubits[^1]);
        int k = 1;
        while (k < LogQubits.Length - 1 && LogQubits[k] < x)
        {
            k++;
        }

        double share = (x - LogQubits[k - 1]) / (LogQubits[k] - LogQubits[k - 1]);
        return Math.Pow(10, LogReadout[k - 1] + (share * (LogReadout[k] - LogReadout[k - 1])));
    }

    public static JsonObject Of(int qubits, RunParameters run)
    {
        double delay = Delay + run.ReadoutThermalization;
        double sampling = run.Reads * (run.AnnealingTime + Readout(qubits) + delay);
        double programming = Programming + run.ProgrammingThermalization;
        return new()
        {
            ["qpu_sampling_time"] = sampling,
            ["qpu_anneal_time_per_sample"] = run.AnnealingTime,
            ["qpu_readout_time_per_sample"] = Readout(qubits),
            ["qpu_access_time"] = programming + sampling,
            ["qpu_access_overhead_time"] = 1200.0,
            ["qpu_programming_time"] = programming,
            ["qpu_delay_time_per_sample"] = delay,
            ["total_post_processing_time"] = 40.0,
            ["post_processing_overhead_time"] = 40.0,
        };
    }
}
