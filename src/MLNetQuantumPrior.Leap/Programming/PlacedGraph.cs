namespace MLNetQuantumPrior.Leap;

/// <summary>A model's graph on the qubits of a solver, with the ancillas that bring it fields.</summary>
internal sealed class PlacedGraph
{
    private readonly SpinGraph _model;
    private readonly FieldMethod? _method;
    private readonly int[] _spinAt;    // place of each of the model's spins in Graph
    private readonly int[] _ancillaAt; // place in Graph of each spin's ancilla
    private readonly int[] _edgeAt;    // place of each of the model's couplings in Graph.Edges
    private readonly int[] _fieldAt;   // place in Graph.Edges of the coupling of each spin to its ancilla

    /// <param name="solver">Whose qubits.</param>
    /// <param name="model">Its labels are qubits, its edges couplers.</param>
    /// <param name="method">How it gets fields; null for h itself.</param>
    /// <exception cref="ArgumentException">A label is no working qubit, or an edge no working coupler.</exception>
    public PlacedGraph(LeapSolver solver, SpinGraph model, FieldMethod? method)
    {
        (Solver, _model, _method) = (solver, model, method);
        SpinGraph working = solver.Graph;
        int[] qubits = [.. model.Labels.Select(label => working.Labels.BinarySearch(label))];
        RefuseOtherQubits(working, qubits);

        (int[] ancillas, bool areAll) = Ancillas(working, qubits);
        int[] chosen = [.. ancillas.Distinct().Where(ancilla => ancilla != AncillaChoice.None).Order()];
        if (chosen.Length == 0)
        {
            Graph = model;
        }
        else
        {
            IEnumerable<SpinEdge> own = model.Edges.Select(edge => new SpinEdge(model.Labels[edge.I], model.Labels[edge.J]));
            IEnumerable<SpinEdge> fields = Enumerable.Range(0, qubits.Length)
                .Where(spin => ancillas[spin] != AncillaChoice.None && (areAll || AreCoupled(working, qubits[spin], ancillas[spin])))
                .Select(spin => new SpinEdge(model.Labels[spin], working.Labels[ancillas[spin]]));
            Graph = SpinGraph.FromLabels(
                [.. model.Labels, .. chosen.Select(ancilla => working.Labels[ancilla])],
                [.. own, .. fields],
                $"{model.Name} with ancillas");
        }

        AncillasAt = [.. chosen.Select(ancilla => Graph.Labels.BinarySearch(working.Labels[ancilla]))];
        _spinAt = [.. model.Labels.Select(label => Graph.Labels.BinarySearch(label))];
        _ancillaAt =
        [
            .. ancillas.Select(ancilla => ancilla == AncillaChoice.None
                ? AncillaChoice.None
                : Graph.Labels.BinarySearch(working.Labels[ancilla])),
        ];
        var edges = Enumerable.Range(0, Graph.Edges.Length).ToDictionary(e => Graph.Edges[e], e => e);
        _edgeAt = [.. model.Edges.Select(edge => edges[Between(_spinAt[edge.I], _spinAt[edge.J])])];
        _fieldAt = [.. _spinAt.Zip(_ancillaAt, (spin, ancilla) => edges.GetValueOrDefault(Between(spin, ancilla), -1))];
    }

    /// <summary>Whose qubits.</summary>
    public LeapSolver Solver { get; }

    /// <summary>The model's spins and the ancillas; its labels are qubits.</summary>
    public SpinGraph Graph { get; }

    /// <summary>Places of the ancillas in <see cref="Graph"/>.</summary>
    public ImmutableArray<int> AncillasAt { get; }

    /// <summary>What to program.</summary>
    /// <param name="model">The model.</param>
    /// <param name="factors">What its numbers are multiplied by.</param>
    /// <exception cref="ArgumentException">A spin has a field and no ancilla.</exception>
    public ProgrammedModel Program(IsingModel model, ProgrammingFactors factors)
    {
        double[] fields = new double[Graph.SpinCount], couplings = new double[Graph.Edges.Length], fluxBiases = new double[Graph.SpinCount];
        for (int e = 0; e < _edgeAt.Length; e++)
        {
            couplings[_edgeAt[e]] = factors.Coupling * model.Coupling(e);
        }

        for (int spin = 0; spin < _spinAt.Length; spin++)
        {
            double field = factors.Field * model.Field(spin);
            if (_method is null)
            {
                fields[_spinAt[spin]] = field;
            }
            else if (_method == FieldMethod.FluxBias)
            {
                fluxBiases[_spinAt[spin]] = factors.FluxPerField * field;
            }
            else if (_fieldAt[spin] >= 0)
            {
                couplings[_fieldAt[spin]] = field;
            }
            else if (field != 0)
            {
                throw new ArgumentException(
                    $"Field of qubit {_model.Labels[spin]}: expected an unused qubit to couple it to, because a fast anneal takes no " +
                    $"fields, got none that {(_method == FieldMethod.FreeAncilla ? "all spins with fields are" : "it is")} coupled to. " +
                    $"Leave some qubits of '{Solver.Name}' out of the model's graph, or of the one that it is embedded in, with " +
                    $"{nameof(FreeAncillas)}.{nameof(FreeAncillas.LeaveIn)}, or set '{nameof(LeapSamplerOptions.Fields)}' to " +
                    $"{nameof(FieldMethod)}.{(_method == FieldMethod.FreeAncilla ? FieldMethod.PolarizedAncilla : FieldMethod.FluxBias)}.");
            }
        }

        if (_method == FieldMethod.PolarizedAncilla)
        {
            foreach (int ancilla in AncillasAt)
            {
                fluxBiases[ancilla] = factors.AncillaFluxBias; // s follows the sign of a flux bias
            }
        }

        return new(new(Graph, fields, couplings), fluxBiases);
    }

