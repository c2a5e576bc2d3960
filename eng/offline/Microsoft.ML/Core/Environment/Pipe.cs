namespace Microsoft.ML.Runtime;

/// <summary>A pipe for messages that nobody in the offline subset listens to.</summary>
internal sealed class Pipe<TMessage>(HostEnvironment owner) : IPipe<TMessage>
{
    public string ContextDescription => owner.ContextDescription;

    public void Send(TMessage msg)
    {
    }

    public TException Process<TException>(TException ex) where TException : Exception => owner.Process(ex);

    public void Dispose()
    {
    }
}
