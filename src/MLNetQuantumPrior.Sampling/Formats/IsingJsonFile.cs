namespace MLNetQuantumPrior.Sampling;

/// <summary>
/// Ising models as JSON: one object with the properties, in any order,
/// <list type="table">
/// <item><term>format</term><description>the string "ising-model"</description></item>
/// <item><term>version</term><description>the number 1</description></item>
/// <item><term>graph</term><description>the graph's name</description></item>
/// <item><term>spins</term><description>n, their number, at least 1</description></item>
/// <item><term>labels</term><description>n ascending integers of at least 0; optional, else 0 .. n-1</description></item>
/// <item><term>colors</term><description>n integers 0 .. colours-1, different at the ends of each edge; optional, else found from the
/// edges</description></item>
/// <item><term>fields</term><description>n numbers h</description></item>
/// <item><term>edges</term><description>pairs [i, j] of different spins 0 .. n-1, each pair once</description></item>
/// <item><term>couplings</term><description>a number J for each edge, in the same order</description></item>
/// </list>
/// Numbers are finite in single precision and read back as they were. Samplers draw the same samples from a model before and after.
/// </summary>
public static class IsingJsonFile
{
    /// <summary>Writes a model. The file is there as a whole or not at all.</summary>
    /// <param name="path">Where; an existing file is replaced.</param>
    /// <param name="model">What to write.</param>
    public static void Write(string path, IsingModel model)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(model);
        WholeFile.Write(path, stream => IsingJsonWriter.Write(stream, model));
    }

    /// <summary>Reads a model.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The model; edges and couplings are in the order of <see cref="SpinGraph.Edges"/>.</returns>
    /// <exception cref="InvalidDataException">
    /// The file is not of this form; the message names file and line, what was expected and what is there.
    /// </exception>
    public static IsingModel Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new IsingJsonReader(path, File.ReadAllBytes(path)).Read();
    }
}
