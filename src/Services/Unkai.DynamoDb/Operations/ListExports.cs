using Unkai.Api;
using Unkai.Api.DynamoDb;
using Unkai.Cloud;
using Unkai.DynamoDb.Transfer;
using Unkai.Storage;

namespace Unkai.DynamoDb.Operations;

/// <summary>The caller's exports in a region, or a table's, by their time. A token is the last export's label.</summary>
internal sealed class ListExports : IOperation<ListExportsInput, ListExportsOutput>
{
    private const int ExportsMax = 25;

    public async ValueTask<Outcome<ListExportsOutput>> ExecuteAsync(Call call, ListExportsInput request)
    {
        var rows = DynamoDbTables.Exports.Under(call.Account.Value, call.Region);
        var max = request.MaxResults ?? ExportsMax;
        var found = new List<ExportRecord>();
        await call.ReadAsync(async snapshot =>
        {
            await foreach (var (_, export) in DynamoDbTables.Exports.EachAsync(snapshot, request.NextToken is { } token ? rows.After(token) : rows.All))
            {
                if (request.TableArn is null || export.TableArn == request.TableArn)
                {
                    found.Add(export);
                    if (found.Count > max)
                    {
                        break;
                    }
                }
            }

            return true;
        });
        return new ListExportsOutput
        {
            ExportSummaries = [.. found.Take(max).Select(export => new ExportSummary { ExportArn = export.Arn, ExportStatus = export.Status, ExportType = "FULL_EXPORT" })],
            NextToken = found.Count > max ? found[max - 1].Label : null,
        };
    }
}
