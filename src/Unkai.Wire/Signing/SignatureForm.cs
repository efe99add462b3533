namespace Unkai.Wire.Signing;

/// <summary>How a request carries its signature.</summary>
public enum SignatureForm
{
    /// <summary>Not at all: the caller is anonymous.</summary>
    None,

    /// <summary>Signature Version 4 in the Authorization header.</summary>
    Header,

    /// <summary>Signature Version 4 in the query: a presigned URL.</summary>
    Query,

    /// <summary>Signature Version 2 in the Authorization header (old S3 clients).</summary>
    LegacyHeader,

    /// <summary>Signature Version 2 in the query (old presigned S3 URLs).</summary>
    LegacyQuery,

    /// <summary>Signature Version 4 over the policy of a form that a browser posts to S3.</summary>
    Form,

    /// <summary>Signature Version 2 over such a policy.</summary>
    LegacyForm,
}
