namespace MLNetQuantumPrior.Learning.Kernels;

/// <summary>Work in numbered parts that any thread may do in any order. Parts do not throw and hold no managed references.</summary>
internal interface IPoolJob
{
    void Execute(int part);
}
