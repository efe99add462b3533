using Unkai.Api;
using Unkai.Cloud;
using Unkai.Lambda.Model;

namespace Unkai.Lambda.Invocations;

/// <summary>What an invocation runs: a version, found through the qualifier.</summary>
internal sealed record InvocationTarget(FunctionReference Reference, FunctionRecord Function, VersionRecord Version, int UnreservedConcurrency)
{
    /// <summary>Source: Lambda quotas, concurrent executions of an account.</summary>
    internal const int AccountConcurrency = 1_000;

    /// <summary>Finds the version; of an alias with routing, one of its two by their weights.</summary>
    internal static ValueTask<Outcome<InvocationTarget>> FindAsync(Call call, FunctionReference reference) => call.ReadAsync<Outcome<InvocationTarget>>(async snapshot =>
    {
        var function = await Functions.FindAsync(snapshot, reference);
        if (function.IsError)
        {
            return reference.Qualifier is null ? function.Error : LambdaErrors.FunctionNotFound(reference.QualifiedArn);
        }

        if (Functions.NumberOf(reference.Qualifier) is not { } number)
        {
            if (await LambdaTables.Aliases.GetAsync(snapshot, (reference.Account, reference.Region, reference.Name, reference.Qualifier!)) is not { } alias)
            {
                return LambdaErrors.FunctionNotFound(reference.QualifiedArn);
            }

            number = alias.OtherVersion is { } other && call.Random.NextDouble() < alias.OtherWeight ? other : alias.Version;
        }

        if (await Functions.GetVersionAsync(snapshot, reference, number) is not { } version)
        {
            return LambdaErrors.FunctionNotFound(reference.QualifiedArn);
        }

        var reserved = await LambdaTables.ReservedConcurrency.GetAsync(snapshot, (reference.Account, reference.Region));
        return new InvocationTarget(reference, function.Value, version, AccountConcurrency - (int)reserved);
    });
}
