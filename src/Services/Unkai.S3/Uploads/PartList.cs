using Unkai.S3.Model;
using Unkai.Storage;

namespace Unkai.S3.Uploads;

/// <summary>The parts of an upload, or of an object that was uploaded so.</summary>
internal static class PartList
{
    internal static async ValueTask<IReadOnlyList<Row<(string Upload, int Number), PartRecord>>> ReadAsync(Snapshot snapshot, string upload) =>
        await S3Tables.Parts.RangeAsync(snapshot, S3Tables.Parts.Under(upload).All, Snapshot.RangeEntriesMax);

    /// <summary>Removes all parts and lets their bytes go.</summary>
    internal static async ValueTask ReleaseAsync(Transaction transaction, string upload)
    {
        foreach (var part in await ReadAsync(transaction, upload))
        {
            transaction.Dereference(part.Value.Body);
            S3Tables.Parts.Delete(transaction, part.Key);
        }
    }
}
