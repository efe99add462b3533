using System.Text.Json;
using Unkai.Api;
using Unkai.Cloud;
using Unkai.Cloud.Faults;

namespace Unkai.Server.Admin;

/// <summary>A fault rule as an admin request says it.</summary>
internal static class FaultRequest
{
    private const int TimesMax = 1_000_000_000;
    private const int PercentilesMax = 100;
    private static readonly TimeSpan s_callDelayMax = TimeSpan.FromHours(1);

    /// <exception cref="AdminException">The rule makes no sense.</exception>
    internal static FaultRule Read(AdminRequest body, ServiceCatalog services)
    {
        var delay = ReadDelay(body);
        var effect = ReadEffect(body, delay);
        var rule = new FaultRule
        {
            Effect = effect,
            Service = body.Text("service"),
            Operation = body.Text("operation"),
            Resource = body.Text("resource"),
            Caller = body.Text("caller"),
            JobKind = body.Text("kind"),
            Rate = body.Number("rate") ?? 1,
            Times = ReadTimes(body),
            From = body.Time("from"),
            Until = body.Time("until"),
            Error = effect == FaultEffect.Error ? new AwsError(body.Text("error")!, ReadStatus(body), body.Text("message") ?? "A fault rule of this world answers so.") : null,
            Drop = effect != FaultEffect.Drop ? ConnectionDrop.None : body.Text("drop") == "before" ? ConnectionDrop.Before : ConnectionDrop.After,
            Delay = delay ?? Latency.None,
        };
        Check(rule, services);
        return rule;
    }

    private static FaultEffect ReadEffect(AdminRequest body, Latency? delay)
    {
        var effects = new List<FaultEffect>();
        if (body.Text("error") is { Length: > 0 })
        {
            effects.Add(FaultEffect.Error);
        }

        AddNamed(effects, body, "drop", ("before", FaultEffect.Drop), ("after", FaultEffect.Drop));
        AddNamed(effects, body, "job", ("twice", FaultEffect.JobTwice), ("late", FaultEffect.JobLate));
        AddNamed(effects, body, "disk", ("full", FaultEffect.DiskFull), ("slow", FaultEffect.DiskSlow));
        if (body.Flag("crash") == true)
        {
            effects.Add(FaultEffect.Crash);
        }

        return effects switch
        {
            [] when delay is not null => FaultEffect.Delay,
            [] => throw new AdminException(400, "A rule does something: give it an error, a drop, a delay, a crash, or trouble for jobs or the disk."),
            [var one] => (one is FaultEffect.JobLate or FaultEffect.DiskSlow) && delay is null ? throw new AdminException(400, "'delay' says how late or slow.") : one,
            _ => throw new AdminException(400, "A rule does one thing: an error, a drop, a crash, or trouble for jobs or the disk."),
        };
    }

    private static void AddNamed(List<FaultEffect> effects, AdminRequest body, string member, params ReadOnlySpan<(string Name, FaultEffect Effect)> known)
    {
        if (body.Text(member) is not { } text)
        {
            return;
        }

        foreach (var (name, effect) in known)
        {
            if (name == text)
            {
                effects.Add(effect);
                return;
            }
        }

        throw new AdminException(400, $"'{member}' must be {known[0].Name} or {known[1].Name}.");
    }

    private static Latency? ReadDelay(AdminRequest body)
    {
        var (delay, most, mean, deviation) = (body.Duration("delay"), body.Duration("delayMax"), body.Duration("delayMean"), body.Duration("delayDeviation"));
        var percentiles = body.Object("delayPercentiles");
        if ((delay ?? most) is not null ? mean is not null || percentiles is not null : mean is not null && percentiles is not null)
        {
            throw new AdminException(400, "A delay is one of: 'delay' (to 'delayMax'), 'delayMean' (with 'delayDeviation'), 'delayPercentiles'.");
        }

        if (deviation is not null && mean is null)
        {
            throw new AdminException(400, "'delayDeviation' goes with 'delayMean'.");
        }

        return percentiles is { } table ? ReadPercentiles(table)
            : mean is { } middle ? deviation is { } spread ? new NormalLatency(middle, spread) : new ExponentialLatency(middle)
            : (delay ?? most) is null ? null
            : most < delay ? throw new AdminException(400, "'delayMax' is not below 'delay'.")
            : new UniformLatency(delay ?? TimeSpan.Zero, most ?? delay!.Value);
    }

