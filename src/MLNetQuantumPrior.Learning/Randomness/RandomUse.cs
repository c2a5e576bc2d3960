namespace MLNetQuantumPrior.Learning;

/// <summary>Which stream serves which purpose, so that no two share random numbers.</summary>
internal static class RandomUse
{
    private const int PurposeBits = 56;

    /// <summary>The prior's couplings before training.</summary>
    public static ulong InitialCouplings => Stream(0, 0);

    /// <summary>The order of rows in an epoch.</summary>
    public static ulong RowOrder(int epoch) => Stream(1, epoch);

    /// <summary>Binarisation and latent noise of a training step.</summary>
    public static ulong Step(long step) => Stream(2, step);

    /// <summary>Seed of the sampler in a training step.</summary>
    public static ulong Chains(ulong seed, long step) => Seed(seed, 3, step);

    /// <summary>The fixed binarisation of a row in an evaluation.</summary>
    public static ulong Binarization(long row) => Stream(4, row);

    /// <summary>The bits drawn for a row in an evaluation.</summary>
    public static ulong PosteriorSample(long row) => Stream(5, row);

    /// <summary>How a classifier's training row is distorted in an epoch.</summary>
    public static ulong Distortion(int epoch, int row) => Stream(6, ((long)epoch << 32) | (uint)row);

    /// <summary>First of the seeds of the sampler in the steps of the fit of one of several machines of a class.</summary>
    public static ulong PartFit(ulong seed, int fit) => Seed(seed, 34, fit);

    /// <summary>First of the seeds of the sampler in the steps of the fit of a class, its machine or its fields.</summary>
    public static ulong ClassFit(ulong seed, int fit) => Seed(seed, 7, fit + 1L);

    /// <summary>Seed of a pool of fresh draws that generation starts from.</summary>
    public static ulong Pool(ulong seed, int pool) => Seed(seed, 8, pool);

    /// <summary>Choices of a generated row in a round of acceptance: machine, start and whether to keep it.</summary>
    public static ulong RowChoices(ulong seed, int label, int round) => Seed(seed, 9, InRound(round, label + 1));

    /// <summary>Seed of the sweeps that decorrelate a generated row from its start.</summary>
    public static ulong Decorrelation(ulong seed, int pool, int round) => Seed(seed, 10, InRound(round, pool));

    /// <summary>First centres of the clusters of a class's codes.</summary>
    public static ulong FirstCentres(int label) => Stream(11, label);

    /// <summary>The bits of a row that the classifier of codes is trained on.</summary>
    public static ulong ClassifierBits(int row) => Stream(12, row);

    /// <summary>Seed of the classifier of codes.</summary>
    public static ulong ClassifierSeed(ulong seed) => Seed(seed, 13, 0);

    /// <summary>First of the seeds of the sampler in the steps of the fit of label spins.</summary>
    public static ulong LabelFit(ulong seed) => Seed(seed, 14, 1);

    /// <summary>Seed of the sweeps that edit rows from one class to another.</summary>
    public static ulong Edit(ulong seed, int from, int to) => Seed(seed, 15, ((long)(from + 1) << 24) | (uint)(to + 1));

    /// <summary>Seed of the sweeps at one point between two rows.</summary>
    public static ulong Interpolation(ulong seed, int point) => Seed(seed, 17, point);

    private static long InRound(int round, int index) => ((long)round << 24) | (uint)index;

    /// <summary>The first state of the chains in a training.</summary>
    public static ulong FirstChains => Stream(20, 0);

    /// <summary>The first state of the chains that estimate log Z in a training.</summary>
    public static ulong FirstWitnessChains => Stream(20, 1);

    /// <summary>Seed of the chains that estimate log Z in a training step.</summary>
    public static ulong WitnessChains(ulong seed, long step) => Seed(seed, 21, step);

    /// <summary>Seed of the chains of a training on their way to a given machine.</summary>
    public static ulong Start(ulong seed, int step) => Seed(seed, 24, step);

    /// <summary>The codes whose energies a training report shows.</summary>
    public static ulong ReportCodes => Stream(26, 0);

    /// <summary>Which rows judge a training.</summary>
    public static ulong ValidationRows => Stream(25, 0);

    /// <summary>Which rows of data that are streamed say how their values are distributed.</summary>
    public static ulong QuantileRows => Stream(40, 0);

    /// <summary>Seed of an estimate of log Z after a training step.</summary>
    public static ulong Annealing(ulong seed, long step) => Seed(seed, 23, step);

    /// <summary>Seed of the fresh draws that replace the chains of a training after a step.</summary>
    public static ulong Redraw(ulong seed, long step) => Seed(seed, 44, step);

    /// <summary>Seed of the fresh draws that check a trained prior, in one of several runs.</summary>
    public static ulong PriorCheck(ulong seed, int run) => Seed(seed, 41, run);

    /// <summary>Binarisation of rows, from one of a number on, whose codes a trained prior is checked with.</summary>
    public static ulong CheckedRows(int first) => Stream(43, first);

