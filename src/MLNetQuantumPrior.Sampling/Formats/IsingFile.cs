namespace MLNetQuantumPrior.Sampling;

/// <summary>Reads Ising models and QUBOs in the formats of others, from files, streams and strings.</summary>
/// <remarks>
/// The energies of the model that is read are those of the file, constants included: <see cref="IsingModel.Offset"/>. Bits become spins,
/// x = (1 + s) / 2. Terms of a pair that comes twice are added. Spin i has the i-th smallest label of the file, <c>Graph.Labels[i]</c>.
/// </remarks>
public static class IsingFile
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="format">What it is written in.</param>
    /// <exception cref="InvalidDataException">
    /// The file is not of this format; the message names file, format and place, what was expected and what is there.
    /// </exception>
    public static IsingModel Read(string path, IsingFormat format)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using FileStream stream = File.OpenRead(path);
        return Read(stream, format, path);
    }

    /// <summary>Reads a stream to its end and leaves it open.</summary>
    /// <param name="stream">UTF-8 text.</param>
    /// <param name="format">What it is written in.</param>
    /// <exception cref="InvalidDataException">The text is not of this format.</exception>
    public static IsingModel Read(Stream stream, IsingFormat format)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return Read(stream, format, "Stream");
    }

    /// <summary>Reads a text.</summary>
    /// <param name="text">The content of a file.</param>
    /// <param name="format">What it is written in.</param>
    /// <exception cref="InvalidDataException">The text is not of this format.</exception>
    public static IsingModel Parse(string text, IsingFormat format)
    {
        ArgumentNullException.ThrowIfNull(text);
        using var stream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text));
        return Read(stream, format, "Text");
    }

    private static IsingModel Read(Stream stream, IsingFormat format, string name)
    {
        using StreamReader? text = format is IsingFormat.Json or IsingFormat.BqpJson or IsingFormat.DimodJson
            ? null
            : new(stream, leaveOpen: true);
        return format switch
        {
            IsingFormat.Json => IsingJsonFile.Read(stream, name),
            IsingFormat.Coo => new CooReader(new(text!, name, "COO"), asked: null).Read(),
            IsingFormat.Rudy => RudyReader.Read(new(text!, name, "rudy")),
            IsingFormat.Qbsolv => QbsolvReader.Read(new(text!, name, "qbsolv")),
            IsingFormat.BqpJson => BqpJsonReader.Read(stream, name),
            IsingFormat.DimodJson => DimodJsonReader.Read(stream, name),
            IsingFormat.BiqMac => SymmetricQuboReader.Read(new(text!, name, "BiqMac"), sign: 1),
            IsingFormat.MqLibQubo => SymmetricQuboReader.Read(new(text!, name, "MQLib QUBO"), sign: -1),
            _ => throw new ArgumentOutOfRangeException(
                nameof(format), $"Format: expected one of {string.Join(", ", Enum.GetNames<IsingFormat>())}, got {format}."),
        };
    }
}

/// <summary>Formats of models that <see cref="IsingFile"/> reads.</summary>
public enum IsingFormat
{
    /// <summary>The JSON of this library, <see cref="IsingJsonFile"/>.</summary>
    Json,

    /// <summary>The COO text of D-Wave's dimod, with a line "# vartype=SPIN" or "# vartype=BINARY"; <see cref="IsingCooFile"/>.</summary>
    Coo,

    /// <summary>
    /// A weighted graph as rudy, the G-set and MQLib write it: a line "nodes edges", then lines "i j weight", nodes numbered from 1.
    /// Becomes the model whose energy is minus the weight of the cut, as <see cref="IsingModel.FromMaxCut"/>; node i has the label i.
    /// </summary>
    Rudy,

    /// <summary>
    /// The QUBO text of qbsolv (.qubo): "c" comments, a line "p qubo 0 maxNodes nodes couplers", then lines "i i value" and "i j value".
    /// </summary>
    Qbsolv,

    /// <summary>bqpjson, version 1: an object with linear_terms, quadratic_terms, scale, offset and variable_domain.</summary>
    BqpJson,

    /// <summary>
    /// A dimod BinaryQuadraticModel as JSON, schema 3 (<c>json.dump(bqm.to_serializable())</c>). Variables whose labels are not all
    /// different integers of at least 0 are numbered in the order of the file.
    /// </summary>
    DimodJson,

    /// <summary>
    /// A QUBO of the BiqMac library (.sparse): a line "variables terms", then lines "i j Q_ij", variables numbered from 1. Q is symmetric,
    /// and each pair i, j stands once: the energy is x'Qx, sum Q_ii x_i + 2 sum Q_ij x_i x_j. Variable i has the label i.
    /// </summary>
    BiqMac,

    /// <summary>A QUBO of MQLib, in the same form. It maximises x'Qx, so the energy is -x'Qx.</summary>
    MqLibQubo,
}
