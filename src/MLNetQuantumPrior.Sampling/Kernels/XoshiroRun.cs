using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MLNetQuantumPrior.Sampling;

/// <summary>
/// The numbers of one <see cref="Xoshiro128"/> stream, many at a time: 16 lanes start 128 steps apart in the stream and advance in
/// lock-step. One stream alone is bound by the latency of its steps.
/// </summary>
internal sealed class XoshiroRun(FlipKernel kernel)
{
    /// <summary>Numbers that <see cref="Ahead"/> can see.</summary>
    public const int MostAhead = 16;

    /// <summary>Streams in lock-step.</summary>
    public const int Lanes = 16;

    private const int Steps = 128;
    private const int Numbers = Lanes * Steps;
    private const int Words = 4;

    private readonly uint[] _starts = new uint[Words * Lanes]; // [word, lane], of the numbers in hand
    private readonly uint[] _numbers = new uint[MostAhead + Numbers]; // what was left over of the last ones stands before the first
    private Xoshiro128 _lastLane; // of the last numbers
    private int _next;

    /// <summary>Where the stream is, after the numbers that were taken.</summary>
    public Xoshiro128 State
    {
        get
        {
            (int lane, int steps) = _next >= 0 ? Math.DivRem(_next, Steps) : (-1, Steps + _next);
            Xoshiro128 state = lane < 0 ? _lastLane : lane < Lanes ? Start(lane) : XoshiroJump.Ahead(Start(Lanes - 1));
            for (int step = 0; step < steps; step++)
            {
                state.Next();
            }

            return state;
        }
    }

    /// <summary>Goes on from a state.</summary>
    public void Resume(Xoshiro128 state)
    {
        _next = 0;
        Fill(state);
    }

