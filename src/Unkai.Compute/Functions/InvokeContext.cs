namespace Unkai.Compute;

/// <summary>What one invocation tells the function besides its event.</summary>
public sealed record InvokeContext
{
    /// <summary>The request's UUID in lower case.</summary>
    public required string RequestId { get; init; }

    /// <summary>The ARN as the caller named it: with its alias or version.</summary>
    public required string InvokedFunctionArn { get; init; }

    /// <summary><c>Root=…;Parent=…;Sampled=…</c>; null: the header is left out.</summary>
    public string? TraceId { get; init; }

    /// <summary>The decoded JSON of the caller's client context.</summary>
    public string? ClientContext { get; init; }

    /// <summary>Kills the sandbox so long after the event was handed over, and at the latest when it would answer; null: it lives.</summary>
    public TimeSpan? CrashAfter { get; init; }

    /// <summary>JSON with <c>cognitoIdentityId</c> and <c>cognitoIdentityPoolId</c>.</summary>
    public string? CognitoIdentity { get; init; }
}
