namespace Unkai.Compute;

/// <summary>The Runtime API, version 2018-06-01. Source: Lambda developer guide, "Using the Lambda runtime API for custom runtimes".</summary>
internal enum RuntimeApiRoute
{
    /// <summary>Nothing that we know.</summary>
    Unknown,

    /// <summary><c>GET /runtime/invocation/next</c>.</summary>
    Next,

    /// <summary><c>POST /runtime/invocation/{id}/response</c>.</summary>
    Response,

    /// <summary><c>POST /runtime/invocation/{id}/error</c>.</summary>
    Error,

    /// <summary><c>POST /runtime/init/error</c>.</summary>
    InitError,
}
