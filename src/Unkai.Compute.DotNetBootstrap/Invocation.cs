namespace Unkai.Compute.DotNetBootstrap;

/// <summary>One event with what came in its headers.</summary>
internal sealed record Invocation(
    string RequestId, string FunctionArn, long DeadlineMs, string? TraceId, string? ClientContext, string? CognitoIdentity, byte[] Payload)
{
    public TimeSpan RemainingTime
    {
        get
        {
            var left = DateTimeOffset.FromUnixTimeMilliseconds(DeadlineMs) - DateTimeOffset.UtcNow;
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }
}
