namespace TorchSharp;

/// <summary>Disposes the tensors that this thread makes while it is the innermost one.</summary>
public sealed class DisposeScope : IDisposable
{
    private readonly HashSet<IDisposable> _tensors = new(ReferenceEqualityComparer.Instance);
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
        foreach (IDisposable tensor in _tensors.ToArray())
        {
            tensor.Dispose();
        }

        if (ReferenceEquals(Current, this))
        {
            Current = _outer;
        }
    }

    public void MarkAsDisposed(IDisposable disposable) => Detach(disposable);

    public void Attach(IDisposable disposable)
    {
        _tensors.Add(disposable);
        ((torch.Tensor)disposable).OwningDisposeScope = this;
    }

    public T Detach<T>(T disposable)
        where T : IDisposable
    {
        _tensors.Remove(disposable);
        ((torch.Tensor)(object)disposable).OwningDisposeScope = null;
        return disposable;
    }

    public T MoveToOuter<T>(T disposable)
        where T : IDisposable
    {
        Detach(disposable);
        _outer?.Attach(disposable);
        return disposable;
    }
}
