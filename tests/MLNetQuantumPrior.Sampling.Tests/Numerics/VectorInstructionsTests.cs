namespace MLNetQuantumPrior.Sampling.Tests;

[TestClass]
public sealed class VectorInstructionsTests
{
    [TestMethod]
    public void WithThemThereIsNoWarning() => Assert.IsNull(VectorInstructions.WarningOf(true, true, isX64: true, isCompiledAhead: true));

    [TestMethod]
    [DataRow(false, true, true, true, "AVX2 and FMA, got a program without", "<IlcInstructionSet>x86-64-v3</IlcInstructionSet>")]
    [DataRow(true, false, true, false, "AVX2 and FMA, got a program without", "DOTNET_EnableAVX2=0")]
    [DataRow(false, false, false, false, "expected them to be there", "Run it where vector instructions are.")]
    public void WithoutThemItSaysWhatToDo(
        bool hasMultiplyAdd, bool hasVectors, bool isX64, bool isCompiledAhead, string what, string todo)
    {
        string? warning = VectorInstructions.WarningOf(hasMultiplyAdd, hasVectors, isX64, isCompiledAhead);
        StringAssert.Contains(warning, what);
        StringAssert.Contains(warning, todo);
    }
}
