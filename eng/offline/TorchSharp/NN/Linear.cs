using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Linear Linear(
                long inputSize, long outputSize, bool hasBias = true, Device? device = null, ScalarType? dtype = null) =>
                new(inputSize, outputSize, hasBias, device, dtype);
        }
    }
}

namespace TorchSharp.Modules
{
    public sealed class Linear : nn.Module<Tensor, Tensor>
    {
        internal Linear(long inputSize, long outputSize, bool hasBias, Device? device, ScalarType? dtype)
            : base(nameof(Linear))
        {
            double bound = 1 / Math.Sqrt(inputSize);
            weight = nn.Parameter(torch.Empty([outputSize, inputSize], dtype, device).Uniform(bound));
            register_parameter(nameof(weight), weight);
            if (hasBias)
            {
                bias = nn.Parameter(torch.Empty([outputSize], dtype, device).Uniform(bound));
            }
        }

        public Parameter weight { get; }

        public Parameter? bias
        {
            get;
            set => Replace(nameof(bias), ref field, value);
        }

        public override Tensor forward(Tensor tensor) => nn.functional.linear(tensor, weight, bias);
    }
}
