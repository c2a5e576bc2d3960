namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor alias() => Made(NativeMethods.ts_alias(Handle));

        public Tensor detach() => Made(NativeMethods.ts_detach(Handle));

        public Tensor clone() => Made(NativeMethods.ts_clone(Handle));

        public Tensor contiguous() => Made(NativeMethods.ts_contiguous(Handle));

        public Tensor cpu() => to(CPU);

        public Tensor to(Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            Made(NativeMethods.ts_to_device(Handle, (int)InitializeDevice(device).type, device.index, copy));

        public Tensor to(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            Made(NativeMethods.ts_to_type(Handle, (int)type, copy));

        public Tensor view(params long[] shape) => Made(NativeMethods.ts_view(Handle, shape, shape.Length));

        public Tensor t() => Made(NativeMethods.ts_t(Handle));

        public Tensor narrow(long dim, long start, long length) => Made(NativeMethods.ts_narrow(Handle, dim, start, length));

        public Tensor flatten(long start_dim = 0, long end_dim = -1) => Made(NativeMethods.ts_flatten(Handle, start_dim, end_dim));
    }
}
