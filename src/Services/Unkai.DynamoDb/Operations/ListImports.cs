using System.Text;
using Unkai.Api;
using Unkai.Api.DynamoDb;
using Unkai.Cloud;
using Unkai.DynamoDb.Transfer;
using Unkai.Storage;

namespace Unkai.DynamoDb.Operations;

/// <summary>The caller's imports in a region, or a table's, by their time. A token is the last import's label in hexadecimal digits, filled up to 112.</summary>
internal sealed class ListImports : IOperation<ListImportsInput, ListImportsOutput>
{
    private const int ImportsMax = 25;
    private const int TokenBytes = 56;

    public async ValueTask<Outcome<ListImportsOutput>> ExecuteAsync(Call call, ListImportsInput request)
    {
        var rows = DynamoDbTables.Imports.Under(call.Account.Value, call.Region);
        var max = request.PageSize ?? ImportsMax;
        var after = request.NextToken is { } token ? Encoding.ASCII.GetString(Convert.FromHexString(token)).TrimEnd('\0') : null;
        var found = new List<ImportRecord>();
        await call.ReadAsync(async snapshot =>
        {
            await foreach (var (_, import) in DynamoDbTables.Imports.EachAsync(snapshot, after is null ? rows.All : rows.After(after)))
            {
                if (request.TableArn is null || import.TableArn == request.TableArn)
                {
                    found.Add(import);
                    if (found.Count > max)
                    {
                        break;
                    }
                }
            }

            return true;
        });
        return new ListImportsOutput
        {
            ImportSummaryList = [.. found.Take(max).Select(import => new ImportSummary
            {
                ImportArn = import.Arn,
                ImportStatus = import.Status,
                TableArn = import.TableArn,
                S3BucketSource = Imports.SourceOf(import),
                InputFormat = import.Format,
                StartTime = import.StartedAt,
                EndTime = import.EndedAt,
            })],
            NextToken = found.Count > max ? Convert.ToHexStringLower(Encoding.ASCII.GetBytes(found[max - 1].Label.PadRight(TokenBytes, '\0'))) : null,
        };
    }
}
