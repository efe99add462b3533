using Unkai.Api;
using Unkai.Sqs.Sending;

namespace Unkai.Sqs;

/// <summary>Names of queues: 1 to 80 letters, digits, hyphens and underscores; a FIFO queue's ends in <c>.fifo</c>, which counts.</summary>
internal static class QueueNameRules
{
    internal const string FifoSuffix = ".fifo";

    private const int LengthMax = 80;

    internal static AwsError? Check(string? name, bool isFifo)
    {
        if (string.IsNullOrEmpty(name))
        {
            return SqsErrors.MissingParameter("QueueName");
        }

        if (isFifo)
        {
            return name.EndsWith(FifoSuffix, StringComparison.Ordinal) && name.Length <= LengthMax && MessageCharacters.IsLabel(name[..^FifoSuffix.Length])
                ? null
                : SqsErrors.InvalidParameter("The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, must end with .fifo suffix and be 1 to 80 in length.");
        }

        return MessageCharacters.IsLabel(name) ? null : SqsErrors.InvalidParameter("Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length");
    }
}
