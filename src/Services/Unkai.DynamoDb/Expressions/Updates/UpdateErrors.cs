using Unkai.Api;
using Unkai.DynamoDb.Values;

namespace Unkai.DynamoDb.Expressions.Updates;

/// <summary>What an item does not allow an update to do. All are ValidationExceptions.</summary>
internal static class UpdateErrors
{
    internal static AwsError NoSuchAttribute { get; } = ValueErrors.Validation("The provided expression refers to an attribute that does not exist in the item");

    internal static AwsError WrongType { get; } = ValueErrors.Validation("An operand in the update expression has an incorrect data type");

    internal static AwsError InvalidPath { get; } = ValueErrors.Validation("The document path provided in the update expression is invalid for update");
}
