using Unkai.Api;
using Unkai.Api.Sqs;
using Unkai.Sqs.Sending;

namespace Unkai.Sqs;

/// <summary>What holds for the entries of every batch.</summary>
internal static class BatchEntries
{
    private const int EntriesMax = 10;

    internal static AwsError? Check<T>(List<T>? entries, Func<T, string?> idOf)
    {
        if (entries is not { Count: > 0 })
        {
            return SqsErrors.EmptyBatch(typeof(T).Name);
        }

        if (entries.Count > EntriesMax)
        {
            return SqsErrors.TooManyEntries(entries.Count);
        }

        var ids = new HashSet<string>();
        foreach (var entry in entries)
        {
            if (idOf(entry) is not { } id || !MessageCharacters.IsLabel(id))
            {
                return SqsErrors.InvalidBatchEntryId;
            }

            if (!ids.Add(id))
            {
                return SqsErrors.BatchEntryIdsNotDistinct(id);
            }
        }

        return null;
    }

    internal static BatchResultErrorEntry Failed(string id, AwsError error) => new() { Id = id, Code = error.Code, Message = error.Message, SenderFault = error.IsSender };

    internal static List<T>? OrNull<T>(List<T> entries) => entries.Count > 0 ? entries : null;
}
