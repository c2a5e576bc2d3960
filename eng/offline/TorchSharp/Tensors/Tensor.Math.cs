namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public static Tensor operator +(Tensor left, Tensor right) => Made(NativeMethods.ts_add(left.Handle, right.Handle));

        public static Tensor operator +(Tensor left, Scalar right) => Made(NativeMethods.ts_add_scalar(left.Handle, right.Value));

        public static Tensor operator -(Tensor left, Tensor right) => Made(NativeMethods.ts_sub(left.Handle, right.Handle));

        public static Tensor operator *(Tensor left, Tensor right) => Made(NativeMethods.ts_mul(left.Handle, right.Handle));

        public static Tensor operator *(Tensor left, Scalar right) => Made(NativeMethods.ts_mul_scalar(left.Handle, right.Value));

        public static Tensor operator /(Tensor left, Tensor right) => Made(NativeMethods.ts_div(left.Handle, right.Handle));

        public static Tensor operator /(Tensor left, Scalar right) => Made(NativeMethods.ts_div_scalar(left.Handle, right.Value));

        public static Tensor operator -(Tensor tensor) => Made(NativeMethods.ts_neg(tensor.Handle));

        public Tensor sqrt() => Made(NativeMethods.ts_sqrt(Handle));

        public Tensor exp() => Made(NativeMethods.ts_exp(Handle));

        public Tensor log() => Made(NativeMethods.ts_log(Handle));

        public Tensor relu() => Made(NativeMethods.ts_relu(Handle));

        public Tensor tanh() => Made(NativeMethods.ts_tanh(Handle));

        public Tensor sigmoid() => Made(NativeMethods.ts_sigmoid(Handle));

        public Tensor silu() => Made(NativeMethods.ts_silu(Handle));

        public Tensor leaky_relu(Scalar negative_slope) => Made(NativeMethods.ts_leaky_relu(Handle, negative_slope.Value));

        public Tensor log_softmax(long dim, ScalarType? dtype = null) => dtype is { } wanted
            ? to(wanted).log_softmax(dim)
            : Made(NativeMethods.ts_log_softmax(Handle, dim));

        public Tensor sum(long dim, bool keepdim = false, ScalarType? type = null) =>
            type is { } wanted ? to(wanted).sum(dim, keepdim) : Made(NativeMethods.ts_sum(Handle, dim, keepdim));

        public Tensor norm(float p = 2.0f) =>
            p == 2
                ? Made(NativeMethods.ts_norm(Handle))
                : throw new ArgumentOutOfRangeException(nameof(p), p, "This stand-in knows 2 only.");

        public Tensor copy_(Tensor source, bool nonBlocking = false) => Made(NativeMethods.ts_copy_(Handle, source.Handle));

        public Tensor add_(Tensor target, Scalar alpha) => Made(NativeMethods.ts_add_(Handle, target.Handle, alpha.Value));

        public Tensor add_(Scalar scalar) => Made(NativeMethods.ts_add_scalar_(Handle, scalar.Value));

        public Tensor mul_(Scalar target) => Made(NativeMethods.ts_mul_scalar_(Handle, target.Value));

        public Tensor addcmul_(Tensor tensor1, Tensor tensor2, Scalar value) =>
            Made(NativeMethods.ts_addcmul_(Handle, tensor1.Handle, tensor2.Handle, value.Value));

        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2, Scalar value) =>
            Made(NativeMethods.ts_addcdiv_(Handle, tensor1.Handle, tensor2.Handle, value.Value));
    }
}
