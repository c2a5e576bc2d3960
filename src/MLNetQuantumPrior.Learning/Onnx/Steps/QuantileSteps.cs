using MLNetQuantumPrior.Learning.Onnx;

namespace MLNetQuantumPrior.Learning;

/// <summary>
/// Steps of a graph that are about <see cref="SlotQuantiles"/>, number by number what C# does. The knots of all slots are in tables,
/// equally many places a slot, the last knot again where there are fewer; a place is found by halving, so that time and memory are those
/// of a few dozen operations on the features, whatever the number of knots.
/// </summary>
internal sealed class QuantileSteps
{
    private readonly GraphBuilder _graph;
    private readonly string _name;
    private readonly int[] _slots;
    private readonly SlotQuantiles[] _quantiles;
    private readonly int _places;

    private QuantileSteps(GraphBuilder graph, SlotScaling scaling, string name)
    {
        (_graph, _name) = (graph, name);
        _slots = [.. Enumerable.Range(0, scaling.Quantiles.Length).Where(slot => scaling.Quantiles[slot] is not null)];
        _quantiles = [.. _slots.Select(slot => scaling.Quantiles[slot]!)];
        for (_places = 1; _places < _quantiles.Max(own => own.Knots.Length);)
        {
            _places *= 2;
        }
    }

    /// <summary>Scores of the features in slots that have quantiles. <c>[N, n] -> [N, n]</c></summary>
    /// <param name="graph">The graph.</param>
    /// <param name="features">Whole features.</param>
    /// <param name="scaling">What the quantiles are.</param>
    /// <param name="linear">Scaled features of the other slots.</param>
    /// <param name="name">Name of the result.</param>
    public static GraphValue Scores(GraphBuilder graph, GraphValue features, SlotScaling scaling, GraphValue linear, string name)
    {
        if (scaling.Quantiles.All(own => own is null))
        {
            return linear with { Name = graph.Node("Identity", name, [linear.Name]) };
        }

        var steps = new QuantileSteps(graph, scaling, name);
        return steps.InTheirSlots(linear, steps.Score(steps.Columns(features, "features")));
    }

    /// <summary>Values of scaled features in slots that have quantiles. <c>[N, n] -> [N, n]</c></summary>
    /// <param name="graph">The graph.</param>
    /// <param name="scaled">Scaled features.</param>
    /// <param name="scaling">What the quantiles are.</param>
    /// <param name="linear">Features of the other slots.</param>
    /// <param name="name">Name of the result.</param>
    public static GraphValue Values(GraphBuilder graph, GraphValue scaled, SlotScaling scaling, GraphValue linear, string name)
    {
        if (scaling.Quantiles.All(own => own is null))
        {
            return linear with { Name = graph.Node("Identity", name, [linear.Name]) };
        }

        var steps = new QuantileSteps(graph, scaling, name);
        return steps.InTheirSlots(linear, steps.Value(steps.Columns(scaled, "scores")));
    }

    private string Score(string features)
    {
        string x = Within(features, own => own.Knots[0].Value, own => own.Knots[^1].Value);
        (string knot, string next) = Search(x, Table("value", knot => knot.Value));
        string value = At("value", knot), high = At("high", knot, knot => knot.High);
        string nextValue = At("value", next), nextLow = At("low", next, knot => knot.Low);
        string between = Between(x, (value, nextValue), (high, nextLow));
        string isKnot = _graph.Node("Equal", $"{_name}.isKnot", [x, value]);
        return _graph.Node("Where", $"{_name}.score", [isKnot, At("score", knot, knot => knot.Score), between]);
    }

    private string Value(string scores)
    {
        string s = Within(scores, own => own.Knots[0].Low, own => own.Knots[^1].High);
        (string knot, string next) = Search(s, Table("low", knot => knot.Low));
        string value = At("value", knot, knot => knot.Value), high = At("high", knot, knot => knot.High);
        string nextValue = At("value", next), nextLow = At("low", next);
        string between = Between(s, (high, nextLow), (value, nextValue));
        string isKnot = _graph.Node("LessOrEqual", $"{_name}.isKnot", [s, high]);
        string found = _graph.Node("Where", $"{_name}.found", [isKnot, value, between]);
        if (_quantiles.Any(own => own.IsWhole))
        {
            string rounded = _graph.Node("Round", $"{_name}.rounded", [found]); // half to even, as MathF.Round
            found = _graph.Node("Where", $"{_name}.values", [Slots("whole", own => own.IsWhole), rounded, found]);
        }

        string none = _graph.Number($"{_name}.none", float.NaN);
        string isNone = _graph.Node("IsNaN", $"{_name}.isNone", [scores]); // which limits and comparisons would make a number
        return _graph.Node("Where", $"{_name}.value", [isNone, none, found]);
    }

