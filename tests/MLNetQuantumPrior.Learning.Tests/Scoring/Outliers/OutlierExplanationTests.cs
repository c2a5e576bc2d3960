using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning.Tests;

[TestClass]
public sealed class OutlierExplanationTests
{
    private const int Pixels = 4, Latents = 6;

    private static readonly BmVaeModel Model = TestModels.Random(Pixels, Latents);

    [TestMethod]
    public void SharesAddUpToTheTerms()
    {
        float[] rows = new float[10 * Pixels];
        new UniformStream(7, 1).Fill(rows);
        rows[0] = 3; // beyond the range
        for (int start = 0; start < rows.Length; start += Pixels)
        {
            OutlierExplanation why = Model.Explain(rows.AsSpan(start, Pixels));

            Assert.AreEqual(why.Terms.Reconstruction + why.Terms.BeyondRange, why.Slots.Sum(slot => slot.Nats), 1e-5);
            Assert.AreEqual(why.Terms.PriorEnergy, why.Prior.Sum(share => share.Nats), 1e-5);
            CollectionAssert.AreEqual(why.Slots.OrderByDescending(slot => slot.Nats).ToArray(), why.Slots.ToArray());
            Assert.HasCount(Latents + (Latents * (Latents - 1) / 2), why.Prior, "fields and couplings");
        }

        Assert.AreEqual((0, 3f), (Model.Explain(rows.AsSpan(0, Pixels)).Slots[0] is var (slot, _, value, _, _) ? (slot, value) : default));
    }

    [TestMethod]
    public void TheOrdinaryRowIsDecodedFromACodeThatNoFlipImproves()
    {
        float[] row = [0.1f, 0.9f, 0.4f, 0.2f];
        sbyte[][] states = [.. Enumerable.Range(0, 1 << Latents).Select(
            state => Enumerable.Range(0, Latents).Select(i => (sbyte)((state >> i & 1) == 1 ? 1 : -1)).ToArray())];
        float[][] minima = [.. states.Where(IsMinimum).Select(Decoded)];

        float[] ordinary = [.. Model.Explain(row).Ordinary];

        Assert.IsTrue(minima.Any(minimum => minimum.SequenceEqual(ordinary)));
        Assert.IsLessThan(states.Length / 2, minima.Length);

        static bool IsMinimum(sbyte[] state) => Enumerable.Range(0, Latents).All(
            i => Model.Prior.Energy([.. state[..i], (sbyte)-state[i], .. state[(i + 1)..]]) >= Model.Prior.Energy(state));

        static float[] Decoded(sbyte[] state)
        {
            float[] features = new float[Pixels];
            Model.Decode(Array.ConvertAll(state, spin => spin > 0 ? 1f : 0f), features);
            return features;
        }
    }

    [TestMethod]
    public void AGaussianCodeIsDrawnInToWhereThePriorLies()
    {
        VaeArchitecture architecture = VaeArchitecture.Mlp(Pixels, [6], 3, PriorKind.Gaussian);
        float[] parameters = new float[architecture.ParameterCount], row = [0.1f, 0.9f, 0.4f, 0.2f], code = new float[3];
        new UniformStream(5, 5).FillNormal(parameters, 3);
        BmVaeModel model = BmVaeModel.Gaussian(architecture, parameters);
        model.Encode(row, code);
        double length = Math.Sqrt(code.Sum(mean => mean * mean));
        Assert.IsGreaterThan(Math.Sqrt(3), length, "a strange code");
        float[] expected = new float[Pixels];
        model.Decode(Array.ConvertAll(code, mean => (float)(mean * Math.Sqrt(3) / length)), expected);

        OutlierExplanation why = model.Explain(row);

        Assert.AreEqual(why.Terms.PriorEnergy, why.Prior.Sum(share => share.Nats), 1e-4 * why.Terms.PriorEnergy);
        for (int slot = 0; slot < Pixels; slot++)
        {
            Assert.AreEqual(expected[slot], why.Ordinary[slot], 1e-5);
        }
    }

    [TestMethod]
    public void ItIsOfOneRow() => Assert.ThrowsExactly<ArgumentException>(() => Model.Explain(new float[2 * Pixels]));
}
