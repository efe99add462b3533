namespace Unkai.Api.Contracts;

/// <summary>How a service checks the contract's constraints.</summary>
public enum ValidationStyle
{
    /// <summary>AWS's usual validator: "1 validation error detected: Value … at … failed to satisfy constraint: …".</summary>
    Standard,

    /// <summary>The service has no such validator; its operations check for themselves (S3, SQS, EC2).</summary>
    None,
}
