using System.Runtime.InteropServices;

namespace TorchSharp;

public static partial class torch
{
    public enum ScalarType : sbyte
    {
        Byte = 0,
        Int8 = 1,
        Int16 = 2,
        Int32 = 3,
        Int64 = 4,
        Float16 = 5,
        Float32 = 6,
        Float64 = 7,
        Bool = 11,
        BFloat16 = 15,
    }

    public static DisposeScope NewDisposeScope() => new();

    public static int get_num_threads() => NativeMethods.ts_get_num_threads();

    public static void set_num_threads(int num)
    {
        NativeMethods.ts_set_num_threads(num);
        CheckForErrors();
    }

    public static IDisposable no_grad() => new AutoGradMode(false);

    public static Tensor empty(
        long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Empty([rows, columns], dtype, device, names).requires_grad_(requires_grad);

    public static Tensor zeros(
        long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        full(size, 0, dtype, device, requires_grad, names);

    public static Tensor zeros(
        long size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        full([size], 0, dtype, device, requires_grad, names);

    public static Tensor zeros_like(
        Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        full(input.shape, 0, dtype ?? input.dtype, device ?? input.device, requires_grad, names);

    public static Tensor full(
        long[] size, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null)
    {
        (Device on, int type) = Place(device, dtype, names);
        return Tensor.Made(NativeMethods.ts_full(size, size.Length, value.Value, type, (int)on.type, on.index))
            .requires_grad_(requires_grad);
    }

    internal static Tensor Empty(long[] size, ScalarType? dtype, Device? device, string[]? names = null)
    {
        (Device on, int type) = Place(device, dtype, names);
        return Tensor.Made(NativeMethods.ts_empty(size, size.Length, type, (int)on.type, on.index));
    }

    /// <exception cref="ExternalException">libtorch has refused the last call.</exception>
    internal static unsafe void CheckForErrors()
    {
        byte* error = NativeMethods.ts_take_error();
        if (error != null)
        {
            throw new ExternalException(Marshal.PtrToStringUTF8((nint)error));
        }
    }

    private static (Device On, int Type) Place(Device? device, ScalarType? type, string[]? names) => names is null
        ? (InitializeDevice(device), (int)(type ?? ScalarType.Float32))
        : throw new NotSupportedException("names: this stand-in of TorchSharp has no named dimensions.");

    public class Generator
    {
        internal Generator()
        {
        }
    }

    public static class random
    {
        public static Generator manual_seed(long seed)
        {
            LibTorch.Check();
            NativeMethods.ts_manual_seed(seed);
            CheckForErrors();
            return new();
        }
    }

    public static class autograd
    {
        public static void backward(
            IList<Tensor> tensors, IList<Tensor>? grad_tensors = null, bool? retain_graph = null, bool create_graph = false,
            IList<Tensor>? inputs = null)
        {
            IntPtr[] of = Handles(tensors), from = Handles(grad_tensors), by = Handles(inputs);
            NativeMethods.ts_backward(
                of, of.Length, from, from.Length, retain_graph ?? create_graph, create_graph, by, by.Length);
            CheckForErrors();
        }

        private static IntPtr[] Handles(IList<Tensor>? tensors) => tensors is null ? [] : [.. tensors.Select(tensor => tensor.Handle)];
    }

    private sealed class AutoGradMode : IDisposable
    {
        private readonly bool _before = NativeMethods.ts_grad_mode();

        public AutoGradMode(bool enabled) => NativeMethods.ts_set_grad_mode(enabled);

        public void Dispose() => NativeMethods.ts_set_grad_mode(_before);
    }
}
