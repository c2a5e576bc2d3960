namespace MLNetQuantumPrior.Leap;

/// <summary>How a fast anneal, which takes no fields h, gets the fields of a model. Standard anneals take h itself.</summary>
public enum FieldMethod
{
    /// <summary>
    /// Unused qubits are held at +1 by a strong flux bias; a coupling to such a neighbour acts as a field, with the temperature of fields.
    /// </summary>
    PolarizedAncilla,

    /// <summary>
    /// An unused qubit without a bias, coupled to all spins that have a field, which are then multiplied by it; with the temperature of
    /// couplings. It needs one qubit that neighbours all of them; <see cref="AncillaSampler"/> around an embedding does without.
    /// </summary>
    FreeAncilla,

    /// <summary>
    /// A flux bias on the qubit itself. It is constant while a field would grow with the anneal, so its effect is that of a field only in
    /// total and to first order. Needs <see cref="LeapSamplerOptions.MutualInductance"/>.
    /// </summary>
    FluxBias,
}
