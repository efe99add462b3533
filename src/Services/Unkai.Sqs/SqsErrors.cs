using Unkai.Api;

namespace Unkai.Sqs;

/// <summary>SQS's errors, by the names of the JSON protocol; the wire layer knows their older codes.</summary>
/// <remarks>Source: SQS API reference, "Common errors" and each action's; texts as AWS answers.</remarks>
internal static class SqsErrors
{
    internal static AwsError QueueDoesNotExist { get; } = new("QueueDoesNotExist", 400, "The specified queue does not exist.");

    internal static AwsError QueueDeletedRecently { get; } = new("QueueDeletedRecently", 400, "You must wait 60 seconds after deleting a queue before you can create another with the same name.");

    internal static AwsError QueueNameExists(string attribute) => new("QueueNameExists", 400, $"A queue already exists with the same name and a different value for attribute {attribute}");

    internal static AwsError InvalidAddress(string address) => new("InvalidAddress", 404, $"The address {address} is not valid for this endpoint.");

    internal static AwsError MissingParameter(string name) => new("MissingParameter", 400, $"The request must contain the parameter {name}.");

    internal static AwsError InvalidParameter(string message) => new("InvalidParameterValue", 400, message);

    internal static AwsError InvalidParameter(string? value, string name, string reason) =>
        new("InvalidParameterValue", 400, $"Value {value} for parameter {name} is invalid. Reason: {reason}");

    internal static AwsError NotForThisType(string? value, string name) => InvalidParameter(value, name, "The request include parameter that is not valid for this queue type.");

    internal static AwsError InvalidAttributeName(string name) => new("InvalidAttributeName", 400, $"Unknown Attribute {name}.");

    internal static AwsError InvalidAttributeValue(string name) => new("InvalidAttributeValue", 400, $"Invalid value for the parameter {name}.");

    internal static AwsError InvalidAttributeValue(string name, string reason) => new("InvalidAttributeValue", 400, $"Invalid value for the parameter {name}. Reason: {reason}");

    internal static AwsError InvalidMessageContents { get; } = new(
        "InvalidMessageContents",
        400,
        "Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF");

    internal static AwsError MessageTooLong(int sizeBytesMax) =>
        InvalidParameter($"One or more parameters are invalid. Reason: Message must be shorter than {sizeBytesMax} bytes.");

    internal static AwsError ReceiptHandleIsInvalid(string handle) => new("ReceiptHandleIsInvalid", 400, $"The input receipt handle \"{handle}\" is not a valid receipt handle.");

    internal static AwsError ReceiptHandleExpired(string handle) => InvalidParameter(handle, "ReceiptHandle", "The receipt handle has expired.");

    internal static AwsError MessageGone(string handle) =>
        InvalidParameter(handle, "ReceiptHandle", "Message does not exist or is not available for visibility timeout change.");

    internal static AwsError MessageNotInflight { get; } = new("MessageNotInflight", 400, "The specified message isn't in flight.");

    internal static AwsError OverLimit(string message) => new("OverLimit", 403, message);

    internal static AwsError PurgeQueueInProgress(string queue) =>
        new("PurgeQueueInProgress", 403, $"Only one PurgeQueue operation on {queue} is allowed every 60 seconds.");

    internal static AwsError EmptyBatch(string entry) => new("EmptyBatchRequest", 400, $"There should be at least one {entry} in the request.");

    internal static AwsError TooManyEntries(int count) =>
        new("TooManyEntriesInBatchRequest", 400, $"Maximum number of entries per request are 10. You have sent {count}.");

    internal static AwsError BatchEntryIdsNotDistinct(string id) => new("BatchEntryIdsNotDistinct", 400, $"Id {id} repeated.");

    internal static AwsError InvalidBatchEntryId { get; } = new(
        "InvalidBatchEntryId",
        400,
        "A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.");

    internal static AwsError BatchRequestTooLong(long sizeBytes) =>
        new("BatchRequestTooLong", 400, $"Batch requests cannot be longer than {Model.QueueRecord.SizeBytesMax} bytes. You have sent {sizeBytes} bytes.");

    internal static AwsError ResourceNotFound(string message) => new("ResourceNotFoundException", 404, message);

    internal static AwsError UnsupportedOperation(string message) => new("UnsupportedOperation", 400, message);

    internal static AwsError NotImplemented(string what) => new("NotImplemented", 501, $"Unkai does not implement {what}.");
}