    /// <summary>The model's spins of an answer; counts ancillas that should have been +1.</summary>
    /// <param name="answer">Spins of <see cref="Graph"/>, reversals undone.</param>
    /// <param name="spins">Receives the model's.</param>
    /// <returns>Ancillas that were held and are -1.</returns>
    public int Restore(ReadOnlySpan<sbyte> answer, Span<sbyte> spins)
    {
        for (int spin = 0; spin < spins.Length; spin++)
        {
            int sign = _method == FieldMethod.FreeAncilla && _ancillaAt[spin] >= 0 ? answer[_ancillaAt[spin]] : 1;
            spins[spin] = (sbyte)(sign * answer[_spinAt[spin]]);
        }

        int stray = 0;
        foreach (int ancilla in AncillasAt)
        {
            stray += _method == FieldMethod.PolarizedAncilla && answer[ancilla] < 0 ? 1 : 0;
        }

        return stray;
    }

    /// <summary>Each spin's ancilla; whether each spin is coupled to its own.</summary>
    private (int[] Ancillas, bool AreAll) Ancillas(SpinGraph working, int[] qubits)
    {
        if (_method == FieldMethod.PolarizedAncilla)
        {
            return (AncillaChoice.Covering(working, qubits), true);
        }

        int[] ancillas = new int[qubits.Length];
        Array.Fill(ancillas, AncillaChoice.None);
        if (_method == FieldMethod.FreeAncilla)
        {
            ImmutableArray<ImmutableArray<int>> parts = _model.ConnectedComponents();
            int[] chosen = AncillaChoice.OfParts(working, qubits, parts);
            for (int part = 0; part < chosen.Length; part++)
            {
                foreach (int spin in parts[part])
                {
                    ancillas[spin] = chosen[part];
                }
            }
        }

        return (ancillas, false);
    }

    private void RefuseOtherQubits(SpinGraph working, int[] qubits)
    {
        int missing = Array.FindIndex(qubits, qubit => qubit < 0);
        if (missing >= 0)
        {
            throw new ArgumentException(
                $"Model on '{_model.Name}': expected labels that are working qubits of '{Solver.Identity}', got " +
                $"{_model.Labels[missing]} and {qubits.Count(qubit => qubit < 0) - 1} more. Take the graph from the solver, or embed the " +
                "model.");
        }

        foreach ((int i, int j) in _model.Edges)
        {
            if (!AreCoupled(working, qubits[i], qubits[j]))
            {
                throw new ArgumentException(
                    $"Model on '{_model.Name}': expected edges that are working couplers of '{Solver.Identity}', got " +
                    $"({_model.Labels[i]}, {_model.Labels[j]}). Take the graph from the solver, or embed the model.");
            }
        }
    }

    private static bool AreCoupled(SpinGraph working, int i, int j) => working.Rows.NeighboursOf(i).BinarySearch(j) >= 0;

    private static SpinEdge Between(int i, int j) => i < j ? new(i, j) : new(j, i);
}

/// <summary>What a model's numbers are multiplied by.</summary>
/// <param name="Coupling">Of couplings.</param>
/// <param name="Field">Of fields.</param>
/// <param name="FluxPerField">Flux bias of a programmed field of 1.</param>
/// <param name="AncillaFluxBias">Flux bias that holds an ancilla.</param>
internal readonly record struct ProgrammingFactors(double Coupling, double Field, double FluxPerField, double AncillaFluxBias);

/// <summary>What a solver gets.</summary>
/// <param name="Model">Fields and couplings.</param>
/// <param name="FluxBiases">One a spin, in flux quanta.</param>
internal sealed record ProgrammedModel(IsingModel Model, double[] FluxBiases);
