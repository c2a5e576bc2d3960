using MLNetQuantumPrior.Experiments;

namespace MLNetQuantumPrior.Tests.Experiments;

[TestClass]
public sealed class FinishedWorkTests
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;
    private int _computed;

    [TestCleanup]
    public void Delete() => Directory.Delete(_folder, recursive: true);

    [TestMethod]
    public void APieceWithTheSameSettingsIsReadByALaterRun()
    {
        Outcome first = Piece(new(Seed: 1, Rate: 0.1)), later = Piece(new(Seed: 1, Rate: 0.1));
        Assert.AreEqual(1, _computed);
        Assert.AreEqual(first, later);
        Assert.AreEqual(1 / 3.0, later.Value, "Every digit is kept.");
        Assert.IsTrue(double.IsNaN(later.Undefined));
    }

    [TestMethod]
    public void OtherSettingsAreComputedAndTakeThePlaceOfTheOld()
    {
        Piece(new(Seed: 1, Rate: 0.1));
        Assert.AreEqual(2, Piece(new(Seed: 2, Rate: 0.1)).Number);
        Assert.AreEqual(3, Piece(new(Seed: 2, Rate: 0.1 + 1e-15)).Number);
        Assert.AreEqual(3, Piece(new(Seed: 2, Rate: 0.1 + 1e-15)).Number);
        Assert.AreEqual(4, Piece(new(Seed: 1, Rate: 0.1)).Number);
    }

    [TestMethod]
    public void PiecesOfOtherNamesAreOtherWork()
    {
        Piece(new(Seed: 1, Rate: 0.1));
        Piece(new(Seed: 1, Rate: 0.1), "other/piece");
        Assert.AreEqual(2, _computed);
    }

    [TestMethod]
    public void WorkThatFailsLeavesNothingBehind()
    {
        Assert.ThrowsExactly<OperationCanceledException>(
            () => new FinishedWork(_folder).Of<Outcome>("piece", new Settings(1, 0.1), () => throw new OperationCanceledException()));
        Piece(new(Seed: 1, Rate: 0.1));
        Assert.AreEqual(1, _computed);
    }

    [TestMethod]
    public void AWriteThatBrokeOffAnywhereIsDoneAgain()
    {
        Piece(new(Seed: 1, Rate: 0.1));
        string file = Path.Combine(_folder, "piece.json"), beside = file + ".new";
        byte[] whole = File.ReadAllBytes(file);

        // The file's last byte is its line break: without that alone, it is still whole.
        for (int length = 0; length < whole.Length - 1; length++)
        {
            _computed = 0;
            File.Delete(file);
            File.WriteAllBytes(beside, whole[..length]);
            Piece(new(Seed: 1, Rate: 0.1));
            Assert.AreEqual(1, _computed, $"{length} bytes beside");
            Assert.IsFalse(File.Exists(beside), $"{length} bytes beside");

            File.WriteAllBytes(file, whole[..length]);
            Piece(new(Seed: 1, Rate: 0.1));
            Assert.AreEqual(2, _computed, $"{length} bytes in place");
        }
    }

    private Outcome Piece(Settings settings, string name = "piece") =>
        new FinishedWork(_folder).Of(name, settings, () => new Outcome(++_computed, 1 / 3.0, double.NaN));

    private sealed record Settings(int Seed, double Rate);

    private sealed record Outcome(int Number, double Value, double Undefined);
}
