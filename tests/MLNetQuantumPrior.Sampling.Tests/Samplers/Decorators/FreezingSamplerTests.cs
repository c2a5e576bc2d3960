namespace MLNetQuantumPrior.Sampling.Tests;

[TestClass]
public sealed class FreezingSamplerTests
{
    // Frustrated and small enough to list all states; scaled, because what is cold depends on the model's own energies.
    [TestMethod]
    [DataRow(0.01)]
    [DataRow(1.0)]
    [DataRow(50.0)]
    public void ReadsOfTheSlowModeAreGroundStatesAtAnyScaleOfTheEnergies(double scale)
    {
        IsingModel model = TestModels.Random(SpinGraph.Complete(12), (float)scale, seed: 2);
        sbyte[] state = new sbyte[12];
        double lowest = double.PositiveInfinity;
        for (int bits = 0; bits < 1 << 12; bits++)
        {
            for (int i = 0; i < 12; i++)
            {
                state[i] = (sbyte)((bits >> i & 1) == 1 ? 1 : -1);
            }

            lowest = Math.Min(lowest, model.Energy(state));
        }

        SampleSet reads = AnnealingModes.Slow.Sample(model, new(100, Seed: 1));

        Assert.AreEqual(lowest, reads.LowestEnergy, 1e-9 * Math.Abs(lowest));
        Assert.IsGreaterThan(50, reads.Energies.Count(energy => energy < lowest + (1e-9 * Math.Abs(lowest))));
    }

    [TestMethod]
    public void TheRequestedTemperatureIsAFactor()
    {
        IsingModel model = TestModels.Random(SpinGraph.Complete(6), 1, seed: 3);
        double beta = 0;
        var freezing = new FreezingSampler(new Spy(request => beta = request.Beta));

        freezing.Sample(model, new(1, Seed: 1) { Beta = 2 });

        Assert.AreEqual(2 * Math.Log(600) / (2 * LocalFields.SmallestStep(model)), beta, 1e-9);
    }

    [TestMethod]
    public void ATargetEnergyIsTheInnerSamplers()
    {
        IsingModel model = TestModels.Random(SpinGraph.Complete(12), 1, seed: 2);
        SampleSet reads = AnnealingModes.Slow.Sample(model, new(10, Seed: 1) { TargetEnergy = 0 });
        Assert.AreEqual(SampleStop.TargetEnergy, reads.StoppedBy);
    }

    private sealed class Spy(Action<SampleRequest> see) : IIsingSampler
    {
        public SampleSet Sample(IsingModel model, SampleRequest request, CancellationToken cancel = default)
        {
            see(request);
            return new ExactSampler().Sample(model, request, cancel);
        }
    }
}
