using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace MLNetQuantumPrior.Sampling;

/// <summary>Which vector instructions this process has. Sampling and networks are written for them.</summary>
public static class VectorInstructions
{
    /// <summary>
    /// What makes this process a hundred times slower than it could be, and what to do; null where nothing does. A program should print or
    /// log it when it starts; ML.NET's log has it when a model is trained or generates.
    /// </summary>
    /// <remarks>
    /// Programs that are compiled ahead of time (PublishAot) take the instructions of the year 2008 on x64, whatever processor they run on,
    /// unless the project has <c>&lt;IlcInstructionSet&gt;x86-64-v3&lt;/IlcInstructionSet&gt;</c>: then they take AVX2 and FMA, and need a
    /// processor that has them.
    /// </remarks>
    public static string? Warning { get; } = WarningOf(
        hasMultiplyAdd: Fma.IsSupported || AdvSimd.IsSupported,
        hasVectors: Vector256.IsHardwareAccelerated || AdvSimd.IsSupported,
        isX64: RuntimeInformation.ProcessArchitecture == Architecture.X64,
        isCompiledAhead: !RuntimeFeature.IsDynamicCodeSupported);

    /// <summary>The warning of a process with or without some instructions.</summary>
    internal static string? WarningOf(bool hasMultiplyAdd, bool hasVectors, bool isX64, bool isCompiledAhead)
    {
        if (hasMultiplyAdd && hasVectors)
        {
            return null;
        }

        string todo = !isX64 ? "Run it where vector instructions are."
            : isCompiledAhead ? "Publish it with <IlcInstructionSet>x86-64-v3</IlcInstructionSet> in its project."
            : "Run it on a processor that has them, without settings such as DOTNET_EnableAVX2=0.";
        return $"Vector instructions: expected {(isX64 ? "AVX2 and FMA" : "them to be there")}, got a program without; " +
            $"sampling and networks may take a hundred times as long. {todo}";
    }
}
