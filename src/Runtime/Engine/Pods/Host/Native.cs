using System.Runtime.InteropServices;

namespace Argosy.Engine.Pods.Host;

#pragma warning disable SYSLIB1054 // Blittable calls of the C library: generated marshalling would need unsafe code.
#pragma warning disable CA2101, CA5392 // Paths are UTF-8 on Unix; libc comes from the system.

/// <summary>What the framework does not offer of the C library.</summary>
internal static class Native
{
    public const int Terminate = 15;
    public const int Kill = 9;

    [StructLayout(LayoutKind.Sequential)]
    public struct PollFd
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }

    [DllImport("libc", EntryPoint = "poll", SetLastError = true)]
    public static extern int Poll([In, Out] PollFd[] descriptors, nuint count, int timeout);

    [DllImport("libc", EntryPoint = "read", SetLastError = true)]
    public static extern nint Read(int descriptor, [Out] byte[] buffer, nuint count);

    [DllImport("libc", EntryPoint = "write", SetLastError = true)]
    public static extern nint Write(int descriptor, [In] byte[] buffer, nuint count);

    [DllImport("libc", EntryPoint = "pipe", SetLastError = true)]
    public static extern int Pipe([Out] int[] descriptors);

    [DllImport("libc", EntryPoint = "mkfifo", SetLastError = true)]
    public static extern int MakeFifo([MarshalAs(UnmanagedType.LPUTF8Str)] string path, uint mode);

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    public static extern int SendSignal(int process, int signal);

    [DllImport("libc", EntryPoint = "statx", SetLastError = true)]
    private static extern int StatX(int folder, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, [Out] byte[] result);

    /// <summary>Whether a path, links followed, is a file with content: no pipe, socket or device.</summary>
    public static bool IsRegularFile(string path)
    {
        if (!OperatingSystem.IsLinux())
            return true;
        const int CurrentFolder = -100, ModeOffset = 28, TypeBits = 0xF000, Regular = 0x8000;
        const uint TypeOnly = 1;
        // The layout is the same on all processors, unlike that of stat.
        var result = new byte[256];
        return StatX(CurrentFolder, path, 0, TypeOnly, result) == 0 && (BitConverter.ToUInt16(result, ModeOffset) & TypeBits) == Regular;
    }

    [DllImport("libc", EntryPoint = "geteuid")]
    public static extern uint EffectiveUser();
}
