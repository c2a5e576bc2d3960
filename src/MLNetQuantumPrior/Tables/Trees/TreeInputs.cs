namespace MLNetQuantumPrior;

/// <summary>How the inputs of a tree's questions are numbered: a row's bits, its cells, the decoder's output, and linear forecasts.</summary>
/// <param name="Latents">How many bits there are.</param>
/// <param name="Columns">How many cells.</param>
/// <param name="Slots">How many slots the decoder's output has; 0 where it is not used.</param>
internal readonly record struct TreeInputs(int Latents, int Columns, int Slots)
{
    public int FirstCell => Latents;

    public int FirstSlot => Latents + Columns;

    public int FirstForecast => Latents + Columns + Slots;

    public InputKind KindOf(int input) => input < FirstCell ? InputKind.Bit
        : input < FirstSlot ? InputKind.Cell
        : input < FirstForecast ? InputKind.Decoded
        : InputKind.Forecast;
}

/// <summary>What a question is about.</summary>
internal enum InputKind
{
    Bit,
    Cell,
    Decoded,
    Forecast,
}
