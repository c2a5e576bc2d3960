using System.Text.Json;

namespace MLNetQuantumPrior.Leap;

/// <summary>A problem as the service takes it: one JSON object.</summary>
internal static class JobWriting
{
    public static void Write(Utf8JsonWriter json, LeapSolver solver, LeapProblem problem, string label)
    {
        json.WriteStartObject();
        json.WriteStartObject("solver");
        json.WriteString("name", solver.Name);
        if (solver.GraphId is not null)
        {
            json.WriteStartObject("version");
            json.WriteString("graph_id", solver.GraphId);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        WriteData(json, QpEncoding.Of(solver, problem.Model), problem.Model.Offset);
        json.WriteString("type", "ising");
        WriteParameters(json, solver, problem);
        json.WriteString("label", label);
        json.WriteEndObject();
    }

    private static void WriteData(Utf8JsonWriter json, QpEncoding model, double offset)
    {
        json.WriteStartObject("data");
        json.WriteString("format", "qp");
        json.WriteBase64String("lin", model.Linear);
        json.WriteBase64String("quad", model.Quadratic);
        json.WriteNumber("offset", offset);
        json.WriteEndObject();
    }

    private static void WriteParameters(Utf8JsonWriter json, LeapSolver solver, LeapProblem problem)
    {
        LeapParameters parameters = problem.Parameters;
        json.WriteStartObject("params");
        json.WriteNumber("num_reads", parameters.Reads);
        json.WriteString("answer_mode", parameters.AnswerMode == LeapAnswerMode.Raw ? "raw" : "histogram");
        json.WriteBoolean("auto_scale", false);
        Number("annealing_time", parameters.AnnealingTime);
        if (parameters.AnnealSchedule is { } schedule)
        {
            json.WriteStartArray("anneal_schedule");
            foreach (AnnealPoint point in schedule)
            {
                json.WriteStartArray();
                json.WriteNumberValue(point.Time);
                json.WriteNumberValue(point.S);
                json.WriteEndArray();
            }

            json.WriteEndArray();
        }

        Flag("fast_anneal", parameters.FastAnneal ? true : null);
        Flag("flux_drift_compensation", parameters.FluxDriftCompensation);
        Flag("reduce_intersample_correlation", parameters.ReduceIntersampleCorrelation);
        Number("programming_thermalization", parameters.ProgrammingThermalization);
        Number("readout_thermalization", parameters.ReadoutThermalization);
        Flag("reinitialize_state", parameters.ReinitializeState);
        WriteFluxBiases(json, solver, parameters.FluxBiases);
        WriteInitialState(json, solver, problem);
        json.WriteEndObject();

        void Number(string name, double? value)
        {
            if (value is { } number)
            {
                json.WriteNumber(name, number);
            }
        }

        void Flag(string name, bool? value)
        {
            if (value is { } flag)
            {
                json.WriteBoolean(name, flag);
            }
        }
    }

    private static void WriteFluxBiases(Utf8JsonWriter json, LeapSolver solver, ImmutableDictionary<int, double>? biases)
    {
        if (biases is null)
        {
            return;
        }

        json.WriteStartArray("flux_biases");
        for (int qubit = 0; qubit < solver.QubitCount; qubit++)
        {
            json.WriteNumberValue(biases.GetValueOrDefault(qubit));
        }

        json.WriteEndArray();
    }

    /// <summary>-1 or +1 for each qubit of the chip, 3 for those that the problem does not use.</summary>
    private static void WriteInitialState(Utf8JsonWriter json, LeapSolver solver, LeapProblem problem)
    {
        if (problem.Parameters.InitialState is not { } state)
        {
            return;
        }

        json.WriteStartArray("initial_state");
        foreach (int spin in QpEncoding.SpinOfQubit(solver, problem.Model.Graph))
        {
            json.WriteNumberValue(spin < 0 ? 3 : state[spin]);
        }

        json.WriteEndArray();
    }
}
