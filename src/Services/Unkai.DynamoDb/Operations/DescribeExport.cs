using Unkai.Api;
using Unkai.Api.DynamoDb;
using Unkai.Cloud;
using Unkai.DynamoDb.Transfer;

namespace Unkai.DynamoDb.Operations;

/// <summary>An export and its state.</summary>
internal sealed class DescribeExport : IOperation<DescribeExportInput, DescribeExportOutput>
{
    public async ValueTask<Outcome<DescribeExportOutput>> ExecuteAsync(Call call, DescribeExportInput request)
    {
        var export = await call.ReadAsync(snapshot => Exports.FindAsync(snapshot, request.ExportArn!));
        return export.IsError ? export.Error : new DescribeExportOutput { ExportDescription = Exports.Describe(export.Value) };
    }
}
