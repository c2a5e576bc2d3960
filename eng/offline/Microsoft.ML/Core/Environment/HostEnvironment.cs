namespace Microsoft.ML.Runtime;

/// <summary>What the root and a host have in common: a name, random numbers, and hosts and channels started from them.</summary>
internal abstract class HostEnvironment : IHostEnvironment
{
    private readonly HostEnvironment _parent;
    private readonly Random _rand;
    private readonly Lock _registering = new();

    protected HostEnvironment(HostEnvironment parent, string fullName, Random rand)
    {
        _parent = parent;
        FullName = fullName;
        _rand = rand;
        ComponentCatalog = parent?.ComponentCatalog ?? new ComponentCatalog();
    }

    public string FullName { get; }

    public abstract LocalEnvironment Root { get; }

    public virtual string ContextDescription => FullName;

    public ComponentCatalog ComponentCatalog { get; }

    public Random Rand => _rand;

    public IHost Register(string name, int? seed = null, bool? verbose = null)
    {
        Contracts.CheckNonEmpty(name, nameof(name));
        lock (_registering)
        {
            // The name of a host starts with that of its grandparent, as in ML.NET; its parent shows in the channels only.
            string fullName = Join(_parent?.FullName, name);
            return new Host(this, fullName, new Random(seed ?? _rand.Next()));
        }
    }

    public IChannel Start(string name) => new Channel(this, Join(FullName, name));

    public IPipe<TMessage> StartPipe<TMessage>(string name) => new Pipe<TMessage>(this);

    public IProgressChannel StartProgressChannel(string name)
    {
        Contracts.CheckNonEmpty(name, nameof(name));
        return new ProgressChannel();
    }

    public TException Process<TException>(TException ex)
        where TException : Exception
    {
        if (ex != null)
            ex.Data["Throwing component"] = FullName ?? "Environment";
        return ex;
    }

    private static string Join(string parent, string name) => string.IsNullOrEmpty(parent) ? name : $"{parent}; {name}";

    private sealed class Host(HostEnvironment parent, string fullName, Random rand) : HostEnvironment(parent, fullName, rand), IHost
    {
        public override LocalEnvironment Root { get; } = parent.Root;
    }
}
