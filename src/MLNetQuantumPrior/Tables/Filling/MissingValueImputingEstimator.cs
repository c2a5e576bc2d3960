using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace MLNetQuantumPrior;

/// <summary>Learns a table and fills its missing cells by what the other cells of their rows say.</summary>
/// <remarks>
/// <para>To create it, use <c>mlContext.Transforms.ImputeMissingValues()</c>.</para>
/// <list type="table">
/// <listheader><term>Characteristic</term><description>Value</description></listheader>
/// <item><term>Does this estimator need to look at the data to train its parameters?</term><description>Yes</description></item>
/// <item>
/// <term>Input columns</term>
/// <description>All of the table, of the types that <see cref="TableSynthesizer"/> takes, but for ignored ones</description>
/// </item>
/// <item><term>Output columns</term><description>The same, of the same types, their missing cells filled</description></item>
/// <item><term>Required NuGet in addition to Microsoft.ML</term><description>MLNetQuantumPrior</description></item>
/// <item><term>Exportable to ONNX</term><description>No</description></item>
/// </list>
/// <para>
/// Every column that is not ignored is asked for where a cell is filled, so tables to transform need them all. Ignore the label, by
/// <see cref="SynthesizerOptions.Columns"/>: a cell must not be filled by what is to be predicted from it.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// var options = new SynthesizerOptions
/// {
///     Seed = 1, Columns = new Dictionary&lt;string, SynthesizerColumn&gt; { ["Repaid"] = new() { Kind = ColumnKind.Ignored } },
/// };
/// var pipeline = ml.Transforms.ImputeMissingValues(options)
///     .Append(ml.Transforms.Categorical.OneHotEncoding("Home"))
///     .Append(ml.Transforms.Concatenate("Features", "Age", "Income", "Rate", "Home"))
///     .Append(ml.BinaryClassification.Trainers.LbfgsLogisticRegression("Repaid"));
/// </code>
/// </example>
public sealed class MissingValueImputingEstimator : IEstimator<MissingValueImputingTransformer>
{
    private readonly IHostEnvironment _environment;
    private readonly SynthesizerOptions _options;
    private readonly ImputationOptions _imputation;

    internal MissingValueImputingEstimator(IHostEnvironment environment, SynthesizerOptions options, ImputationOptions imputation) =>
        (_environment, _options, _imputation) = (environment, options, imputation);

    /// <summary>Learns a table.</summary>
    /// <exception cref="ArgumentException">A column has another type, a number is infinite, or options contradict the table.</exception>
    /// <exception cref="OperationCanceledException"><see cref="SynthesizerOptions.CancellationToken"/> was cancelled.</exception>
    public MissingValueImputingTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new(SynthesizerFit.Run(_environment, input, _options), _imputation);
    }

    /// <summary>
    /// The schema after this estimator: the input's. Columns of intervals, which depend on the table, are known after <see cref="Fit"/>.
    /// </summary>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return inputSchema;
    }
}
