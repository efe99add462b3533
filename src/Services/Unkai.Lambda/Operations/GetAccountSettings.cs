using Unkai.Api;
using Unkai.Api.Lambda;
using Unkai.Cloud;
using Unkai.Compute;
using Unkai.Lambda.Invocations;
using Unkai.Storage;

namespace Unkai.Lambda.Operations;

/// <summary>The account's limits and what it uses.</summary>
internal sealed class GetAccountSettings : IOperation<GetAccountSettingsRequest, GetAccountSettingsResponse>
{
    /// <summary>Source: Lambda quotas, 75 GB.</summary>
    private const long CodeBytesMax = 80_530_636_800;

    public async ValueTask<Outcome<GetAccountSettingsResponse>> ExecuteAsync(Call call, GetAccountSettingsRequest request) => await call.ReadAsync(async snapshot =>
    {
        var count = 0;
        await foreach (var function in LambdaTables.Functions.EachAsync(snapshot, LambdaTables.Functions.Under(call.Account, call.Region).All))
        {
            count++;
        }

        return new GetAccountSettingsResponse
        {
            AccountLimit = new AccountLimit
            {
                TotalCodeSize = CodeBytesMax,
                CodeSizeUnzipped = ZipPackage.UnzippedBytesMax,
                CodeSizeZipped = FunctionPackages.DirectUploadBytesMax,
                ConcurrentExecutions = InvocationTarget.AccountConcurrency,
                UnreservedConcurrentExecutions = InvocationTarget.AccountConcurrency - (int)await LambdaTables.ReservedConcurrency.GetAsync(snapshot, (call.Account, call.Region)),
            },
            AccountUsage = new AccountUsage { TotalCodeSize = await LambdaTables.CodeBytes.GetAsync(snapshot, (call.Account, call.Region)), FunctionCount = count },
        };
    });
}
