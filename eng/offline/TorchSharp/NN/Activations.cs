using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static ReLU ReLU(bool inplace = false) => new();

            public static LeakyReLU LeakyReLU(double negative_slope = 0.01, bool inplace = false) => new(negative_slope);

            public static Tanh Tanh() => new();

            public static Sigmoid Sigmoid() => new();

            public static SiLU SiLU() => new();

            public static Dropout Dropout(double p = 0.5, bool inplace = false) => new(p);
        }
    }
}

namespace TorchSharp.Modules
{
    public sealed class ReLU : nn.Module<Tensor, Tensor>
    {
        internal ReLU()
            : base(nameof(ReLU))
        {
        }

        public override Tensor forward(Tensor tensor) => tensor.relu();
    }

    public sealed class LeakyReLU : nn.Module<Tensor, Tensor>
    {
        internal LeakyReLU(double negative_slope)
            : base(nameof(LeakyReLU)) => this.negative_slope = negative_slope;

        public double negative_slope { get; }

        public override Tensor forward(Tensor tensor) => tensor.leaky_relu(negative_slope);
    }

    public sealed class Tanh : nn.Module<Tensor, Tensor>
    {
        internal Tanh()
            : base(nameof(Tanh))
        {
        }

        public override Tensor forward(Tensor tensor) => tensor.tanh();
    }

    public sealed class Sigmoid : nn.Module<Tensor, Tensor>
    {
        internal Sigmoid()
            : base(nameof(Sigmoid))
        {
        }

        public override Tensor forward(Tensor tensor) => tensor.sigmoid();
    }

    public sealed class SiLU : nn.Module<Tensor, Tensor>
    {
        internal SiLU()
            : base(nameof(SiLU))
        {
        }

        public override Tensor forward(Tensor tensor) => tensor.silu();
    }

    public sealed class Dropout : nn.Module<Tensor, Tensor>
    {
        private readonly double _p;

        internal Dropout(double p)
            : base(nameof(Dropout)) => _p = p;

        public override Tensor forward(Tensor tensor) => Tensor.Made(NativeMethods.ts_dropout(tensor.Handle, _p, training));
    }
}
