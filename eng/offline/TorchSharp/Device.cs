namespace TorchSharp;

public enum DeviceType
{
    CPU = 0,
    CUDA = 1,
    MPS = 13,
    META = 14,
}

public static partial class torch
{
    public static readonly Device CPU = InitializeDevice(new Device(DeviceType.CPU));

    public static void InitializeDeviceType(DeviceType deviceType)
    {
        LibTorch.Check();
        if (deviceType == DeviceType.MPS || (deviceType == DeviceType.CUDA && !NativeMethods.ts_has_cuda()))
        {
            throw new InvalidOperationException($"Torch device type {deviceType} did not initialise on the current machine.");
        }
    }

    internal static Device InitializeDevice(Device? device)
    {
        device ??= CPU;
        InitializeDeviceType(device.type);
        return device;
    }

    public class Device
    {
        public Device(string description)
        {
            string[] parts = description.Split(':');
            type = Enum.Parse<DeviceType>(parts[0].ToUpperInvariant());
            index = parts.Length > 1 ? int.Parse(parts[1]) : -1;
        }

        public Device(DeviceType deviceType, int index = -1) => (type, this.index) = (deviceType, index);

        public DeviceType type { get; }

        public int index { get; }

        public override string ToString() =>
            type == DeviceType.CPU ? "cpu"
                : index == -1 ? type.ToString().ToLowerInvariant()
                : $"{type.ToString().ToLowerInvariant()}:{index}";
    }
}