    /// <summary>The next numbers, to look at; <see cref="Take"/> says how many of them were used.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref uint Ahead()
    {
        if (_next > Numbers - MostAhead)
        {
            Refill();
        }

        return ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_numbers), MostAhead + _next);
    }

    /// <summary>Says that numbers were used, at most <see cref="MostAhead"/> after each <see cref="Ahead"/>.</summary>
    public void Take(int count) => _next += count;

    private Xoshiro128 Start(int lane) =>
        new(_starts[lane], _starts[Lanes + lane], _starts[(2 * Lanes) + lane], _starts[(3 * Lanes) + lane]);

    private void Refill()
    {
        int left = Numbers - _next;
        _numbers.AsSpan(MostAhead + _next, left).CopyTo(_numbers.AsSpan(MostAhead - left));
        _lastLane = Start(Lanes - 1);
        _next = -left;
        Fill(XoshiroJump.Ahead(_lastLane));
    }

    private void Fill(Xoshiro128 state)
    {
        for (int lane = 0; lane < Lanes; lane++)
        {
            (_starts[lane], _starts[Lanes + lane], _starts[(2 * Lanes) + lane], _starts[(3 * Lanes) + lane]) = state.Words;
            state = lane < Lanes - 1 ? XoshiroJump.Ahead(state) : state;
        }

        Span<uint> byStep = stackalloc uint[Numbers]; // [step, lane]
        kernel.FillNumbers(_starts, byStep);
        Transpose(byStep, _numbers.AsSpan(MostAhead));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Transpose(ReadOnlySpan<uint> byStep, Span<uint> byLane)
    {
        ref uint from = ref MemoryMarshal.GetReference(byStep);
        ref uint to = ref MemoryMarshal.GetReference(byLane);
        for (nuint step = 0; step < Steps; step += 4)
        {
            for (nuint lane = 0; lane < Lanes; lane += 4)
            {
                Vector128<uint> row0 = Vector128.LoadUnsafe(ref from, (step * Lanes) + lane);
                Vector128<uint> row1 = Vector128.LoadUnsafe(ref from, ((step + 1) * Lanes) + lane);
                Vector128<uint> row2 = Vector128.LoadUnsafe(ref from, ((step + 2) * Lanes) + lane);
                Vector128<uint> row3 = Vector128.LoadUnsafe(ref from, ((step + 3) * Lanes) + lane);
                Vector128<uint> low01 = ZipLower(row0, row1);
                Vector128<uint> high01 = ZipUpper(row0, row1);
                Vector128<uint> low23 = ZipLower(row2, row3);
                Vector128<uint> high23 = ZipUpper(row2, row3);
                Lower(low01, low23).StoreUnsafe(ref to, (lane * Steps) + step);
                Upper(low01, low23).StoreUnsafe(ref to, ((lane + 1) * Steps) + step);
                Lower(high01, high23).StoreUnsafe(ref to, ((lane + 2) * Steps) + step);
                Upper(high01, high23).StoreUnsafe(ref to, ((lane + 3) * Steps) + step);
            }
        }
    }

    /// <summary>a0 b0 a1 b1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<uint> ZipLower(Vector128<uint> a, Vector128<uint> b) => Sse2.IsSupported ? Sse2.UnpackLow(a, b)
        : (Vector128.WidenLower(a) | (Vector128.WidenLower(b) << 32)).AsUInt32();

    /// <summary>a2 b2 a3 b3.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<uint> ZipUpper(Vector128<uint> a, Vector128<uint> b) => Sse2.IsSupported ? Sse2.UnpackHigh(a, b)
        : (Vector128.WidenUpper(a) | (Vector128.WidenUpper(b) << 32)).AsUInt32();

    /// <summary>a0 a1 b0 b1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<uint> Lower(Vector128<uint> a, Vector128<uint> b) => Sse2.IsSupported
        ? Sse2.UnpackLow(a.AsUInt64(), b.AsUInt64()).AsUInt32()
        : Vector128.Create(a.GetLower(), b.GetLower());

    /// <summary>a2 a3 b2 b3.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<uint> Upper(Vector128<uint> a, Vector128<uint> b) => Sse2.IsSupported
        ? Sse2.UnpackHigh(a.AsUInt64(), b.AsUInt64()).AsUInt32()
        : Vector128.Create(a.GetUpper(), b.GetUpper());

    /// <summary>
    /// 128 steps at once. A step is linear over bits, so that the state after many is the exclusive or of what each four bits of the
    /// present state become.
    /// </summary>
    private static class XoshiroJump
    {
        private const int RowsOfAWord = 8 * 16 * Words;

        // [four bits of the state, their value, word]
        private static readonly uint[] Table = Build();

        public static Xoshiro128 Ahead(Xoshiro128 state)
        {
            (uint s0, uint s1, uint s2, uint s3) = state.Words;
            ref uint table = ref MemoryMarshal.GetArrayDataReference(Table);
            Vector128<uint> ahead = (Of(s0, ref table) ^ Of(s1, ref Unsafe.Add(ref table, RowsOfAWord))) ^
                (Of(s2, ref Unsafe.Add(ref table, 2 * RowsOfAWord)) ^ Of(s3, ref Unsafe.Add(ref table, 3 * RowsOfAWord)));
            return new(ahead[0], ahead[1], ahead[2], ahead[3]);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector128<uint> Of(uint word, ref uint table) =>
            ((Row(word & 15, ref table, 0) ^ Row((word >> 4) & 15, ref table, 1)) ^
            (Row((word >> 8) & 15, ref table, 2) ^ Row((word >> 12) & 15, ref table, 3))) ^
            ((Row((word >> 16) & 15, ref table, 4) ^ Row((word >> 20) & 15, ref table, 5)) ^
            (Row((word >> 24) & 15, ref table, 6) ^ Row(word >> 28, ref table, 7)));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector128<uint> Row(uint value, ref uint table, int four) =>
            Vector128.LoadUnsafe(ref table, Words * ((nuint)(16 * four) + value));

        private static uint[] Build()
        {
            uint[] table = new uint[32 * 16 * Words];
            uint[] words = new uint[Words];
            for (int row = 0; row < 32 * 16; row++)
            {
                words.AsSpan().Clear();
                words[row / 128] = (uint)(row % 16) << (4 * (row / 16 % 8));
                var state = new Xoshiro128(words[0], words[1], words[2], words[3]);
                for (int step = 0; step < Steps; step++)
                {
                    state.Next();
                }

                int at = Words * row;
                (table[at], table[at + 1], table[at + 2], table[at + 3]) = state.Words;
            }

            return table;
        }
    }
}
