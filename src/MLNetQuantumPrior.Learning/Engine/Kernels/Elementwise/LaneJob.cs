using System.Runtime.Intrinsics;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning.Kernels;

/// <summary>A loop over items that are independent of each other, written for registers of any width.</summary>
internal interface ILaneKernel
{
    /// <summary>Does the items [begin, end).</summary>
    void Run<TLanes>(int begin, int end)
        where TLanes : unmanaged, ILanes<TLanes>;
}

/// <summary>A kernel's items cut into equal ranges, each done with the widest registers of this processor.</summary>
internal readonly struct LaneJob<TKernel> : IPoolJob
    where TKernel : unmanaged, ILaneKernel
{
    private readonly TKernel _kernel;
    private readonly int _items;
    private readonly int _itemsPerPart;

    private LaneJob(TKernel kernel, int items, int itemsPerPart) => (_kernel, _items, _itemsPerPart) = (kernel, items, itemsPerPart);

    public static void Run(TKernel kernel, int items, int itemsPerPart, int threads)
    {
        int parts = (items + itemsPerPart - 1) / itemsPerPart;
        WorkerPool.Shared.Run(new LaneJob<TKernel>(kernel, items, itemsPerPart), parts, threads);
    }

    public void Execute(int part)
    {
        int begin = part * _itemsPerPart;
        int end = Math.Min(begin + _itemsPerPart, _items);
        if (Vector512.IsHardwareAccelerated)
        {
            _kernel.Run<Lanes512>(begin, end);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            _kernel.Run<Lanes256>(begin, end);
        }
        else if (Vector128.IsHardwareAccelerated)
        {
            _kernel.Run<Lanes128>(begin, end);
        }
        else
        {
            _kernel.Run<Lane>(begin, end);
        }
    }
}
