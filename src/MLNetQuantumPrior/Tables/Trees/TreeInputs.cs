namespace MLNetQuantumPrior;

/// <summary>
/// How the inputs of a tree's questions are numbered: what the latents give, which is the decoder's output or bits; cells; and linear
/// forecasts, which each tree has its own of.
/// </summary>
/// <param name="Given">How many numbers the latents give.</param>
/// <param name="Columns">How many cells a row has.</param>
internal readonly record struct TreeInputs(int Given, int Columns)
{
    public int FirstCell => Given;

    public int FirstForecast => Given + Columns;

    public bool IsCell(int input) => input >= FirstCell && input < FirstForecast;

    public bool IsForecast(int input) => input >= FirstForecast;
}
