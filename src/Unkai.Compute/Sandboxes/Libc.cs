using System.Runtime.InteropServices;

namespace Unkai.Compute;

/// <summary>The few system calls that .NET has no door to.</summary>
internal static partial class Libc
{
    public const short PollIn = 1;
    public const short PollOut = 4;
    public const short PollError = 8;
    public const short PollHangUp = 16;

    public const int SignalKill = 9;

    private const int EAgain = 11;
    private const int EAgainMac = 35;
    private const int EInterrupted = 4;
    private const int SetFlags = 4;
    private const int CloneNewNetwork = 0x40000000;
    private const int EventNonBlockingCloseOnExec = 0x80800;
    private const int NonBlocking = 0x800;
    private const int NonBlockingMac = 0x4;
    private const nuint SetInterfaceFlags = 0x8914;
    private const int InterfaceRequestBytes = 40;
    private const int InterfaceNameBytes = 16;
    private const short InterfaceUpRunning = 0x41;

    /// <summary>Stop and continue are numbered differently on macOS.</summary>
    public static int SignalStop => OperatingSystem.IsLinux() ? 19 : 17;

    public static int SignalContinue => OperatingSystem.IsLinux() ? 18 : 19;

    /// <returns>How many descriptors are ready; 0 when interrupted or out of time.</returns>
    public static int Poll(Span<PollDescriptor> descriptors, int timeoutMs)
    {
        var ready = PollNative(ref MemoryMarshal.GetReference(descriptors), (nuint)descriptors.Length, timeoutMs);
        if (ready < 0 && Marshal.GetLastPInvokeError() != EInterrupted)
        {
            throw new IOException($"poll failed with error {Marshal.GetLastPInvokeError()}");
        }

        return Math.Max(ready, 0);
    }

    /// <summary>Waits on one descriptor in microseconds; Linux.</summary>
    public static bool IsReadableWithin(int descriptor, int microseconds)
    {
        var one = new PollDescriptor { Descriptor = descriptor, Wanted = PollIn };
        Span<long> time = [0, microseconds * 1000L];
        return PollPreciselyNative(ref one, 1, ref MemoryMarshal.GetReference(time), 0) > 0;
    }

    /// <returns>Bytes read; 0 at the end; null when there is nothing now.</returns>
    public static int? Read(int descriptor, Span<byte> target)
    {
        while (true)
        {
            var read = ReadNative(descriptor, ref MemoryMarshal.GetReference(target), (nuint)target.Length);
            if (read >= 0)
            {
                return (int)read;
            }

            switch (Marshal.GetLastPInvokeError())
            {
                case EInterrupted:
                    continue;
                case EAgain or EAgainMac:
                    return null;
                default:
                    return 0;
            }
        }
    }

    public static void MakeNonBlocking(int descriptor) =>
        _ = ControlNative(descriptor, SetFlags, OperatingSystem.IsLinux() ? NonBlocking : NonBlockingMac);

    public static void Write(int descriptor, ReadOnlySpan<byte> bytes) =>
        _ = WriteNative(descriptor, in MemoryMarshal.GetReference(bytes), (nuint)bytes.Length);

    /// <returns>A descriptor that becomes readable when eight bytes with a number are written to it; null where there is none.</returns>
    public static int? CreateEvent()
    {
        var descriptor = EventNative(0, EventNonBlockingCloseOnExec);
        return descriptor < 0 ? null : descriptor;
    }

    public static void Close(int descriptor) => _ = CloseNative(descriptor);

    public static void Kill(int processOrGroup, int signal) => _ = KillNative(processOrGroup, signal);

    public static bool IsAlive(int process) => KillNative(process, 0) == 0 || Marshal.GetLastPInvokeError() == 1;

    public static uint EffectiveUser() => EffectiveUserNative();

    /// <summary>Gives the calling thread a network namespace of its own.</summary>
    public static bool TryEnterNewNetwork() => UnshareNative(CloneNewNetwork) == 0;

    public static bool TryEnterNetwork(SafeHandle networkNamespace) => EnterNative(networkNamespace, CloneNewNetwork) == 0;

    /// <summary>Brings <c>lo</c> up in the namespace that <paramref name="socket"/> belongs to.</summary>
    public static bool TryBringLoopbackUp(SafeHandle socket)
    {
        Span<byte> request = stackalloc byte[InterfaceRequestBytes];
        request.Clear();
        "lo"u8.CopyTo(request);
        BitConverter.TryWriteBytes(request[InterfaceNameBytes..], InterfaceUpRunning);
        return InterfaceNative(socket, SetInterfaceFlags, ref MemoryMarshal.GetReference(request)) == 0;
    }

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static partial int PollNative(ref PollDescriptor descriptors, nuint count, int timeoutMs);

    [LibraryImport("libc", EntryPoint = "ppoll", SetLastError = true)]
    private static partial int PollPreciselyNative(ref PollDescriptor descriptors, nuint count, ref long time, nint signals);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static partial nint ReadNative(int descriptor, ref byte target, nuint count);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint WriteNative(int descriptor, in byte source, nuint count);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int ControlNative(int descriptor, int command, int argument);

    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    private static partial int EventNative(uint initial, int flags);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int CloseNative(int descriptor);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int KillNative(int process, int signal);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint EffectiveUserNative();

    [LibraryImport("libc", EntryPoint = "unshare", SetLastError = true)]
    private static partial int UnshareNative(int flags);

    [LibraryImport("libc", EntryPoint = "setns", SetLastError = true)]
    private static partial int EnterNative(SafeHandle descriptor, int kind);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int InterfaceNative(SafeHandle socket, nuint request, ref byte argument);
}
