namespace TorchSharp;

/// <summary>Disposes the tensors that this thread makes while it is the innermost one.</summary>
public sealed class DisposeScope : IDisposable
{
    private readonly HashSet<torch.Tensor> _tensors = new(ReferenceEqualityComparer.Instance);
    private readonly DisposeScope? _outer;

    internal DisposeScope()
    {
        _outer = Current;
        Current = this;
    }

    [field: ThreadStatic]
    internal static DisposeScope? Current { get; private set; }

    public void Dispose()
    {
        foreach (torch.Tensor tensor in _tensors.ToArray())
        {
            tensor.Dispose();
        }

        if (ReferenceEquals(Current, this))
        {
            Current = _outer;
        }
    }

    internal void Attach(torch.Tensor tensor)
    {
        _tensors.Add(tensor);
        tensor.OwningDisposeScope = this;
    }

    internal void Detach(torch.Tensor tensor)
    {
        _tensors.Remove(tensor);
        tensor.OwningDisposeScope = null;
    }
}
