using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Sequential Sequential(params Module<Tensor, Tensor>[] modules) => new(modules);
        }
    }
}

namespace TorchSharp.Modules
{
    public class Sequential : nn.Module<Tensor, Tensor>
    {
        private readonly nn.Module<Tensor, Tensor>[] _modules;

        protected internal Sequential(params nn.Module<Tensor, Tensor>[] modules)
            : base(nameof(Sequential))
        {
            _modules = modules;
            for (int k = 0; k < modules.Length; k++)
            {
                register_module($"{k}", modules[k]);
            }
        }

        public override void train(bool on = true) => base.train(on);

        public override IEnumerable<(string name, Tensor buffer)> named_buffers(bool recurse = true, bool include_persistent = true) =>
            base.named_buffers(recurse, include_persistent);

        public override Tensor forward(Tensor tensor)
        {
            Tensor result = tensor.alias();
            foreach (nn.Module<Tensor, Tensor> module in _modules)
            {
                using Tensor input = result;
                result = module.call(input);
            }

            return result;
        }
    }
}