    /// <summary>First of the seeds of the steps in which a trained prior is fitted to its codes.</summary>
    public static ulong PriorRefit(ulong seed) => Seed(seed, 42, 1);

    /// <summary>Seed of a further round of one call of a sampler.</summary>
    public static ulong Round(ulong seed, int round) => Seed(seed, 22, round);

    /// <summary>Seed of the features drawn from p(x|z) for generated rows, one stream a row.</summary>
    public static ulong Features(ulong seed) => Seed(seed, 16, 0);

    /// <summary>Seed of the latents that a class's Gaussian mixture is fitted to.</summary>
    public static ulong ClassLatents(ulong seed) => Seed(seed, 30, 0);

    /// <summary>The rows that the fit of a class's Gaussian mixture starts from.</summary>
    public static ulong FirstGaussians(int label) => Stream(31, label);

    /// <summary>Seed of generated Gaussian latents; the stream is the row's id.</summary>
    public static ulong GaussianRows(ulong seed, int label) => Seed(seed, 32, label + 1L);

    /// <summary>Which rows of a class it is fitted on, where data are streamed.</summary>
    public static ulong ClassRows(int label) => Stream(33, label);

    /// <summary>Which columns of the rows of a step are hidden from an encoder of rows with holes.</summary>
    public static ulong HiddenColumns(long step) => Stream(50, step);

    /// <summary>Seed of the rows that are drawn as given; a row has a generator of its own.</summary>
    public static ulong GivenRows(ulong seed) => Seed(seed, 51, 0);

    /// <summary>Seed of the cells that fill the holes of a table; a row has a generator of its own.</summary>
    public static ulong FilledRows(ulong seed) => Seed(seed, 52, 0);

    /// <summary>Seed of the chains that fill in rows; the stream is the row's id.</summary>
    public static ulong FilledSlots(ulong seed) => Seed(seed, 61, 0);

    /// <summary>Seed of a sweep of one of the chains that edit rows; the stream is the row's id.</summary>
    public static ulong EditedRows(ulong seed, int sweep, int chain) => Seed(seed, 62, ((long)sweep << 24) | (uint)chain);

    /// <summary>Which bits go to which row where trees are fitted to those of other rows, to compare.</summary>
    public static ulong ShuffledBits => Stream(45, 0);

    /// <summary>Seed of the classes of generated rows; a row has a generator of its own.</summary>
    public static ulong GeneratedClasses(ulong seed) => Seed(seed, 54, 0);

    /// <summary>Seeds of the parts of a report on a synthetic table.</summary>
    public static ulong TableReport(ulong seed, int part) => Seed(seed, 60, part);

    /// <summary>First of the seeds of the sampler in the steps of the fit of the fields of an attribute's value.</summary>
    public static ulong AttributeFit(ulong seed, int fit) => Seed(seed, 61, fit + 1L);

    /// <summary>The bits of a row that the classifier of attributes is trained on.</summary>
    public static ulong AttributeBits(int row) => Stream(62, row);

    /// <summary>Seed of the classifier of attributes.</summary>
    public static ulong AttributeClassifierSeed(ulong seed) => Seed(seed, 63, 0);

    /// <summary>Which rows the classifier of attributes is judged by.</summary>
    public static ulong JudgingCodes => Stream(64, 0);

    /// <summary>Seed of the choice of an attribute's numbers that it is cut into ranges by.</summary>
    public static ulong AttributeNumbers(ulong seed, int attribute) => Seed(seed, 70, attribute + 1L);

    /// <summary>Which rows attributes are fitted on, where data are streamed.</summary>
    public static ulong AttributeRows => Stream(71, 0);

    /// <summary>Seed of the draws that rows under some conditions start from.</summary>
    public static ulong ConditionPool(ulong seed, ulong pool) => Seed(seed, 65, (long)pool);

    /// <summary>Which of these draws stand for how many.</summary>
    public static ulong ConditionChoices(ulong pool) => Stream(66, (long)pool);

    /// <summary>Seed of the sweeps in a step of these draws towards their conditions.</summary>
    public static ulong ConditionStep(ulong seed, int step) => Seed(seed, 67, step + 1L);

    /// <summary>Seed of the choices of rows under some conditions, one stream a row.</summary>
    public static ulong ConditionRows(ulong seed, ulong conditions) => Seed(seed, 68, (long)conditions);

    /// <summary>Seed of the sweeps that decorrelate rows under some conditions from their starts.</summary>
    public static ulong ConditionSweeps(ulong seed, ulong pool) => Seed(seed, 69, (long)pool);

    /// <summary>Which rows one of some trees of a column is learned from.</summary>
    public static ulong RowsOfTree(int tree) => Stream(53, tree);

    /// <summary>How the images of a training step are moved.</summary>
    public static ulong Augmentation(long step) => Stream(80, step);

    private static ulong Seed(ulong seed, int purpose, long index) => seed ^ (Stream(purpose, index) * 0x9e3779b97f4a7c15);

    private static ulong Stream(int purpose, long index) => ((ulong)purpose << PurposeBits) | (ulong)index;
}
