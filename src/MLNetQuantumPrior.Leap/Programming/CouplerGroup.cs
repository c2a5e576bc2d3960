namespace MLNetQuantumPrior.Leap;

/// <summary>
/// The two halves of a qubit's couplers in a Zephyr graph, whose couplings each have a bounded sum: those towards its one and those
/// towards its other end.
/// </summary>
internal static class CouplerGroup
{
    /// <summary>The group of a qubit that its coupler to a neighbour is in, 0 or 1; always 0 in graphs of another kind.</summary>
    public static int Of(LeapTopology topology, int qubit, int neighbour)
    {
        if (topology is not { Type: "zephyr", Shape: [var m, var t, ..] })
        {
            return 0;
        }

        var own = ZephyrCoordinate.FromLabel(qubit, m, t);
        var other = ZephyrCoordinate.FromLabel(neighbour, m, t);
        return own.U != other.U ? own.Position + 1 - other.W
            : own.J != other.J ? own.Z + own.J - other.Z
            : other.Z > own.Z ? 0 : 1;
    }
}
