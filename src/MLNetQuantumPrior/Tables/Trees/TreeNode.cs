namespace MLNetQuantumPrior;

/// <summary>
/// A node of a tree: a question and the way to its answers, the left of which is the next node; or a leaf. Questions are about a row's
/// <see cref="TreeInputs"/>.
/// </summary>
/// <param name="Input">Number of the input that is asked for; negative in a leaf.</param>
/// <param name="Cut">
/// Of numbers, the number of the cut up to which cells go left; of categories, the number of the set that goes right.
/// </param>
/// <param name="Threshold">Of what latents give and of forecasts, the value up to which rows go left.</param>
/// <param name="IsMissingRight">Whether a row whose number is missing goes right.</param>
/// <param name="Right">The node to the right.</param>
/// <param name="Cells">The distribution of the rows that come here; negative where none is kept.</param>
internal readonly record struct TreeNode(int Input, int Cut, float Threshold, bool IsMissingRight, int Right, int Cells)
{
    public bool IsLeaf => Input < 0;
}
