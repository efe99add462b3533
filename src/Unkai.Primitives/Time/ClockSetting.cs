namespace Unkai;

/// <summary>What a world's clock was set to, and when.</summary>
/// <param name="WorldTime">The world's time at the setting.</param>
/// <param name="MachineTime">The machine's calendar time at the setting.</param>
/// <param name="Rate">World seconds for each machine second from then on; 0 when frozen.</param>
public readonly record struct ClockSetting(DateTimeOffset WorldTime, DateTimeOffset MachineTime, double Rate);
