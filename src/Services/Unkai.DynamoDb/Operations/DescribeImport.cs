using Unkai.Api;
using Unkai.Api.DynamoDb;
using Unkai.Cloud;
using Unkai.DynamoDb.Transfer;

namespace Unkai.DynamoDb.Operations;

/// <summary>An import and its state.</summary>
internal sealed class DescribeImport : IOperation<DescribeImportInput, DescribeImportOutput>
{
    public async ValueTask<Outcome<DescribeImportOutput>> ExecuteAsync(Call call, DescribeImportInput request)
    {
        var import = await call.ReadAsync(snapshot => Imports.FindAsync(snapshot, request.ImportArn!));
        return import.IsError ? import.Error : new DescribeImportOutput { ImportTableDescription = Imports.Describe(import.Value) };
    }
}
