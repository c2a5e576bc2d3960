namespace MLNetQuantumPrior.Sampling;

/// <summary>
/// Emulates diabatic quantum annealing on a classical computer: integrates the Schroedinger equation of
/// H(t) = -A(t) sum_i sigma_x,i + B(t) E(sigma_z) from the ground state of the transverse field, and draws independent samples from the
/// measured probabilities |psi(s)|^2. An ideal device, without noise.
/// </summary>
/// <remarks>
/// It stands for a device: the model is what the annealer is programmed with, and the answer has the temperatures that the schedule gives,
/// at weak coupling those of <see cref="DiabaticTemperature"/>. So <see cref="SampleRequest.Beta"/> must be 1; to draw at a chosen
/// temperature, put it into a <see cref="RescalingSampler"/> with the schedule's two temperatures. <see cref="SampleSet.Diagnostics"/> is
/// a <see cref="DiabaticDiagnostics"/>, which says how far from a Boltzmann distribution the answer is.
/// <para>
/// Every read is an anneal of its own: <see cref="SampleRequest.InitialStates"/> and <see cref="SampleRequest.Continue"/> are refused, and
/// <see cref="SampleSet.State"/> is null. Double precision; work and memory are proportional to n 2^n and 2^n. The samples are the same for
/// any number of threads.
/// </para>
/// </remarks>
/// <param name="Schedule">A(t) and B(t).</param>
public sealed record DiabaticEmulator(AnnealingSchedule Schedule) : IIsingSampler
{
    /// <summary>Most spins that are emulated: 2^20 is a million amplitudes.</summary>
    public const int MaxSpins = 20;

    /// <summary>A(t) and B(t).</summary>
    public AnnealingSchedule Schedule
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(Schedule));
    } = Schedule ?? throw new ArgumentNullException(nameof(Schedule));

    /// <summary>
    /// Steps of the time evolution, at least 1, whatever their error; null, the default, halves the step until that changes the
    /// distribution by less than <see cref="Tolerance"/>, and takes the finer one.
    /// </summary>
    public int? Steps { get; init => field = Check.AtLeast(1, value); }

    /// <summary>
    /// Total variation distance, between 0 and 1, exclusive, that halving the step may still make. Default 1e-6, which it takes some 10^12
    /// samples to tell.
    /// </summary>
    public double Tolerance { get; init => field = Check.Between(0, 1, value); } = 1e-6;

    /// <summary>
    /// Most steps that are tried to meet <see cref="Tolerance"/>, at least 2; default 65 536. A model that needs more is refused.
    /// </summary>
    public int MaxSteps { get; init => field = Check.AtLeast(2, value); } = 65_536;

    /// <summary>Most threads of one call, at least 1. Default: one a core. The samples do not depend on it.</summary>
    public int MaxDegreeOfParallelism { get; init => field = Check.AtLeast(1, value); } = Environment.ProcessorCount;

    /// <summary>The exact probabilities of the measured spins.</summary>
    /// <param name="model">What the annealer is programmed with: at most <see cref="MaxSpins"/> spins.</param>
    /// <param name="cancel">Ends the call with an <see cref="OperationCanceledException"/> between two steps.</param>
    /// <exception cref="ArgumentException">The model has too many spins, or <see cref="MaxSteps"/> do not meet
    /// <see cref="Tolerance"/>.</exception>
    public DiabaticDistribution Anneal(IsingModel model, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (model.SpinCount > MaxSpins)
        {
            throw new ArgumentException($"Model to emulate: expected at most {MaxSpins} spins, got {model.SpinCount}.", nameof(model));
        }

        cancel.ThrowIfCancellationRequested();
        var temperature = DiabaticTemperature.Of(Schedule);
        var state = new StateVector(model, MaxDegreeOfParallelism, cancel);
        if (Steps is { } given)
        {
            return new(model, state.Anneal(Schedule, given, cancel), temperature, given, stepChange: null);
        }

        long steps = FirstSteps(model);
        double[]? before = null;
        for (; steps <= MaxSteps; steps *= 2)
        {
            double[] after = state.Anneal(Schedule, (int)steps, cancel);
            if (before is not null && DiabaticDistribution.Distance(before, after) is double change && change < Tolerance)
            {
                return new(model, after, temperature, (int)steps, change);
            }

            before = after;
        }

        throw new ArgumentException(
            $"Diabatic anneal of duration {Schedule.Duration}: expected at most {nameof(MaxSteps)} = {MaxSteps} steps to meet " +
            $"{nameof(Tolerance)} = {Tolerance}, got to {steps}; raise either.");
    }

    /// <inheritdoc/>
    public SampleSet Sample(IsingModel model, SampleRequest request, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.EnsureFits(model);
        if (request.Beta != 1)
        {
            throw new ArgumentException(
                $"Sample request '{nameof(request.Beta)}': expected 1, because the schedule decides an annealer's temperature, got " +
                $"{request.Beta}; put the emulator into a {nameof(RescalingSampler)}.");
        }

        request.RefuseStart("every anneal starts from the ground state");
        DiabaticDistribution measured = Anneal(model, cancel);
        double[] uniforms = new double[request.Reads];
        for (int r = 0; r < uniforms.Length; r++)
        {
            uniforms[r] = request.StreamOf(r).NextDouble();
        }

        sbyte[] spins = new sbyte[request.Reads * model.SpinCount];
        measured.Draw(uniforms, spins);
        var matrix = SpinMatrix.Adopt(spins, request.Reads, model.SpinCount);
        double distance = DiabaticDistribution.Distance(measured.Probabilities.AsSpan(), measured.BoltzmannProbabilities(cancel));
        return new(matrix, model.Energies(matrix), State: null)
        {
            Diagnostics = new DiabaticDiagnostics(
                measured.Temperature, measured.Temperature.DeviationOf(model), distance, measured.Steps, measured.StepChange),
        };
    }

    /// <summary>Steps in which no spin turns in the transverse field, or in that of its neighbours, by more than half a radian.</summary>
    private long FirstSteps(IsingModel model)
    {
        double[] pulls = new double[model.SpinCount];
        for (int i = 0; i < pulls.Length; i++)
        {
            pulls[i] = Math.Abs(model.Fields[i]);
        }

        for (int e = 0; e < model.Couplings.Length; e++)
        {
            (int i, int j) = model.Graph.Edges[e];
            pulls[i] += Math.Abs(model.Couplings[e]);
            pulls[j] += Math.Abs(model.Couplings[e]);
        }

        double fastest = 0;
        for (int k = 0; k < Schedule.Points.Length; k++)
        {
            (_, double a, double b) = Schedule.Knot(k);
            fastest = Math.Max(fastest, Math.Max(a, b * pulls.Max()));
        }

        return (long)Math.Clamp(Math.Ceiling(2 * fastest * Schedule.Duration), 1, long.MaxValue / 2);
    }
}
