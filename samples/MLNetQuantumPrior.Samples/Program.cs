using MLNetQuantumPrior.Samples;

var samples = new Dictionary<string, Action>
{
    [nameof(BmVaePipeline)] = BmVaePipeline.Run,
    [nameof(ComparingPriors)] = ComparingPriors.Run,
    [nameof(SyntheticTrainingData)] = SyntheticTrainingData.Run,
    [nameof(OutlierScores)] = OutlierScores.Run,
    [nameof(AttributeGeneration)] = AttributeGeneration.Run,
    [nameof(ConditionalGeneration)] = ConditionalGeneration.Run,
    [nameof(GenerationInAPipeline)] = GenerationInAPipeline.Run,
    [nameof(Editing)] = Editing.Run,
    [nameof(EditingAttributes)] = EditingAttributes.Run,
    [nameof(FillingIn)] = FillingIn.Run,
    [nameof(OnnxDecoderDeployment)] = OnnxDecoderDeployment.Run,
    [nameof(OnnxGeneration)] = OnnxGeneration.Run,
    [nameof(OnnxScoring)] = OnnxScoring.Run,
    [nameof(CustomSampler)] = CustomSampler.Run,
    [nameof(ResumeTraining)] = ResumeTraining.Run,
    [nameof(Images)] = Images.Run,
    [nameof(Faces)] = Faces.Run,
    [nameof(ModelSaveLoad)] = ModelSaveLoad.Run,
    [nameof(BalancingClasses)] = BalancingClasses.Run,
    [nameof(SharingATable)] = SharingATable.Run,
    [nameof(FillingMissingCells)] = FillingMissingCells.Run,
    [nameof(ParquetShards)] = ParquetShards.Run,
    [nameof(WithoutMLNet)] = WithoutMLNet.Run,
    [nameof(ProcessorGraphs)] = ProcessorGraphs.Run,
};
if (args.FirstOrDefault(name => !samples.ContainsKey(name)) is { } unknown)
{
    Console.Error.WriteLine($"Sample '{unknown}': expected one of {string.Join(", ", samples.Keys)}.");
    return 2;
}

foreach (string name in args.Length == 0 ? [.. samples.Keys] : args)
{
    Console.WriteLine($"--- {name}");
    samples[name]();
}

return 0;
