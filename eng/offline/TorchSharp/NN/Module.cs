using System.Reflection;
using TorchSharp.Modules;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public class Module : IDisposable
            {
                private readonly List<(string Name, Module Child)> _children = [];
                private readonly List<(string Name, Parameter Value)> _parameters = [];
                private readonly List<(string Name, Tensor Value)> _buffers = [];

                /// <param name="name">What TorchSharp prints.</param>
                protected Module(string name)
                {
                }

                public virtual bool training { get; private set; } = true;

                public virtual void train(bool train = true)
                {
                    training = train;
                    foreach ((_, Module child) in named_children())
                    {
                        child.train(train);
                    }
                }

                public virtual IEnumerable<(string name, Module module)> named_children() => _children;

                public virtual IEnumerable<(string name, Parameter parameter)> named_parameters(bool recurse = true) =>
                    recurse ? _parameters.Concat(Below(child => child.named_parameters())) : _parameters;

                public virtual IEnumerable<(string name, Tensor buffer)> named_buffers(
                    bool recurse = true, bool include_nonpersistent = true) =>
                    recurse ? _buffers.Concat(Below(child => child.named_buffers())) : _buffers;

                public void Dispose()
                {
                    Dispose(true);
                    GC.SuppressFinalize(this);
                }

                protected virtual void Dispose(bool disposing)
                {
                    foreach (Tensor tensor in _parameters.Select(named => named.Value).Concat(_buffers.Select(named => named.Value)))
                    {
                        tensor.Dispose();
                    }

                    foreach ((_, Module child) in _children)
                    {
                        child.Dispose();
                    }
                }

                /// <summary>Registers what the fields hold, by their names.</summary>
                protected virtual void RegisterComponents()
                {
                    const BindingFlags Fields =
                        BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
                    for (Type type = GetType(); type.Assembly != typeof(Module).Assembly; type = type.BaseType!)
                    {
                        foreach (FieldInfo field in type.GetFields(Fields))
                        {
                            switch (field.GetValue(this))
                            {
                                case Module module:
                                    register_module(field.Name, module);
                                    break;
                                case Parameter parameter:
                                    register_parameter(field.Name, parameter);
                                    break;
                                case Tensor tensor:
                                    register_buffer(field.Name, tensor);
                                    break;
                            }
                        }
                    }
                }

                private protected void register_parameter(string name, Parameter parameter) =>
                    _parameters.Add((name, (Parameter)parameter.DetachFromDisposeScope()));

                private protected void register_buffer(string name, Tensor buffer) => _buffers.Add((name, buffer.DetachFromDisposeScope()));

                private protected void register_module(string name, Module child) => _children.Add((name, child));

                private protected void Replace(string name, ref Parameter? old, Parameter? value)
                {
                    _parameters.RemoveAll(named => named.Name == name);
                    old?.Dispose();
                    old = value;
                    if (value is not null)
                    {
                        register_parameter(name, value);
                    }
                }

                private IEnumerable<(string, T)> Below<T>(Func<Module, IEnumerable<(string Name, T Value)>> of) =>
                    named_children().SelectMany(child => of(child.module).Select(named => ($"{child.name}.{named.Name}", named.Value)));
            }

            public abstract class Module<T, TResult> : Module
            {
                protected Module(string name)
                    : base(name)
                {
                }

                public abstract TResult forward(T input);

                public TResult call(T input) => forward(input);
            }

            public static Parameter Parameter(Tensor data, bool requires_grad = true) => new(data, requires_grad);
        }
    }

    public static class ModuleExtensionMethods
    {
        public static T to<T>(this T module, torch.Device device, bool non_blocking = false)
            where T : torch.nn.Module
        {
            torch.InitializeDevice(device);
            IEnumerable<torch.Tensor> parameters = module.named_parameters().Select(named => named.parameter);
            foreach (torch.Tensor tensor in parameters.Concat(module.named_buffers().Select(named => named.buffer)))
            {
                tensor.MoveTo(device);
            }

            return module;
        }
    }
}

namespace TorchSharp.Modules
{
    public class Parameter : torch.Tensor
    {
        public Parameter(torch.Tensor data, bool requires_grad = true)
            : base(data.requires_grad_(requires_grad).MoveHandle())
        {
        }
    }
}
