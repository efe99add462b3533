namespace Unkai.Api.Contracts;

/// <summary>Where a member lies in an HTTP message of the REST protocols; the other protocols have everything in the body.</summary>
public enum MemberLocation
{
    /// <summary>In the body.</summary>
    Body,

    /// <summary>In the path, as a label.</summary>
    Uri,

    /// <summary>In the query string; a map stands for all parameters that have no member of their own.</summary>
    QueryString,

    /// <summary>In one header.</summary>
    Header,

    /// <summary>In all headers with a prefix.</summary>
    Headers,

    /// <summary>The status of the response.</summary>
    StatusCode,
}
