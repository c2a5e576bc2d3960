namespace MLNetQuantumPrior.Sampling;

/// <summary>
/// Ising models as D-Wave's COO text: a line "i i h" for each field and "i j J" for each coupling, i and j integer labels of at least 0,
/// after the header "# vartype=SPIN". Other lines that begin with '#', and empty ones, are comments; "# offset=1.5" is the constant of
/// the model, which dimod leaves out.
/// </summary>
/// <remarks>
/// Terms of a pair that comes twice are added, and the header may stand behind terms, as dimod reads them.
/// The text of dimod.serialization.coo of D-Wave's Ocean tools, which read what is written here and write what is read here. Neither the
/// graph's name nor its colouring is in it; <see cref="IsingJsonFile"/> keeps these.
/// </remarks>
public static class IsingCooFile
{
    /// <summary>
    /// Writes a model, its spins named by the graph's <see cref="SpinGraph.Labels"/>. The file is there as a whole or not at all.
    /// </summary>
    /// <param name="path">Where; an existing file is replaced.</param>
    /// <param name="model">All its couplings are written, also those that are 0, and a field of 0 where a spin has no coupling.</param>
    public static void Write(string path, IsingModel model)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(model);
        WholeFile.Write(path, stream =>
        {
            using var text = new StreamWriter(stream, leaveOpen: true) { NewLine = "\n" };
            CooWriter.Write(text, model);
        });
    }

    /// <summary>Reads a model. Spin i has the i-th smallest label of the file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="vartype">What the numbers belong to; null where a header "# vartype=SPIN" or "# vartype=BINARY" says it.</param>
    /// <returns>
    /// The model; its energies are the sum of the terms. Terms a x_i and b x_i x_j of bits x = (1 + s) / 2 become fields, couplings and an
    /// offset: a x_i = a/2 s_i + a/2, b x_i x_j = b/4 (s_i s_j + s_i + s_j + 1). A comment "# offset=1.5" is added to the offset.
    /// </returns>
    /// <exception cref="InvalidDataException">
    /// The file is not of this form, does not say the vartype or says another one, or has numbers that are not finite.
    /// </exception>
    public static IsingModel Read(string path, Vartype? vartype = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var text = new StreamReader(path);
        return new CooReader(new(text, path, "COO"), vartype).Read();
    }
}

/// <summary>Which two values the variables of a file have; D-Wave's word.</summary>
public enum Vartype
{
    /// <summary>Spins s in {-1, +1}: fields and couplings of an Ising model.</summary>
    Spin,

    /// <summary>Bits x in {0, 1}, x = (s + 1) / 2: linear and quadratic terms of a QUBO.</summary>
    Binary,
}
