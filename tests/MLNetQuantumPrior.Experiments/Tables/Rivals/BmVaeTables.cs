using Microsoft.ML;
using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Experiments;

/// <summary>The product: a synthesizer with nothing set but target, seed and number of threads, which no row depends on.</summary>
/// <param name="isQuick">Whether it is trained but for a moment.</param>
/// <param name="with">What is set besides, to compare with.</param>
internal sealed class BmVaeTables(bool isQuick, Func<SynthesizerOptions, SynthesizerOptions>? with = null) : ITableRival
{
    private const int QuickEpochs = 2;

    public ITableRows Fit(Table train, ulong seed) => new Rows(train, FitSynthesizer(train, seed));

    public TableSynthesizer FitSynthesizer(Table train, ulong seed)
    {
        var options = new SynthesizerOptions { Target = train.TargetField.Name, Seed = seed, MaxDegreeOfParallelism = 1 };
        options = options with
        {
            Training = options.Training with { MaxDegreeOfParallelism = 1, Epochs = isQuick ? QuickEpochs : options.Training.Epochs },
            Engine = options.Engine is SimdEngine engine ? engine with { MaxDegreeOfParallelism = 1 } : options.Engine,
            Sampler = options.Sampler is BlockGibbsSampler gibbs ? gibbs with { MaxDegreeOfParallelism = 1 } : options.Sampler,
        };
        return new MLContext((int)seed).Data.FitSynthesizer(train.View(), with?.Invoke(options) ?? options);
    }

    private sealed class Rows(Table train, TableSynthesizer synthesizer) : ITableRows
    {
        public Table Draw(int rows, ulong seed) => train.Read(synthesizer.Generate(rows, seed));

        public Table DrawClass(int category, int rows, ulong seed) => train.Read(synthesizer.Generate(
            rows, [Given.Is(train.TargetField.Name, train.TargetField.Categories[category])], seed));
    }
}
