namespace TorchSharp;

public static partial class torch
{
    public enum RoundingMode
    {
        None,
    }

    public partial class Tensor
    {
        public static Tensor operator +(Tensor left, Tensor right) => left.add(right);

        public static Tensor operator +(Tensor left, Scalar right) => left.add(right);

        public static Tensor operator -(Tensor left, Tensor right) => left.sub(right);

        public static Tensor operator -(Tensor left, Scalar right) => left.sub(right);

        public static Tensor operator *(Tensor left, Tensor right) => left.mul(right);

        public static Tensor operator *(Tensor left, Scalar right) => left.mul(right);

        public static Tensor operator /(Tensor left, Tensor right) => left.div(right);

        public static Tensor operator /(Tensor left, Scalar right) => left.div(right);

        public static Tensor operator -(Tensor tensor) => tensor.neg();

        public Tensor add(Tensor target) => Made(NativeMethods.ts_add(Handle, target.Handle));

        public Tensor add(Scalar scalar) => Made(NativeMethods.ts_add_scalar(Handle, scalar.Value));

        public Tensor sub(Tensor target) => Made(NativeMethods.ts_sub(Handle, target.Handle));

        public Tensor sub(Scalar target) => Made(NativeMethods.ts_sub_scalar(Handle, target.Value));

        public Tensor mul(Tensor target) => Made(NativeMethods.ts_mul(Handle, target.Handle));

        public Tensor mul(Scalar target) => Made(NativeMethods.ts_mul_scalar(Handle, target.Value));

        public Tensor div(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            Made(NativeMethods.ts_div(Handle, target.Handle));

        public Tensor div(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            Made(NativeMethods.ts_div_scalar(Handle, target.Value));

        public Tensor matmul(Tensor target) => Made(NativeMethods.ts_matmul(Handle, target.Handle));

        public Tensor neg() => Made(NativeMethods.ts_neg(Handle));

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

        public Tensor softplus(double beta = 1, double threshold = 20) => Made(NativeMethods.ts_softplus(Handle, beta, threshold));

        public Tensor sum(ScalarType? type = null) => type is { } wanted ? to(wanted).sum() : Made(NativeMethods.ts_sum(Handle));

        public Tensor sum(long dim, bool keepdim = false, ScalarType? type = null) =>
            type is { } wanted ? to(wanted).sum(dim, keepdim) : Made(NativeMethods.ts_sum_dim(Handle, dim, keepdim));

        public Tensor mean() => Made(NativeMethods.ts_mean(Handle));

        public Tensor norm(float p = 2.0f) =>
            p == 2 ? Made(NativeMethods.ts_norm(Handle)) : throw new ArgumentOutOfRangeException(nameof(p), p, "This stand-in knows 2 only.");

        public Tensor copy_(Tensor source, bool nonBlocking = false) => Made(NativeMethods.ts_copy_(Handle, source.Handle));

        public Tensor zero_() => Made(NativeMethods.ts_zero_(Handle));

        public Tensor uniform_(double from, double to, Generator? generator = null) => Made(NativeMethods.ts_uniform_(Handle, from, to));

        public Tensor add_(Tensor target) => Made(NativeMethods.ts_add_(Handle, target.Handle, 1));

        public Tensor add_(Tensor target, Scalar alpha) => Made(NativeMethods.ts_add_(Handle, target.Handle, alpha.Value));

        public Tensor add_(Scalar scalar) => Made(NativeMethods.ts_add_scalar_(Handle, scalar.Value));

        public Tensor mul_(Scalar target) => Made(NativeMethods.ts_mul_scalar_(Handle, target.Value));

        public Tensor addcmul_(Tensor tensor1, Tensor tensor2, Scalar value) =>
            Made(NativeMethods.ts_addcmul_(Handle, tensor1.Handle, tensor2.Handle, value.Value));

        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2, Scalar value) =>
            Made(NativeMethods.ts_addcdiv_(Handle, tensor1.Handle, tensor2.Handle, value.Value));
    }
}
