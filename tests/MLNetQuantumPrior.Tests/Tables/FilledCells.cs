namespace MLNetQuantumPrior.Tests;

/// <summary>A table whose missing cells are filled.</summary>
/// <param name="Cells">All cells; of those that were there, the same ones.</param>
/// <param name="Low">
/// The lower end of each filled number's interval; of a filled category the share of draws that it had, from 0 to 1. NaN where nothing was
/// filled.
/// </param>
/// <param name="High">The upper end, of categories as <paramref name="Low"/>.</param>
internal sealed record FilledCells(TableCells Cells, TableCells Low, TableCells High);
