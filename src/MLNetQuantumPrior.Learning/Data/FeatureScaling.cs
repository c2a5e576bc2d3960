namespace MLNetQuantumPrior.Learning;

/// <summary>How features are brought into [0, 1], where the likelihood lives; generated and reconstructed features are brought back.</summary>
public enum FeatureScaling
{
    /// <summary>Each slot by its own smallest and largest training value; slots that lie within [0, 1] anyway stay as they are.</summary>
    PerSlot,

    /// <summary>All slots by the smallest and largest value of any slot, as pixels want it.</summary>
    Shared,

    /// <summary>Not at all: training values outside [0, 1] are refused.</summary>
    None,
}
