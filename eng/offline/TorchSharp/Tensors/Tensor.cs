using System.Runtime.CompilerServices;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor : IDisposable
    {
        private static long _totalCount;

        private IntPtr _handle;

        internal Tensor(IntPtr handle)
        {
            _handle = handle;
            Interlocked.Increment(ref _totalCount);
            DisposeScope.Current?.Attach(this);
        }

        ~Tensor() => Release();

        public static long TotalCount => Interlocked.Read(ref _totalCount);

        internal IntPtr Handle => _handle != IntPtr.Zero ? _handle : throw new InvalidOperationException("Tensor invalid -- empty handle.");

        public bool IsInvalid => _handle == IntPtr.Zero;

        public long[] shape
        {
            get
            {
                var sizes = new long[ndim];
                for (int k = 0; k < sizes.Length; k++)
                {
                    sizes[k] = NativeMethods.ts_size(Handle, k);
                }

                return sizes;
            }
        }

        public long ndim => NativeMethods.ts_dim(Handle);

        public long NumberOfElements => NativeMethods.ts_numel(Handle);

        public ScalarType dtype => (ScalarType)NativeMethods.ts_dtype(Handle);

        public Device device => new((DeviceType)NativeMethods.ts_device_type(Handle), NativeMethods.ts_device_index(Handle));

        public bool requires_grad
        {
            get => NativeMethods.ts_requires_grad(Handle);
            set => Made(NativeMethods.ts_set_requires_grad(Handle, value)).Dispose();
        }

        public Tensor? grad
        {
            get
            {
                IntPtr gradient = NativeMethods.ts_grad(Handle);
                return gradient == IntPtr.Zero ? null : new(gradient);
            }

            set
            {
                NativeMethods.ts_set_grad(Handle, value?.Handle ?? IntPtr.Zero);
                CheckForErrors();
            }
        }

        public unsafe Span<byte> bytes
        {
            get
            {
                if (device.type != DeviceType.CPU)
                {
                    throw new InvalidOperationException(
                        "Reading data from non-CPU memory is not supported. Move or copy the tensor to the cpu before reading.");
                }

                int size = dtype switch
                {
                    ScalarType.Byte or ScalarType.Int8 or ScalarType.Bool => 1,
                    ScalarType.Int16 or ScalarType.Float16 or ScalarType.BFloat16 => 2,
                    ScalarType.Int32 or ScalarType.Float32 => 4,
                    _ => 8,
                };
                return new(NativeMethods.ts_data(Handle), checked((int)(NumberOfElements * size)));
            }
        }

        internal DisposeScope? OwningDisposeScope { get; set; }

        public unsafe T item<T>()
            where T : unmanaged
        {
            if (NumberOfElements != 1)
            {
                throw new ArgumentException("Number of elements in the tensor must be 1");
            }

            using Tensor host = cpu();
            return Unsafe.Read<T>(NativeMethods.ts_data(host.Handle));
        }

        public Tensor requires_grad_(bool requires_grad = true)
        {
            this.requires_grad = requires_grad;
            return this;
        }

        public Tensor DetachFromDisposeScope()
        {
            OwningDisposeScope?.Detach(this);
            return this;
        }

        public void Dispose()
        {
            OwningDisposeScope?.Detach(this);
            Release();
            GC.SuppressFinalize(this);
        }

        /// <summary>Draws its values between -<paramref name="bound"/> and <paramref name="bound"/>.</summary>
        internal Tensor Uniform(double bound)
        {
            Made(NativeMethods.ts_uniform_(Handle, bound)).Dispose();
            return this;
        }

        /// <summary>The tensor of a handle that libtorch returned, or its error.</summary>
        internal static Tensor Made(IntPtr handle)
        {
            if (handle == IntPtr.Zero)
            {
                CheckForErrors();
            }

            return new(handle);
        }

        /// <summary>This tensor without its handle, which another has taken over.</summary>
        internal IntPtr MoveHandle()
        {
            IntPtr handle = Handle;
            Interlocked.Decrement(ref _totalCount);
            _handle = IntPtr.Zero;
            OwningDisposeScope?.Detach(this);
            return handle;
        }

        /// <summary>Takes the values of this tensor to a device; it stays what it is to autograd.</summary>
        internal void MoveTo(Device device)
        {
            using IDisposable noGradient = no_grad();
            IntPtr moved = to(device).requires_grad_(requires_grad).MoveHandle();
            NativeMethods.ts_dispose(_handle);
            _handle = moved;
        }

        private void Release()
        {
            if (_handle != IntPtr.Zero)
            {
                Interlocked.Decrement(ref _totalCount);
                NativeMethods.ts_dispose(_handle);
                _handle = IntPtr.Zero;
            }
        }
    }
}
