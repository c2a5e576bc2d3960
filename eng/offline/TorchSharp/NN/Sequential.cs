using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Sequential Sequential(params Module<Tensor, Tensor>[] modules)
            {
                var result = new Sequential([]);
                foreach (Module<Tensor, Tensor> module in modules)
                {
                    result.append(module);
                }

                return result;
            }

            public static Sequential Sequential(params (string name, Module<Tensor, Tensor> submodule)[] modules)
            {
                var result = new Sequential([]);
                foreach ((string name, Module<Tensor, Tensor> module) in modules)
                {
                    result.append(name, module);
                }

                return result;
            }
        }
    }
}

namespace TorchSharp.Modules
{
    public class Sequential : nn.Module<Tensor, Tensor>
    {
        private readonly List<nn.IModule<Tensor, Tensor>> _modules = [];

        protected internal Sequential(params nn.Module<Tensor, Tensor>[] modules)
            : base(nameof(Sequential))
        {
            foreach (nn.Module<Tensor, Tensor> module in modules)
            {
                append(module);
            }
        }

        public int Count => _modules.Count;

        public Sequential append(nn.IModule<Tensor, Tensor> module) => append($"{_modules.Count}", module);

        public Sequential append(string name, nn.IModule<Tensor, Tensor> module)
        {
            _modules.Add(module);
            register_module(name, (nn.Module)module);
            return this;
        }

        public override void train(bool on = true) => base.train(on);

        public override IEnumerable<(string name, Tensor buffer)> named_buffers(bool recurse = true, bool include_persistent = true) =>
            base.named_buffers(recurse, include_persistent);

        public override Tensor forward(Tensor tensor)
        {
            Tensor result = tensor.alias();
            foreach (nn.IModule<Tensor, Tensor> module in _modules)
            {
                using Tensor input = result;
                result = module.call(input);
            }

            return result;
        }
    }
}