    /// <summary>min(b', b + (x - a) / (a' - a) * (b' - b)).</summary>
    private string Between(string x, (string A, string Next) from, (string B, string Next) to)
    {
        string above = _graph.Node("Sub", $"{_name}.above", [x, from.A]);
        string width = _graph.Node("Sub", $"{_name}.width", [from.Next, from.A]);
        string share = _graph.Node("Div", $"{_name}.share", [above, width]);
        string rise = _graph.Node("Sub", $"{_name}.rise", [to.Next, to.B]);
        string part = _graph.Node("Mul", $"{_name}.part", [share, rise]);
        string sum = _graph.Node("Add", $"{_name}.sum", [to.B, part]);
        return _graph.Node("Min", $"{_name}.between", [to.Next, sum]);
    }

    /// <summary>Places in the tables of the last knot that is not above, and of the one after it. <c>[N, q]</c></summary>
    private (string Knot, string Next) Search(string x, string table)
    {
        long[] first = [.. _slots.Select((_, k) => (long)k * _places)];
        string place = _graph.Indices($"{_name}.first", first);
        for (int step = _places / 2; step > 0; step /= 2)
        {
            string name = $"{_name}.search{step}";
            string candidate = _graph.Node("Add", $"{name}.candidate", [place, _graph.Indices($"{name}.step", [step])]);
            string key = Gather(table, candidate, 0, $"{name}.key");
            string isNotAbove = _graph.Node("LessOrEqual", $"{name}.isNotAbove", [key, x]);
            place = _graph.Node("Where", name, [isNotAbove, candidate, place]);
        }

        string following = _graph.Node("Add", $"{_name}.following", [place, _graph.Indices($"{_name}.one", [1])]);
        string last = _graph.Indices($"{_name}.last", [.. first.Select(index => index + _places - 1)]);
        return (place, _graph.Node("Min", $"{_name}.next", [following, last]));
    }

    private string At(string table, string place, Func<QuantileKnot, float>? values = null)
    {
        string name = values is null ? $"{_name}.table.{table}" : Table(table, values);
        return Gather(name, place, 0, $"{place}.{table}");
    }

    /// <summary>A number of each knot. <c>[q * places]</c></summary>
    private string Table(string table, Func<QuantileKnot, float> value) => _graph.Vector(
        $"{_name}.table.{table}",
        [.. _quantiles.SelectMany(own => Enumerable.Range(0, _places).Select(k => value(own.Knots[Math.Min(k, own.Knots.Length - 1)])))]);

    private string Within(string x, Func<SlotQuantiles, float> lowest, Func<SlotQuantiles, float> highest)
    {
        string raised = _graph.Node("Max", $"{_name}.raised", [x, Vector("lowest", lowest)]);
        return _graph.Node("Min", $"{_name}.within", [raised, Vector("highest", highest)]);
    }

    private string Vector(string name, Func<SlotQuantiles, float> value) =>
        _graph.Vector($"{_name}.{name}", [.. _quantiles.Select(value)]);

    /// <summary>Which slots have a property. <c>[q]</c>, Boolean</summary>
    private string Slots(string name, Func<SlotQuantiles, bool> has) => _graph.Node(
        "Greater", $"{_name}.{name}", [Vector($"{name}.slots", own => has(own) ? 1 : 0), _graph.Number($"{_name}.{name}.zero", 0)]);

    /// <summary>Those slots of a row. <c>[N, n] -> [N, q]</c></summary>
    private string Columns(GraphValue features, string name) => _slots.Length == features.Columns
        ? features.Name
        : Gather(features.Name, _graph.Indices($"{_name}.{name}.slots", [.. _slots.Select(slot => (long)slot)]), 1, $"{_name}.{name}");

    /// <summary><c>[N, n], [N, q] -> [N, n]</c></summary>
    private GraphValue InTheirSlots(GraphValue linear, string own)
    {
        if (_slots.Length == linear.Columns)
        {
            return linear with { Name = _graph.Node("Identity", _name, [own]) };
        }

        long[] order = [.. Enumerable.Range(0, linear.Columns).Select(slot =>
            Array.IndexOf(_slots, slot) is >= 0 and int k ? (long)linear.Columns + k : slot)];
        string both = _graph.Node("Concat", $"{_name}.both", [linear.Name, own], AttributeProto.Of("axis", 1)); // [N, n + q]
        return linear with { Name = Gather(both, _graph.Indices($"{_name}.order", order), 1, _name) };
    }

    private string Gather(string values, string places, int axis, string name) =>
        _graph.Node("Gather", name, [values, places], AttributeProto.Of("axis", axis));
}
