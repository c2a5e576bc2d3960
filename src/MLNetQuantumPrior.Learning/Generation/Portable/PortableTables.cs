namespace MLNetQuantumPrior.Learning;

/// <summary>
/// All that a <see cref="PortableGenerator"/> knows, as whole numbers that single precision holds, whatever the order in which they are
/// summed. The log-odds of bit i being 1, given bits x, are (<see cref="Biases"/>_i + sum_j <see cref="Weights"/>_ij x_j) grid steps.
/// </summary>
internal sealed record PortableTables
{
    /// <summary>Sums of a bias and of the sizes of all weights of a bit are below this, which single precision counts to.</summary>
    public const int LargestSum = 1 << 24;

    /// <summary>Number of different uniform numbers that bits are drawn with, (k + 1/2) / this.</summary>
    public const int Uniforms = 1 << 16;

    /// <summary>
    /// At this inverse temperature and above, every sum of at least one grid step decides its bit; so greater ones, at which thresholds
    /// would be too small for a number, are the same.
    /// </summary>
    public const float LargestBeta = 1 << 22;

    /// <summary>Bits of a row.</summary>
    public required int Bits { get; init; }

    /// <summary>Number of classes; 0 where rows are not drawn by class.</summary>
    public required int Classes { get; init; }

    /// <summary>Symmetric matrices with a diagonal of zeros, each for one machine or more. <c>[Bits, Bits]</c> each</summary>
    public required ImmutableArray<int[]> Weights { get; init; }

    /// <summary>The matrix of each machine.</summary>
    public required ImmutableArray<int> WeightsOf { get; init; }

    /// <summary>Biases of each machine. <c>[Bits]</c> each</summary>
    public required ImmutableArray<int[]> Biases { get; init; }

    /// <summary>The first machine of each class, or of all rows.</summary>
    public required ImmutableArray<int> FirstMachine { get; init; }

    /// <summary>
    /// Of each class, the shares of its machines summed up to each but the last, in 65,536ths; 65,536 where there are fewer machines.
    /// <c>[Sets, most machines - 1]</c>
    /// </summary>
    public required ImmutableArray<int> Shares { get; init; }

    /// <summary>Bits of draws, eight a byte from the lowest on, machine after machine. <c>[draws, (Bits + 7) / 8]</c></summary>
    public required byte[] Starts { get; init; }

    /// <summary>The first draw of each machine.</summary>
    public required ImmutableArray<int> FirstStart { get; init; }

    /// <summary>Number of draws of each machine.</summary>
    public required ImmutableArray<int> StartCount { get; init; }

    /// <summary>The log-odds of each uniform number, in grid steps.</summary>
    public required float[] Thresholds { get; init; }

    /// <summary>The shared prior.</summary>
    public required PortableEnergy Energy { get; init; }

    /// <summary>Tells the classes apart; null where draws are taken as they come.</summary>
    public PortableClassifier? Classifier { get; init; }

    /// <summary>Most draws of a row, from which one is accepted; 1 without a classifier.</summary>
    public required int Rounds { get; init; }

    /// <summary>Number of distributions that rows are drawn from: one a class, or one.</summary>
    public int Sets => FirstMachine.Length;

    /// <summary>Bytes of a stored draw.</summary>
    public int StartBytes => (Bits + 7) / 8;

    /// <summary>Columns of <see cref="Shares"/>.</summary>
    public int ShareColumns => Shares.Length / Sets;
}

/// <summary>
/// The energy of bits x: (<see cref="Constant"/> - sum_i x_i (2 bias_i + sum_j weight_ij x_j)) <see cref="Step"/>.
/// </summary>
/// <param name="Weights">The matrix of <see cref="PortableTables.Weights"/>.</param>
/// <param name="Biases">Biases.</param>
/// <param name="Constant">Twice the energy of all bits 0, in grid steps.</param>
/// <param name="Step">Half a grid step, a power of 2.</param>
internal sealed record PortableEnergy(int Weights, int[] Biases, long Constant, float Step);
