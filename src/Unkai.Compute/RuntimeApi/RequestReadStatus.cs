namespace Unkai.Compute;

/// <summary>What the bytes so far amount to.</summary>
internal enum RequestReadStatus
{
    /// <summary>The request goes on in bytes that have not come.</summary>
    Incomplete,

    /// <summary>A head that waits for <c>100 Continue</c>; reported once.</summary>
    WantsContinue,

    /// <summary>A whole request.</summary>
    Complete,

    /// <summary>No HTTP/1.1 request, or one over a bound: answer 400 and close.</summary>
    Malformed,
}
