namespace MLNetQuantumPrior.Sampling;

/// <summary>Work in numbered parts that any thread may do in any order. Parts do not throw.</summary>
internal interface IPoolJob
{
    void Execute(int part);
}
