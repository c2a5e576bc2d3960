using MLNetQuantumPrior.Demo;
using MLNetQuantumPrior.Leap;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Experiments;

/// <summary>
/// By how much the gradient of a prior is off when an ideal fast anneal of an Advantage2 processor draws it: root mean square difference of
/// the mean products of coupled spins from the exact ones, no sampling noise in either.
/// </summary>
internal static class GradientBias
{
    private const string Newer = "Advantage2_system1", Older = "Advantage_system6";
    private const double CouplingError = 0.015;
    private const int CalibrationReads = 20_000, Calibrations = 4;

    private static readonly double[] Strengths = [0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5];

    private static readonly Anneal[] Anneals =
    [
        new("5 ns", 5) { IsDrawn = true }, new("7 ns", 7), new("10 ns", 10), new("20 ns", 20) { IsDrawn = true },
        new("5 ns calibrated", 5) { IsCalibrated = true, IsDrawn = true }, new("20 ns calibrated", 20) { IsCalibrated = true },
        new("5 ns with control errors", 5) { Error = CouplingError, IsDrawn = true },
        new("20 ns with control errors", 20) { Error = CouplingError, IsDrawn = true },
        new("5 ns on Advantage with control errors", 5)
        {
            Solver = Older, Error = CouplingError, IsDrawn = true, Label = "Advantage with errors",
        },
    ];

    private sealed record Anneal(string Name, double Nanoseconds)
    {
        /// <summary>Whose published schedule.</summary>
        public string Solver { get; init; } = Newer;

        /// <summary>A shorter name for the picture; null for the same.</summary>
        public string? Label { get; init; }

        /// <summary>Whether it is a line of the picture.</summary>
        public bool IsDrawn { get; init; }

        /// <summary>Whether the model is scaled until the draws show the temperature that was asked for.</summary>
        public bool IsCalibrated { get; init; }

        /// <summary>Standard deviation of an error of programmed couplings.</summary>
        public double Error { get; init; }
    }

    public static IEnumerable<ResultRow> Run(string folder, int seeds, bool isQuick)
    {
        var rows = new List<ResultRow>();
        (int Spins, Anneal[] Anneals, double[] Strengths)[] cases =
        [
            (12, Anneals, Strengths),
            (16, Anneals[..1], [0.05, 0.1, 0.2, 0.4]),
        ];
        foreach ((int spins, Anneal[] anneals, double[] strengths) in isQuick ? cases[..1] : cases)
        {
            SpinGraph graph = Cell(spins / 4);
            (double Strength, ulong Seed)[] models =
            [
                .. from strength in strengths from seed in Enumerable.Range(1, seeds) select (strength, (ulong)seed),
            ];
            rows.AddRange(SideBySide.Select(models, item => Measure(graph, anneals, item.Strength, item.Seed)).SelectMany(own => own));
        }

        XyLine[] lines =
        [
            .. Anneals.Where(anneal => anneal.IsDrawn).Select(anneal => new XyLine(anneal.Label ?? anneal.Name,
            [
                .. Strengths.Select(strength => (strength, rows
                    .Where(row => row.Set == SetOf(12, strength) && row.Method == anneal.Name && row.Metric == "gradientBias")
                    .Average(row => row.Value))),
            ])),
            new("noise of 1,000 reads", [.. Strengths.Select(strength => (strength, 1 / Math.Sqrt(1000)))]),
        ];
        File.WriteAllText(Path.Combine(folder, "leap-gradient-bias.svg"), XyChart.ToSvg(
            "Gradient bias of fast anneals", "couplings of the model", "error of mean products, root mean square", lines));
        return rows;
    }

    private static string SetOf(int spins, double strength) => FormattableString.Invariant($"{spins} spins at {strength}");

    /// <summary>
    /// Qubits of a place of a Zephyr graph: vertical ones that cross all horizontal ones, and odd couplers in pairs of either.
    /// </summary>
    /// <param name="pairs">Pairs of each orientation.</param>
    private static SpinGraph Cell(int pairs)
    {
        SpinGraph whole = SpinGraph.Zephyr(1);
        int[] labels =
        [
            .. from u in Enumerable.Range(0, 2) from k in Enumerable.Range(0, pairs) from j in Enumerable.Range(0, 2)
               select new ZephyrCoordinate(u, 1, k, j, 0).Label(1, 4),
        ];
        return whole.WithoutSpins(whole.Labels.Except(labels));
    }

    private static List<ResultRow> Measure(SpinGraph graph, Anneal[] anneals, double strength, ulong seed)
    {
        var random = new Random((int)seed);
        double[] couplings = [.. graph.Edges.Select(_ => random.Next(2) == 0 ? strength : -strength)];
        var model = new IsingModel(graph, new double[graph.SpinCount], couplings);
        double[] exact = [.. new ExactEnumeration(model).EdgeCorrelations];
        double size = RootMeanSquare(exact);
        var rows = new List<ResultRow>();
        foreach (Anneal anneal in anneals)
        {
            double[] errors = [.. graph.Edges.Select(_ => anneal.Error * Gaussian(random))];
            double bias = RootMeanSquare([.. Products(model, anneal, errors, seed).Zip(exact, (got, expected) => got - expected)]);
            string set = SetOf(graph.SpinCount, strength);
            rows.Add(new(set, anneal.Name, "gradientBias", seed, bias));
            rows.Add(new(set, anneal.Name, "relativeBias", seed, bias / size));
        }

        Console.WriteLine($"{rows[0].Set}, seed {seed}: {string.Join(", ", rows.Select(row => $"{row.Value:G3}"))}");
        return rows;
    }

    /// <summary>Mean products of coupled spins after an anneal; not numbers where no scale gives the temperature.</summary>
    private static double[] Products(IsingModel model, Anneal anneal, double[] errors, ulong seed)
    {
        AnnealingSchedule schedule = PublishedSchedules.Fast(anneal.Solver, anneal.Nanoseconds);
        var device = new DiabaticEmulator(schedule) { MaxDegreeOfParallelism = 1, Tolerance = 1e-4 };
        double beta = DiabaticTemperature.Of(schedule).CouplingBeta;
        DiabaticDistribution measured = Of(beta);
        for (int k = 0; anneal.IsCalibrated && k < Calibrations; k++)
        {
            double[] uniforms = [.. Enumerable.Repeat(new Random((int)seed), CalibrationReads).Select(random => random.NextDouble())];
            sbyte[] spins = new sbyte[CalibrationReads * model.SpinCount];
            measured.Draw(uniforms, spins);
            beta *= EffectiveTemperature.Of(model, new(CalibrationReads, model.SpinCount, spins)).Beta;
            measured = Of(beta);
        }

        return Products(model.Graph, measured.Probabilities);

        DiabaticDistribution Of(double at)
        {
            double[] programmed = [.. errors.Select((error, e) => (model.Coupling(e) / at) + error)];
            return device.Anneal(new(model.Graph, new double[model.SpinCount], programmed));
        }
    }

    private static double[] Products(SpinGraph graph, ImmutableArray<double> probabilities)
    {
        double[] products = new double[graph.Edges.Length];
        for (int e = 0; e < products.Length; e++)
        {
            (int i, int j) = graph.Edges[e];
            for (int state = 0; state < probabilities.Length; state++)
            {
                products[e] += ((state >> i) & 1) == ((state >> j) & 1) ? probabilities[state] : -probabilities[state];
            }
        }

        return products;
    }

    private static double RootMeanSquare(double[] values) => Math.Sqrt(values.Average(value => value * value));

    private static double Gaussian(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
