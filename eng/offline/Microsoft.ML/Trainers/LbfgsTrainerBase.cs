using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Trainers;

public abstract class LbfgsTrainerBase<TOptions, TTransformer, TModel> : TrainerEstimatorBase<TTransformer, TModel>
    where TOptions : LbfgsTrainerBase<TOptions, TTransformer, TModel>.OptionsBase, new()
    where TTransformer : ISingleFeaturePredictionTransformer<TModel>
    where TModel : class
{
    private static readonly TrainerInfo s_info = new();

    private protected readonly TOptions LbfgsTrainerOptions;

    internal LbfgsTrainerBase(IHostEnvironment env, TOptions options, SchemaShape.Column labelColumn)
        : base(Contracts.CheckValue(env, nameof(env)).Register("LbfgsTrainerBase"), Features(options), labelColumn, Weight(options))
    {
        LbfgsTrainerOptions = options;
        Contracts.CheckParam(
            options.NumberOfThreads is null or > 0, nameof(options.NumberOfThreads), "Must be positive (or empty for default)");
        Contracts.CheckParam(options.L2Regularization >= 0, nameof(options.L2Regularization), "Must be non-negative");
        Contracts.CheckParam(options.L1Regularization >= 0, nameof(options.L1Regularization), "Must be non-negative");
        Contracts.CheckParam(options.OptimizationTolerance > 0, nameof(options.OptimizationTolerance), "Must be positive");
        Contracts.CheckParam(options.HistorySize > 0, nameof(options.HistorySize), "Must be positive");
        Contracts.CheckParam(options.MaximumNumberOfIterations > 0, nameof(options.MaximumNumberOfIterations), "Must be positive");
    }

    public override TrainerInfo Info => s_info;

    /// <summary>Minimises <paramref name="function"/>, a mean over rows, plus the L1 term. The first parameters are the biases.</summary>
    private protected double[] Minimize(IChannel channel, DifferentiableFunction function, double[] start, int biases, long rows)
    {
        TOptions options = LbfgsTrainerOptions;
        using IProgressChannel progress = Host.StartProgressChannel("LBFGS Optimizer");
        using IChannel optimizing = Host.Start("LBFGS Optimizer");
        optimizing.Info(MessageSensitivity.None, "Beginning optimization");
        optimizing.Info(MessageSensitivity.None, "num vars: {0}", start.Length);
        optimizing.Info(MessageSensitivity.None, "improvement criterion: Mean Improvement");
        progress.SetHeader(new ProgressHeader(["Loss", "Improvement"], ["iterations"]), delegate { });

        var optimizer = new OrthantWiseLbfgs(function, options.HistorySize)
        {
            L1 = (double)options.L1Regularization / rows,
            NonNegative = options.EnforceNonNegativity,
            // As in ML.NET: without an L1 term the bound of non-negative weights holds for the biases too.
            FirstConstrained = options.L1Regularization > 0 ? biases : 0,
            Progress = (iteration, value, improvement) => progress.Checkpoint(value, improvement, iteration),
        };
        Minimum minimum = optimizer.Minimize(start, new MeanImprovement(options.OptimizationTolerance, options.MaximumNumberOfIterations));
        if (options.Quiet)
            return minimum.Point;

        if (minimum.PrematureReason != null)
            channel.Warning(MessageSensitivity.None,
                "Premature convergence occurred. The OptimizationTolerance may be set too small. {0}", minimum.PrematureReason);
        if (options.L1Regularization > 0)
            channel.Info(MessageSensitivity.None, "L1 regularization selected {0} of {1} weights.",
                biases + minimum.Point.Skip(biases).Count(w => w != 0), start.Length);
        return minimum.Point;
    }

    private static SchemaShape.Column Features(TOptions options) =>
        new(options.FeatureColumnName, SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single, false);

    private static SchemaShape.Column Weight(TOptions options) => options.ExampleWeightColumnName == null
        ? default
        : new(options.ExampleWeightColumnName, SchemaShape.Column.VectorKind.Scalar, NumberDataViewType.Single, false);

    public abstract class OptionsBase : TrainerInputBaseWithWeight
    {
        public float L2Regularization = Defaults.L2Regularization;
        public float L1Regularization = Defaults.L1Regularization;
        public float OptimizationTolerance = Defaults.OptimizationTolerance;
        public int HistorySize = Defaults.HistorySize;
        public int MaximumNumberOfIterations = int.MaxValue;
        public bool Quiet;
        public float InitialWeightsDiameter;
        public int? NumberOfThreads;
        public bool EnforceNonNegativity = Defaults.EnforceNonNegativity;

        internal static class Defaults
        {
            public const float L2Regularization = 1;
            public const float L1Regularization = 1;
            public const float OptimizationTolerance = 1e-7f;
            public const int HistorySize = 20;
            public const bool EnforceNonNegativity = false;
        }
    }
}
