using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Learning.Onnx;
using MLNetQuantumPrior.Learning.Tests;

namespace MLNetQuantumPrior.Tests;

/// <summary>Graphs with flat outputs, slot names, a whole model in their training information, and a checksum at their end.</summary>
[TestClass]
public sealed class SavedGraphTests
{
    [TestMethod]
    public void TransformersPassTheOfficialChecker()
    {
        VaeArchitecture architecture = VaeArchitecture.Mlp(4, [5], 3);
        BmVaeModel model = TestNetworks.Model(architecture, new float[architecture.ParameterCount]);
        model = model.With(model.Scaling, ["a", "b", "c", "d"]);
        ModelProto rows = OnnxExport.Rows(
            model, [RowOutput.Bits, RowOutput.Reconstruction, RowOutput.Energy, RowOutput.OutlierScore], OutlierMeasure.FreeEnergy);
        byte[] file = new EmbeddedModel(model, "{}"u8.ToArray()).WriteInto(ColumnGraph.Of(
            rows,
            "Features",
            [
                new("Latent", nameof(RowOutput.Bits), ["x", "y", "z"]),
                new("Reconstruction", nameof(RowOutput.Reconstruction), model.SlotNames),
                new("Energy", nameof(RowOutput.Energy), []),
                new("Score", nameof(RowOutput.OutlierScore), []),
            ]));
        OnnxChecker.Check([file]);
    }
}
