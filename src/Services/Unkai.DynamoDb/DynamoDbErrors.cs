using Unkai.Api;

namespace Unkai.DynamoDb;

/// <summary>DynamoDB's errors.</summary>
/// <remarks>Source: DynamoDB API reference, "Common errors" and each action's; texts as AWS answers.</remarks>
internal static class DynamoDbErrors
{
    internal static AwsError NoSuchResource { get; } = new("ResourceNotFoundException", 400, "Requested resource not found");

    internal static AwsError KeyDoesNotMatch { get; } = Validation("The provided key element does not match the schema");

    internal static AwsError StartKeyInvalid { get; } = Validation("The provided starting key is invalid");

    internal static AwsError StartKeyOutside { get; } = Validation("The provided starting key is outside query boundaries based on provided conditions");

    internal static AwsError StartKeyMissesCondition { get; } = Validation("The provided starting key does not match the range key predicate");

    internal static AwsError DuplicateKeys { get; } = Validation("Provided list of item keys contains duplicates");

    internal static AwsError ItemTooLarge { get; } = Validation("Item size has exceeded the maximum allowed size");

    internal static AwsError ItemToUpdateTooLarge { get; } = Validation("Item size to update has exceeded the maximum allowed size");

    internal static AwsError Protected { get; } =
        Validation("Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.");

    internal static AwsError Validation(string message) => new("ValidationException", 400, message);

    internal static AwsError InvalidParameters(string message) => Validation("One or more parameter values were invalid: " + message);

    internal static AwsError TableNotFound(string name) => new("ResourceNotFoundException", 400, $"Requested resource not found: Table: {name} not found");

    internal static AwsError ResourceNotFound(string arn) => new("ResourceNotFoundException", 400, $"Requested resource not found: ResourcArn: {arn} not found");

    internal static AwsError TableExists(string name) => new("ResourceInUseException", 400, $"Table already exists: {name}");

    internal static AwsError TableInUse(string name, string status) => new("ResourceInUseException", 400, status switch
    {
        "CREATING" => $"Attempt to change a resource which is still in use: Table is being created: {name}",
        "DELETING" => $"Attempt to change a resource which is still in use: Table is being deleted: {name}",
        _ => $"Attempt to change a resource which is still in use: Table is being updated: {name}",
    });

    internal static AwsError IndexNotFound(string name) => Validation($"The table does not have the specified index: {name}");

    internal static AwsError Limit(string message) => new("LimitExceededException", 400, message);

    internal static AwsError NotImplemented(string what) => new("NotImplemented", 501, $"Unkai does not implement {what}.");
}
