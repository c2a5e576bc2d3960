namespace MLNetQuantumPrior.Learning;

/// <summary>A part of a graph: takes one value, makes another. Graphs are chains of steps that fork where outputs share a value.</summary>
internal interface IGraphStep
{
    /// <summary>Adds the step's nodes and constants to a graph.</summary>
    /// <param name="graph">Receives them.</param>
    /// <param name="input">The value to take.</param>
    /// <param name="name">Name of the value to make; names of nodes and constants in between begin with it.</param>
    GraphValue Append(GraphBuilder graph, GraphValue input, string name);
}
