using MLNetQuantumPrior.Learning.Onnx;
using DataType = MLNetQuantumPrior.Learning.Onnx.TensorProto.Types.DataType;

namespace MLNetQuantumPrior.Learning;

/// <summary>Loops of graphs.</summary>
internal static class GraphLoop
{
    /// <summary>What the body of a loop makes of its state.</summary>
    /// <param name="body">The graph of the body.</param>
    /// <param name="turn">Number of the turn, from 0. A scalar.</param>
    /// <param name="state">The state before it.</param>
    /// <returns>The state after it, and whether to go on; null to go on.</returns>
    public delegate LoopTurn Body(GraphBuilder body, Term turn, Term[] state);

    /// <summary>Adds a loop.</summary>
    /// <param name="graph">Where it runs.</param>
    /// <param name="name">Name of its body.</param>
    /// <param name="turns">Most turns. A scalar.</param>
    /// <param name="begins">Whether there is a first turn; null where there is. A scalar.</param>
    /// <param name="state">What the first turn is given.</param>
    /// <param name="turn">A turn.</param>
    /// <returns>The state after the last turn.</returns>
    public static Term[] Of(GraphBuilder graph, string name, Term turns, Term? begins, Term[] state, Body turn)
    {
        GraphBuilder body = graph.Body(name);
        Term number = Input("turn", DataType.Int64, isScalar: true), goesOn = Input("begins", DataType.Bool, isScalar: true);
        Term[] before = [.. state.Select(value => Input("state", value.Type, isScalar: false))];
        var passed = new HashSet<string>(before.Select(value => value.Name)) { number.Name, goesOn.Name };
        LoopTurn made = turn(body, number, before);
        Output(made.GoesOn ?? goesOn, isScalar: true);
        foreach (Term value in made.State)
        {
            Output(value, isScalar: false);
        }

        string node = graph.NewName("Loop");
        Term[] after = [.. state.Select((value, k) => new Term(graph, $"{node}.{k}", value.Type))];
        graph.Node(
            "Loop", node, [turns.Name, begins?.Name ?? "", .. state.Select(value => value.Name)], after.Select(value => value.Name),
            AttributeProto.Of("body", body.ToGraph()));
        return after;

        Term Input(string what, DataType type, bool isScalar)
        {
            var input = new Term(body, body.NewName(what), type);
            body.Input(input, isScalar);
            return input;
        }

        // A body gives values that it computes itself, each once.
        void Output(Term value, bool isScalar)
        {
            bool isOwn = ReferenceEquals(value.Graph, body) && passed.Add(value.Name);
            body.Output(isOwn ? value : new(body, body.Node("Identity", body.NewName("Identity"), [value.Name]), value.Type), isScalar);
        }
    }
}

/// <summary>What a turn of a loop gives.</summary>
/// <param name="State">The state.</param>
/// <param name="GoesOn">Whether there is another turn, as far as the loop's most allow; null where there is. A scalar.</param>
internal sealed record LoopTurn(Term[] State, Term? GoesOn = null);
