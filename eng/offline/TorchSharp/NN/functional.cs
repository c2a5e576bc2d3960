namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public enum Reduction : long
        {
            None = 0,
            Mean = 1,
        }

        public static class functional
        {
            public static Tensor linear(Tensor input, Tensor weights, Tensor? bias = null) =>
                Tensor.Made(NativeMethods.ts_linear(input.Handle, weights.Handle, Handle(bias)));

            public static Tensor conv2d(
                Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null, long[]? padding = null, long[]? dilation = null,
                long groups = 1) => Tensor.Made(NativeMethods.ts_conv2d(
                    input.Handle, weight.Handle, Handle(bias), strides ?? [1, 1], padding ?? [0, 0], dilation ?? [1, 1], groups));

            public static Tensor conv_transpose2d(
                Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null, long[]? padding = null,
                long[]? output_padding = null, long[]? dilation = null, long groups = 1) =>
                Tensor.Made(NativeMethods.ts_conv_transpose2d(
                    input.Handle, weight.Handle, Handle(bias), strides ?? [1, 1], padding ?? [0, 0], output_padding ?? [0, 0],
                    dilation ?? [1, 1], groups));

            public static Tensor batch_norm(
                Tensor input, Tensor? running_mean, Tensor? running_var, Tensor? weight = null, Tensor? bias = null, bool training = false,
                double momentum = 0.1, double eps = 1e-5) => Tensor.Made(NativeMethods.ts_batch_norm(
                    input.Handle, Handle(running_mean), Handle(running_var), Handle(weight), Handle(bias), training, momentum, eps));

            public static Tensor binary_cross_entropy_with_logits(
                Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean, Tensor? pos_weights = null) =>
                Tensor.Made(NativeMethods.ts_bce_with_logits(
                    input.Handle, target.Handle, Handle(weight), Handle(pos_weights), (long)reduction));

            private static IntPtr Handle(Tensor? tensor) => tensor?.Handle ?? IntPtr.Zero;
        }
    }
}
