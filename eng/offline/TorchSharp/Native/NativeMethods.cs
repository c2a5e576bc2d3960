using System.Runtime.InteropServices;

namespace TorchSharp;

/// <summary>The functions of native/torch_stand_in.cpp, in its order.</summary>
internal static unsafe partial class NativeMethods
{
    private const string Library = "libtorch_stand_in";

    [LibraryImport(Library)] public static partial void ts_start();
    [LibraryImport(Library)] public static partial byte* ts_take_error();
    [LibraryImport(Library)] public static partial int ts_get_num_threads();
    [LibraryImport(Library)] public static partial void ts_set_num_threads(int threads);
    [LibraryImport(Library)] public static partial void ts_manual_seed(long seed);
    [LibraryImport(Library)] [return: MarshalAs(UnmanagedType.U1)] public static partial bool ts_has_cuda();

    [LibraryImport(Library)] public static partial IntPtr ts_empty(long[] shape, int dims, int type, int device, int index);
    [LibraryImport(Library)] public static partial IntPtr ts_full(long[] shape, int dims, double value, int type, int device, int index);
    [LibraryImport(Library)] public static partial void ts_dispose(IntPtr x);
    [LibraryImport(Library)] public static partial void* ts_data(IntPtr x);
    [LibraryImport(Library)] public static partial long ts_dim(IntPtr x);
    [LibraryImport(Library)] public static partial long ts_size(IntPtr x, long dim);
    [LibraryImport(Library)] public static partial long ts_numel(IntPtr x);
    [LibraryImport(Library)] public static partial int ts_dtype(IntPtr x);
    [LibraryImport(Library)] public static partial int ts_device_type(IntPtr x);
    [LibraryImport(Library)] public static partial int ts_device_index(IntPtr x);
    [LibraryImport(Library)] [return: MarshalAs(UnmanagedType.U1)] public static partial bool ts_requires_grad(IntPtr x);
    [LibraryImport(Library)] public static partial IntPtr ts_set_requires_grad(IntPtr x, [MarshalAs(UnmanagedType.U1)] bool value);

    [LibraryImport(Library)] public static partial IntPtr ts_alias(IntPtr x);
    [LibraryImport(Library)] public static partial IntPtr ts_detach(IntPtr x);
    [LibraryImport(Library)] public static partial IntPtr ts_clone(IntPtr x);
    [LibraryImport(Library)] public static partial IntPtr ts_contiguous(IntPtr x);

    [LibraryImport(Library)]
    public static partial IntPtr ts_to_device(IntPtr x, int device, int index, [MarshalAs(UnmanagedType.U1)] bool copy);

    [LibraryImport(Library)] public static partial IntPtr ts_to_type(IntPtr x, int type, [MarshalAs(UnmanagedType.U1)] bool copy);
    [LibraryImport(Library)] public static partial IntPtr ts_view(IntPtr x, long[] shape, int dims);
    [LibraryImport(Library)] public static partial IntPtr ts_t(IntPtr x);
    [LibraryImport(Library)] public static partial IntPtr ts_narrow(IntPtr x, long dim, long start, long length);
    [LibraryImport(Library)] public static partial IntPtr ts_flatten(IntPtr x, long first, long last);
    [LibraryImport(Library)] public static partial IntPtr ts_unflatten(IntPtr x, long dim, long[] shape, int dims);

    [LibraryImport(Library)] public static partial IntPtr ts_copy_(IntPtr x, IntPtr source);
    [LibraryImport(Library)] public static partial IntPtr ts_uniform_(IntPtr x, double bound);
    [LibraryImport(Library)] public static partial IntPtr ts_add_(IntPtr x, IntPtr y, double alpha);
    [LibraryImport(Library)] public static partial IntPtr ts_add_scalar_(IntPtr x, double y);
    [LibraryImport(Library)] public static partial IntPtr ts_mul_scalar_(IntPtr x, double y);
    [LibraryImport(Library)] public static partial IntPtr ts_addcmul_(IntPtr x, IntPtr a, IntPtr b, double value);
    [LibraryImport(Library)] public static partial IntPtr ts_addcdiv_(IntPtr x, IntPtr a, IntPtr b, double value);

