namespace Unkai.Compute;

/// <summary>The languages of Lambda's runtime identifiers.</summary>
internal enum RuntimeFamily
{
    Python,
    NodeJs,
    DotNet,
    Provided,
    Ruby,
    Java,
}
