using System.Runtime.CompilerServices;

namespace MLNetQuantumPrior.Learning.Kernels;

/// <summary>Outputs of a decoder to expected features, in place: sigmoid, the output itself, or softmax, by group.</summary>
internal readonly unsafe struct ExpectedValues(SlotRange* groups, int groupCount, int features, float* values) : ILaneKernel
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TLanes>(int begin, int end)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        double logSum;
        for (int row = begin; row < end; row++)
        {
            for (int k = 0; k < groupCount; k++)
            {
                (SlotKind kind, int first, int count) = groups[k];
                float* v = values + ((nint)row * features) + first;
                if (kind == SlotKind.Bernoulli)
                {
                    new Elements<LaneMap<Sigmoid>>(new(v, v)).Run<TLanes>(0, count);
                }
                else if (kind == SlotKind.Categorical)
                {
                    new Softmax(count, v, v, &logSum).Run<TLanes>(0, 1);
                }
            }
        }
    }
}
