namespace MLNetQuantumPrior.Leap;

/// <summary>The numbers that a solver takes: of fields, of couplings, and of sums of couplings at a qubit.</summary>
internal static class SolverRanges
{
    /// <summary>How far a model is within them.</summary>
    /// <param name="solver">Whose ranges.</param>
    /// <param name="model">What is to be programmed; its labels are qubits.</param>
    /// <param name="reverses">Whether spins may be reversed, so that any number may have either sign.</param>
    /// <returns>The largest factor, at most 1, that brings the model into all ranges, and what asks for it.</returns>
    public static RangeUse Of(LeapSolver solver, IsingModel model, bool reverses)
    {
        var use = new RangeUse(1, "");
        SpinGraph graph = model.Graph;
        for (int i = 0; i < graph.SpinCount; i++)
        {
            Add(solver.FieldRange, model.Field(i), () => $"a field of {model.Field(i):G4} at qubit {graph.Labels[i]}");
        }

        ValueRange? sums = solver.PerGroupCouplingRange ?? solver.PerQubitCouplingRange;
        ValueRange couplings = (sums is null ? null : solver.ExtendedCouplingRange) ?? solver.CouplingRange;
        var totals = new Dictionary<(int Qubit, int Group), double>();
        for (int e = 0; e < graph.Edges.Length; e++)
        {
            double coupling = model.Coupling(e);
            (int i, int j) = (graph.Labels[graph.Edges[e].I], graph.Labels[graph.Edges[e].J]);
            Add(couplings, coupling, () => $"a coupling of {coupling:G4} between qubits {i} and {j}");
            if (sums is not null)
            {
                AddTotal(i, j, coupling);
                AddTotal(j, i, coupling);
            }
        }

        foreach (((int qubit, int group), double total) in totals.OrderBy(total => total.Key))
        {
            Add(sums!.Value, total, () => solver.PerGroupCouplingRange is null
                ? $"couplings of qubit {qubit} with the sum {total:G4}"
                : $"couplings of qubit {qubit} in group {group} with the sum {total:G4}");
        }

        return use;

        void AddTotal(int qubit, int neighbour, double coupling)
        {
            int group = solver.PerGroupCouplingRange is null ? 0 : CouplerGroup.Of(solver.Topology, qubit, neighbour);
            totals[(qubit, group)] = totals.GetValueOrDefault((qubit, group)) + (reverses ? Math.Abs(coupling) : coupling);
        }

        void Add(ValueRange range, double value, Func<string> what)
        {
            double end = Math.Min(-range.Low, range.High);
            ValueRange allowed = reverses ? new(-end, end) : range;
            double factor = allowed.LargestFactor(value);
            if (factor < use.Factor)
            {
                string reason = reverses && range.Low != -range.High ? ", with spins reversed" : "";
                use = new(factor, FormattableString.Invariant(
                    $"{what()} where {allowed.Low:G4} to {allowed.High:G4} is allowed{reason}"));
            }
        }
    }
}

/// <summary>How much of its ranges a solver leaves to a model.</summary>
/// <param name="Factor">The largest factor, at most 1, that brings the model into all ranges.</param>
/// <param name="Worst">What asks for the factor; empty where it is 1.</param>
internal readonly record struct RangeUse(double Factor, string Worst);
