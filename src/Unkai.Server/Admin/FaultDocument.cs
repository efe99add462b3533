using System.Text.Json;
using Unkai.Cloud;
using Unkai.Cloud.Faults;

namespace Unkai.Server.Admin;

/// <summary>A fault rule as the admin API shows it: what was asked for, and how often it has hit.</summary>
internal static class FaultDocument
{
    internal static void Write(Utf8JsonWriter writer, World world, FaultRule rule)
    {
        writer.WriteString("id", rule.Id);
        writer.WriteString("service", rule.Service);
        writer.WriteString("operation", rule.Operation);
        writer.WriteString("resource", rule.Resource);
        writer.WriteString("caller", rule.Caller);
        writer.WriteString("kind", rule.JobKind);
        writer.WriteNumber("rate", rule.Rate);
        WriteNumber(writer, "times", rule.Times);
        WriteTime(writer, "from", rule.From);
        WriteTime(writer, "until", rule.Until);
        writer.WriteString("error", rule.Error?.Code);
        WriteNumber(writer, "status", rule.Error?.Status);
        writer.WriteString("drop", rule.Drop switch { ConnectionDrop.Before => "before", ConnectionDrop.After => "after", _ => null });
        writer.WriteString("job", rule.Effect switch { FaultEffect.JobTwice => "twice", FaultEffect.JobLate => "late", _ => null });
        writer.WriteBoolean("crash", rule.Effect == FaultEffect.Crash);
        writer.WriteString("disk", rule.Effect switch { FaultEffect.DiskFull => "full", FaultEffect.DiskSlow => "slow", _ => null });
        WriteDelay(writer, rule.Delay);
        writer.WriteNumber("hits", world.Faults.HitsOf(rule.Id));
    }

    private static void WriteDelay(Utf8JsonWriter writer, Latency delay)
    {
        writer.WriteStartObject("delayMs");
        switch (delay)
        {
            case UniformLatency uniform:
                writer.WriteNumber("min", uniform.Least.TotalMilliseconds);
                writer.WriteNumber("max", uniform.Most.TotalMilliseconds);
                break;
            case NormalLatency normal:
                writer.WriteNumber("mean", normal.Mean.TotalMilliseconds);
                writer.WriteNumber("deviation", normal.Deviation.TotalMilliseconds);
                break;
            case ExponentialLatency exponential:
                writer.WriteNumber("mean", exponential.Mean.TotalMilliseconds);
                break;
            case PercentileLatency percentiles:
                foreach (var point in percentiles.Points)
                {
                    writer.WriteNumber("p" + point.Percent.ToString(System.Globalization.CultureInfo.InvariantCulture), point.Value.TotalMilliseconds);
                }

                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(delay));
        }

        writer.WriteEndObject();
    }

    private static void WriteNumber(Utf8JsonWriter writer, string name, int? number)
    {
        if (number is { } known)
        {
            writer.WriteNumber(name, known);
        }
        else
        {
            writer.WriteNull(name);
        }
    }

    private static void WriteTime(Utf8JsonWriter writer, string name, DateTimeOffset? time)
    {
        if (time is { } known)
        {
            writer.WriteString(name, known);
        }
        else
        {
            writer.WriteNull(name);
        }
    }
}
