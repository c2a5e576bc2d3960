namespace MLNetQuantumPrior.Sampling;

/// <summary>Which two values the variables of a file have; D-Wave's word.</summary>
public enum Vartype
{
    /// <summary>Spins s in {-1, +1}: fields and couplings of an Ising model.</summary>
    Spin,

    /// <summary>Bits x in {0, 1}, x = (s + 1) / 2: linear and quadratic terms of a QUBO.</summary>
    Binary,
}