    private static PercentileLatency ReadPercentiles(JsonElement table)
    {
        var points = new List<LatencyPercentile>();
        foreach (var point in table.EnumerateObject())
        {
            points.Add(double.TryParse(point.Name, System.Globalization.CultureInfo.InvariantCulture, out var percent) && percent is > 0 and <= 100
                && point.Value.ValueKind == JsonValueKind.String && DurationText.Parse(point.Value.GetString()) is { } value
                ? new LatencyPercentile(percent, value)
                : throw new AdminException(400, $"'delayPercentiles' is an object such as {{\"50\":\"20ms\",\"99\":\"1s\"}}: percentages above 0 and at most 100. {DurationText.Rule}"));
        }

        points.Sort(static (one, other) => one.Percent.CompareTo(other.Percent));
        return points.Count is 0 or > PercentilesMax || points.Zip(points.Skip(1)).Any(static pair => pair.Second.Value < pair.First.Value)
            ? throw new AdminException(400, $"'delayPercentiles' has 1 to {PercentilesMax} points, and a higher percentile is not below a lower one.")
            : new PercentileLatency(points);
    }

    private static int? ReadTimes(AdminRequest body) => body.Number("times") switch
    {
        null => null,
        >= 1 and <= TimesMax and var times when times == Math.Floor(times) => (int)times,
        _ => throw new AdminException(400, $"'times' must be a whole number from 1 to {TimesMax}."),
    };

    /// <exception cref="AdminException">The rule makes no sense.</exception>
    internal static void Check(FaultRule rule, ServiceCatalog services)
    {
        if (!(rule.Rate is > 0 and <= 1))
        {
            throw new AdminException(400, "'rate' must be above 0 and at most 1: the share of what is hit.");
        }

        if (rule.Effect != FaultEffect.JobLate && LongestOf(rule.Delay) > s_callDelayMax)
        {
            throw new AdminException(400, "A delay is at most 1h; a job may be 15d late.");
        }

        if (rule.JobKind is not null && !rule.IsForJobs)
        {
            throw new AdminException(400, "'kind' is the kind of a job: it goes with 'job'.");
        }

        var namesCall = (rule.Operation ?? rule.Resource ?? rule.Caller) is not null;
        if ((rule.IsForJobs && namesCall) || (rule.IsForCommits && (namesCall || rule.Service is not null)))
        {
            throw new AdminException(400, rule.IsForJobs ? "A job has a service and a kind, no operation, resource or caller." : "A disk rule hits all of the world's commits: it names no service, operation, resource or caller.");
        }

        if (rule.Effect == FaultEffect.Crash && (rule.Service is not (null or "lambda") || rule.Operation is not (null or "Invoke")))
        {
            throw new AdminException(400, "A crash is of a function: its service is lambda, its operation Invoke.");
        }

        if (rule.Service is { } name && !services.Names.Contains(name))
        {
            throw new AdminException(400, $"This cloud has no service '{name}'; it has {string.Join(", ", services.Names)}.");
        }

        if (rule.Service is { } service && rule.Operation is { } operation && !operation.AsSpan().ContainsAny('*', '?')
            && !services.Find(service)!.Contract.Operations.Any(known => known.Name == operation))
        {
            throw new AdminException(400, $"{service} has no operation '{operation}'.");
        }
    }

    /// <summary>The longest that is told of a distribution; a tail beyond it is cut when it is drawn.</summary>
    private static TimeSpan LongestOf(Latency latency) => latency switch
    {
        UniformLatency uniform => uniform.Most,
        NormalLatency normal => normal.Mean + (normal.Deviation * 4),
        ExponentialLatency exponential => exponential.Mean * 10,
        PercentileLatency percentiles => percentiles.Points[^1].Value,
        _ => throw new ArgumentOutOfRangeException(nameof(latency)),
    };

    private static int ReadStatus(AdminRequest body)
    {
        var status = body.Number("status") ?? body.Text("error") switch
        {
            "SlowDown" or "ServiceUnavailable" or "ServiceUnavailableException" => 503,
            "InternalError" or "InternalFailure" or "InternalServerError" or "ServiceException" => 500,
            "TooManyRequestsException" => 429,
            "AccessDenied" or "AccessDeniedException" => 403,
            _ => 400,
        };
        return status is >= 400 and <= 599 && status == Math.Floor(status) ? (int)status : throw new AdminException(400, "'status' must be a whole number from 400 to 599.");
    }
}
