using Unkai.Api;
using Unkai.Iam.Model;

namespace Unkai.Iam;

/// <summary>IAM's errors.</summary>
internal static class IamErrors
{
    internal static AwsError NoSuchIdentity(IdentityKind kind, string name) => NoSuchEntity($"The {Word(kind)} with name {name} cannot be found.");

    internal static AwsError NoSuchEntity(string message) => new("NoSuchEntity", 404, message);

    internal static AwsError Exists(string message) => new("EntityAlreadyExists", 409, message);

    internal static AwsError Exists(IdentityKind kind, string name) =>
        Exists(kind == IdentityKind.Role ? $"Role with name {name} already exists." : $"{char.ToUpperInvariant(Word(kind)[0])}{Word(kind)[1..]} with name {name} already exists.");

    internal static AwsError NoSuchPolicy(string arn) => NoSuchEntity($"Policy {arn} does not exist or is not attachable.");

    internal static AwsError Malformed(string message) => new("MalformedPolicyDocument", 400, message);

    internal static AwsError Conflict(string message) => new("DeleteConflict", 409, message);

    internal static AwsError LimitExceeded(string message) => new("LimitExceeded", 409, message);

    internal static AwsError InvalidInput(string message) => new("InvalidInput", 400, message);

    internal static AwsError Validation(string message) => new("ValidationError", 400, message);

    internal static string Word(IdentityKind kind) => kind switch
    {
        IdentityKind.User => "user",
        IdentityKind.Role => "role",
        _ => "group",
    };
}
