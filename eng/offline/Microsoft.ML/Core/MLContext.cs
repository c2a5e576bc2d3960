using Microsoft.ML.Runtime;

namespace Microsoft.ML;

public sealed partial class MLContext : IHostEnvironment
{
    public MLContext(int? seed = null)
    {
        Environment = new LocalEnvironment(seed);
        Environment.MessageSent += (source, message) => Log?.Invoke(this, new LoggingEventArgs(message.Message, message.Kind, source));
        Transforms = new TransformsCatalog(Environment);
        Data = new DataOperationsCatalog(Environment);
        Model = new ModelOperationsCatalog(Environment);
    }

    public event EventHandler<LoggingEventArgs> Log;

    public TransformsCatalog Transforms { get; }

    public DataOperationsCatalog Data { get; }

    public ModelOperationsCatalog Model { get; }

    public int? GpuDeviceId
    {
        get => Environment.GpuDeviceId;
        set => Environment.GpuDeviceId = value;
    }

    public bool FallbackToCpu
    {
        get => Environment.FallbackToCpu;
        set => Environment.FallbackToCpu = value;
    }

    public ComponentCatalog ComponentCatalog => Environment.ComponentCatalog;

    internal LocalEnvironment Environment { get; }

    string IExceptionContext.ContextDescription => Environment.ContextDescription;

    TException IExceptionContext.Process<TException>(TException ex) => Environment.Process(ex);

    IHost IHostEnvironment.Register(string name, int? seed, bool? verbose) => Environment.Register(name, seed, verbose);

    IChannel IChannelProvider.Start(string name) => Environment.Start(name);

    IPipe<TMessage> IChannelProvider.StartPipe<TMessage>(string name) => Environment.StartPipe<TMessage>(name);

    IProgressChannel IProgressChannelProvider.StartProgressChannel(string name) => Environment.StartProgressChannel(name);
}
