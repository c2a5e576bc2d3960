using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Learning.Tests;

namespace MLNetQuantumPrior.Torch.Tests;

[TestClass]
public sealed class TorchSharpEngineTests : TrainingEngineContract
{
    private protected override ITrainingEngine Engine => new TorchSharpEngine { MaxDegreeOfParallelism = 1 };

    [TestInitialize]
    public void SkipWithoutLibTorch() => LibTorch.SkipWithout();
}