    [LibraryImport(Library)] public static partial IntPtr ts_add(IntPtr x, IntPtr y);
    [LibraryImport(Library)] public static partial IntPtr ts_add_scalar(IntPtr x, double y);
    [LibraryImport(Library)] public static partial IntPtr ts_sub(IntPtr x, IntPtr y);
    [LibraryImport(Library)] public static partial IntPtr ts_mul(IntPtr x, IntPtr y);
    [LibraryImport(Library)] public static partial IntPtr ts_mul_scalar(IntPtr x, double y);
    [LibraryImport(Library)] public static partial IntPtr ts_div(IntPtr x, IntPtr y);
    [LibraryImport(Library)] public static partial IntPtr ts_div_scalar(IntPtr x, double y);
    [LibraryImport(Library)] public static partial IntPtr ts_sqrt(IntPtr x);
    [LibraryImport(Library)] public static partial IntPtr ts_exp(IntPtr x);
    [LibraryImport(Library)] public static partial IntPtr ts_log(IntPtr x);
    [LibraryImport(Library)] public static partial IntPtr ts_relu(IntPtr x);
    [LibraryImport(Library)] public static partial IntPtr ts_tanh(IntPtr x);
    [LibraryImport(Library)] public static partial IntPtr ts_sigmoid(IntPtr x);
    [LibraryImport(Library)] public static partial IntPtr ts_silu(IntPtr x);
    [LibraryImport(Library)] public static partial IntPtr ts_neg(IntPtr x);
    [LibraryImport(Library)] public static partial IntPtr ts_norm(IntPtr x);
    [LibraryImport(Library)] public static partial IntPtr ts_sum(IntPtr x, long dim, [MarshalAs(UnmanagedType.U1)] bool keep);
    [LibraryImport(Library)] public static partial IntPtr ts_log_softmax(IntPtr x, long dim);
    [LibraryImport(Library)] public static partial IntPtr ts_leaky_relu(IntPtr x, double slope);

    [LibraryImport(Library)] public static partial IntPtr ts_linear(IntPtr x, IntPtr weight, IntPtr bias);

    [LibraryImport(Library)]
    public static partial IntPtr ts_conv2d(
        IntPtr x, IntPtr weight, IntPtr bias, long[] stride, long[] padding, long[] dilation, long groups);

    [LibraryImport(Library)]
    public static partial IntPtr ts_conv_transpose2d(
        IntPtr x, IntPtr weight, IntPtr bias, long[] stride, long[] padding, long[] outputPadding, long[] dilation, long groups);

    [LibraryImport(Library)]
    public static partial IntPtr ts_batch_norm(
        IntPtr x, IntPtr mean, IntPtr variance, IntPtr weight, IntPtr bias, [MarshalAs(UnmanagedType.U1)] bool training, double momentum,
        double eps);

    [LibraryImport(Library)] public static partial IntPtr ts_dropout(IntPtr x, double p, [MarshalAs(UnmanagedType.U1)] bool training);

    [LibraryImport(Library)]
    public static partial IntPtr ts_bce_with_logits(IntPtr x, IntPtr target, IntPtr weight, IntPtr positiveWeights, long reduction);

    [LibraryImport(Library)] [return: MarshalAs(UnmanagedType.U1)] public static partial bool ts_grad_mode();
    [LibraryImport(Library)] public static partial void ts_set_grad_mode([MarshalAs(UnmanagedType.U1)] bool enabled);

    [LibraryImport(Library)] public static partial IntPtr ts_grad(IntPtr x);
    [LibraryImport(Library)] public static partial void ts_set_grad(IntPtr x, IntPtr gradient);

    [LibraryImport(Library)]
    public static partial void ts_backward(
        IntPtr[] outputs, int outputCount, IntPtr[] outputGradients, int gradientCount, [MarshalAs(UnmanagedType.U1)] bool retain,
        [MarshalAs(UnmanagedType.U1)] bool create, IntPtr[] inputs, int inputCount);
}
