using System.Globalization;
using Unkai.Api;
using Unkai.Lambda.Model;
using Unkai.Storage;

namespace Unkai.Lambda;

/// <summary>Finds functions and their versions.</summary>
internal static class Functions
{
    /// <summary>The function, without looking at the qualifier.</summary>
    internal static async ValueTask<Outcome<FunctionRecord>> FindAsync(Snapshot snapshot, FunctionReference reference) =>
        await LambdaTables.Functions.GetAsync(snapshot, reference.Key) is { } function ? function : LambdaErrors.FunctionNotFound(reference.FunctionArn);

    /// <summary>The version that the qualifier names; of an alias, its first.</summary>
    internal static async ValueTask<Outcome<VersionRecord>> FindVersionAsync(Snapshot snapshot, FunctionReference reference)
    {
        if (NumberOf(reference.Qualifier) is not { } number)
        {
            if (await LambdaTables.Aliases.GetAsync(snapshot, (reference.Account, reference.Region, reference.Name, reference.Qualifier!)) is not { } alias)
            {
                return LambdaErrors.FunctionNotFound(reference.QualifiedArn);
            }

            number = alias.Version;
        }

        return await GetVersionAsync(snapshot, reference, number) is { } version ? version : LambdaErrors.FunctionNotFound(reference.QualifiedArn);
    }

    internal static ValueTask<VersionRecord?> GetVersionAsync(Snapshot snapshot, FunctionReference reference, int number) =>
        LambdaTables.Versions.GetAsync(snapshot, (reference.Account, reference.Region, reference.Name, number));

    /// <returns>0 for <c>$LATEST</c> and no qualifier; null for an alias.</returns>
    internal static int? NumberOf(string? qualifier) =>
        qualifier is null or FunctionReference.Latest ? 0
        : int.TryParse(qualifier, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : null;

    internal static string TextOf(int version) => version == 0 ? FunctionReference.Latest : version.ToString(CultureInfo.InvariantCulture);
}
