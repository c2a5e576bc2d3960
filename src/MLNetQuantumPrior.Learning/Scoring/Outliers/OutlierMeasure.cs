namespace MLNetQuantumPrior.Learning;

/// <summary>By what a row is called strange; all in nats but <see cref="Combined"/>, all the higher the stranger.</summary>
public enum OutlierMeasure
{
    /// <summary>
    /// <see cref="Reconstruction"/> plus <see cref="PriorEnergy"/>, each less its mean and divided by its standard deviation over
    /// training rows.
    /// </summary>
    Combined,

    /// <summary>-log p(x|z) at the most likely code z of the row: what the decoder cannot say.</summary>
    Reconstruction,

    /// <summary>E_q[E], the prior's energy of the row's code, up to a constant its -log p: what the prior does not expect.</summary>
    PriorEnergy,

    /// <summary>
    /// <see cref="Reconstruction"/> plus <see cref="PriorEnergy"/> less the entropy H(q) of the code. But for log Z, which is the same for
    /// all rows, and for the code that the reconstruction takes, this is the negative evidence lower bound, and so about -log p(x).
    /// </summary>
    FreeEnergy,
}
