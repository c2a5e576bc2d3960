using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp
{
    public enum PaddingModes
    {
        Zeros = 0,
    }

    public static partial class torch
    {
        public static partial class nn
        {
            public static Conv2d Conv2d(
                long in_channels, long out_channels, long kernel_size, long stride = 1, long padding = 0, long dilation = 1,
                PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null,
                ScalarType? dtype = null) =>
                new(in_channels, out_channels, kernel_size, stride, padding, dilation, groups, bias, device, dtype);

            public static ConvTranspose2d ConvTranspose2d(
                long in_channels, long out_channels, long kernel_size, long stride = 1, long padding = 0, long output_padding = 0,
                long dilation = 1, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true,
                Device? device = null, ScalarType? dtype = null) =>
                new(in_channels, out_channels, kernel_size, stride, padding, output_padding, dilation, groups, bias, device, dtype);
        }
    }
}

namespace TorchSharp.Modules
{
    public abstract class Convolution : nn.Module<Tensor, Tensor>
    {
        private protected Convolution(
            string name, long[] weightSizes, long outputs, long stride, long padding, long outputPadding, long dilation, long groups,
            bool bias, Device? device, ScalarType? dtype)
            : base(name)
        {
            (this.stride, this.padding, this.dilation) = ([stride, stride], [padding, padding], [dilation, dilation]);
            (kernel_size, output_padding, this.groups) = (weightSizes[2..], [outputPadding, outputPadding], groups);
            double bound = 1 / Math.Sqrt(weightSizes[1] * weightSizes[2] * weightSizes[3]);
            weight = nn.Parameter(torch.Empty(weightSizes, dtype, device).Uniform(bound));
            register_parameter(nameof(weight), weight);
            if (bias)
            {
                this.bias = nn.Parameter(torch.Empty([outputs], dtype, device).Uniform(bound));
            }
        }

        public Parameter weight { get; }

        public Parameter? bias
        {
            get;
            set => Replace(nameof(bias), ref field, value);
        }

        public long[] kernel_size { get; }

        public long[] stride { get; }

        public long[]? padding { get; }

        public long[] dilation { get; }

        public long[] output_padding { get; }

        public PaddingModes padding_mode => PaddingModes.Zeros;

        public long groups { get; }
    }

    public sealed class Conv2d : Convolution
    {
        internal Conv2d(
            long inputs, long outputs, long kernel, long stride, long padding, long dilation, long groups, bool bias, Device? device,
            ScalarType? dtype)
            : base(
                nameof(Conv2d), [outputs, inputs / groups, kernel, kernel], outputs, stride, padding, 0, dilation, groups, bias, device,
                dtype)
        {
        }

        public override Tensor forward(Tensor input) => nn.functional.conv2d(input, weight, bias, stride, padding, dilation, groups);
    }

    public sealed class ConvTranspose2d : Convolution
    {
        internal ConvTranspose2d(
            long inputs, long outputs, long kernel, long stride, long padding, long outputPadding, long dilation, long groups, bool bias,
            Device? device, ScalarType? dtype)
            : base(
                nameof(ConvTranspose2d), [inputs, outputs / groups, kernel, kernel], outputs, stride, padding, outputPadding, dilation,
                groups, bias, device, dtype)
        {
        }

        public override Tensor forward(Tensor input) =>
            nn.functional.conv_transpose2d(input, weight, bias, stride, padding, output_padding, dilation, groups);
    }
}
