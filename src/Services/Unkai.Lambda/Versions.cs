using Unkai.Api;
using Unkai.Cloud;
using Unkai.Lambda.Model;
using Unkai.Storage;

namespace Unkai.Lambda;

/// <summary>Writes versions and their packages.</summary>
internal static class Versions
{
    /// <summary>Makes <c>$LATEST</c> a version of its own, unless it is what was published last.</summary>
    internal static async ValueTask<VersionRecord> PublishAsync(Call call, Transaction transaction, FunctionReference reference, VersionRecord latest, string? description)
    {
        var function = (await LambdaTables.Functions.GetAsync(transaction, reference.Key))!;
        if (function.VersionLast > 0 && await Functions.GetVersionAsync(transaction, reference, function.VersionLast) is { } last && IsSame(last, latest))
        {
            return last;
        }

        var published = latest with
        {
            Number = function.VersionLast + 1,
            Description = description ?? latest.Description,
            RevisionId = call.Random.NextGuid().ToString(),
        };
        var package = await LambdaTables.Packages.GetAsync(transaction, (reference.Account, reference.Region, reference.Name, 0));
        Put(transaction, reference, published, Body.FromField(package!.Body));
        LambdaTables.Functions.Put(transaction, reference.Key, function with { VersionLast = published.Number });
        return published;
    }

    /// <summary>Sets a version that has a package of its own.</summary>
    internal static void Put(Transaction transaction, FunctionReference reference, VersionRecord version, Body package)
    {
        var key = (reference.Account, reference.Region, reference.Name, version.Number);
        LambdaTables.Versions.Put(transaction, key, version);
        LambdaTables.Packages.Put(transaction, key, new PackageRecord(package.ToField()));
        transaction.Reference(package);
        LambdaTables.CodeBytes.Add(transaction, (reference.Account, reference.Region), version.CodeSizeBytes);
    }

    /// <summary>Removes a version, or only its package where another takes its place.</summary>
    internal static async ValueTask RemoveAsync(Transaction transaction, FunctionReference reference, int number)
    {
        var key = (reference.Account, reference.Region, reference.Name, number);
        if (await LambdaTables.Packages.GetAsync(transaction, key) is not { } package || await LambdaTables.Versions.GetAsync(transaction, key) is not { } version)
        {
            return;
        }

        transaction.Dereference(Body.FromField(package.Body));
        LambdaTables.Packages.Delete(transaction, key);
        LambdaTables.Versions.Delete(transaction, key);
        LambdaTables.CodeBytes.Add(transaction, (reference.Account, reference.Region), -version.CodeSizeBytes);
    }

    /// <summary>Sets <c>$LATEST</c>'s configuration and keeps its package.</summary>
    internal static void PutConfiguration(Transaction transaction, FunctionReference reference, VersionRecord latest) =>
        LambdaTables.Versions.Put(transaction, (reference.Account, reference.Region, reference.Name, 0), latest);

    internal static AwsError? CheckRevision(string? asked, string known) => asked is null || asked == known ? null : LambdaErrors.PreconditionFailed;

    private static bool IsSame(VersionRecord published, VersionRecord latest)
    {
        var (a, b) = (published.Variables ?? [], latest.Variables ?? []);
        return a.Count == b.Count && a.All(variable => b.TryGetValue(variable.Key, out var value) && value == variable.Value)
            && latest == published with
            {
                Number = latest.Number,
                RevisionId = latest.RevisionId,
                LastModified = latest.LastModified,
                Description = latest.Description,
                Variables = latest.Variables,
            };
    }
}
