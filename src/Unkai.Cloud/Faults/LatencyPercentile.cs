namespace Unkai.Cloud.Faults;

/// <summary>So many percent take at most so long.</summary>
/// <param name="Percent">Above 0 and at most 100.</param>
/// <param name="Value">How long.</param>
public readonly record struct LatencyPercentile(double Percent, TimeSpan Value);
