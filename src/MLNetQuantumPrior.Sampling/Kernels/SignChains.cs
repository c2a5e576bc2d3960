using System.Runtime.InteropServices;

namespace MLNetQuantumPrior.Sampling;

/// <summary>The spins of a block of chains as <see cref="SignKernel"/> wants them, beside the singles that all else reads.</summary>
internal sealed class SignChains(int spinCount) : IDisposable
{
    private readonly AlignedBuffer _memory = AlignedBuffer.Rent(SignRows.StateBytes(spinCount) / sizeof(float));
    private readonly SignThresholds _thresholds = new();
    private bool _isCurrent;
    private bool _isNewer;

    private Span<sbyte> State => MemoryMarshal.Cast<float, sbyte>(_memory.Span);

    /// <summary>Visits every spin of every chain once; the singles stay behind until <see cref="Unpack"/>.</summary>
    public void Sweep(SignRows rows, float scale, ReadOnlySpan<float> spins, Span<uint> streams, ReadOnlySpan<int> order)
    {
        if (!_isCurrent)
        {
            SignKernel.Pack(spins, State);
            _isCurrent = true;
        }

        _thresholds.Find(rows.Unit, scale);
        SignKernel.Sweep(rows, _thresholds, State, streams, order);
        _isNewer = true;
    }

    /// <summary>Brings the singles up to date.</summary>
    public void Unpack(Span<float> spins)
    {
        if (_isNewer)
        {
            SignKernel.Unpack(State, spins);
            _isNewer = false;
        }
    }

    /// <summary>Says that the singles are about to change.</summary>
    public void Forget() => _isCurrent = false;

    public void Dispose() => _memory.Dispose();
}
