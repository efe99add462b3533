namespace Unkai.Api.Validation;

/// <summary>What validation can find in the values of a shape.</summary>
internal enum Validity : byte
{
    Unknown,
    AlwaysValid,
    MayFail,
}
