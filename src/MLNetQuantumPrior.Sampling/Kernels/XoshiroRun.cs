using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

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
            for (nuint lane = 0; lane < Lanes; lane++)
            {
                ref uint source = ref Unsafe.Add(ref from, (step * Lanes) + lane);
                ref uint target = ref Unsafe.Add(ref to, (lane * Steps) + step);
                target = source;
                Unsafe.Add(ref target, 1) = Unsafe.Add(ref source, Lanes);
                Unsafe.Add(ref target, 2) = Unsafe.Add(ref source, 2 * Lanes);
                Unsafe.Add(ref target, 3) = Unsafe.Add(ref source, 3 * Lanes);
            }
        }
    }

    /// <summary>
    /// 128 steps at once. A step is linear over bits, so that the state after many is the exclusive or of what each four bits of the
    /// present state become.
    /// </summary>
    private static class XoshiroJump
    {
        // [four bits of the state, their value, word]
        private static readonly uint[] Table = Build();

        public static Xoshiro128 Ahead(Xoshiro128 state)
        {
            (uint s0, uint s1, uint s2, uint s3) = state.Words;
            ReadOnlySpan<uint> words = [s0, s1, s2, s3];
            ref uint table = ref MemoryMarshal.GetArrayDataReference(Table);
            (uint t0, uint t1, uint t2, uint t3) = (0, 0, 0, 0);
            for (int four = 0; four < 32; four++)
            {
                uint value = (words[four / 8] >> (4 * (four % 8))) & 15;
                ref uint row = ref Unsafe.Add(ref table, Words * ((16 * four) + (int)value));
                t0 ^= row;
                t1 ^= Unsafe.Add(ref row, 1);
                t2 ^= Unsafe.Add(ref row, 2);
                t3 ^= Unsafe.Add(ref row, 3);
            }

            return new(t0, t1, t2, t3);
        }

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
