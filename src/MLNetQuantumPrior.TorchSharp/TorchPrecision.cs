namespace MLNetQuantumPrior.Torch;

/// <summary>In which numbers a training step of <see cref="TorchSharpEngine"/> computes.</summary>
public enum TorchPrecision
{
    /// <summary>32 bits everywhere.</summary>
    Single,

    /// <summary>
    /// Mixed: linear layers and convolutions multiply in bfloat16, which has the range of 32 bits and 8 bits of precision. Parameters, the
    /// optimiser's state, batch normalisation and the loss stay in 32 bits.
    /// </summary>
    MixedBFloat16,
}
