using System.Text.RegularExpressions;
using Unkai.Api;
using Unkai.Api.Lambda;
using Unkai.Cloud;
using Unkai.Lambda.Model;
using Unkai.Storage;

namespace Unkai.Lambda;

/// <summary>What aliases may be.</summary>
internal static partial class Aliases
{
    internal static (AccountId Account, string Region, string Name, string Alias) KeyOf(FunctionReference reference, string name) => (reference.Account, reference.Region, reference.Name, name);

    internal static AwsError? CheckName(string name) => Digits().IsMatch(name)
        ? new AwsError("ValidationException", 400, $"1 validation error detected: Value '{name}' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: (?!^[0-9]+$)([a-zA-Z0-9-_]+)")
        : null;

    /// <summary>Points an alias somewhere, after looking whether the versions are there.</summary>
    internal static async ValueTask<Outcome<AliasRecord>> PointAsync(
        Call call, Snapshot snapshot, FunctionReference reference, AliasRecord? known, string? version, string? description, AliasRoutingConfiguration? routing)
    {
        var number = version is null ? known!.Version : Functions.NumberOf(version) ?? -1;
        if (number < 0 || await Functions.GetVersionAsync(snapshot, reference, number) is null)
        {
            return LambdaErrors.FunctionNotFound($"{reference.FunctionArn}:{version}");
        }

        var record = new AliasRecord
        {
            Version = number,
            Description = description ?? known?.Description ?? "",
            RevisionId = call.Random.NextGuid().ToString(),
            OtherVersion = routing is null ? known?.OtherVersion : null,
            OtherWeight = routing is null ? known?.OtherWeight ?? 0 : 0,
        };
        if (routing?.AdditionalVersionWeights is not { Count: > 0 } weights)
        {
            return record;
        }

        if (weights.Count > 1)
        {
            return LambdaErrors.InvalidParameter("Number of items in AdditionalVersionWeights cannot be greater than 1");
        }

        var (otherText, weight) = weights.First();
        var other = Functions.NumberOf(otherText) ?? -1;
        if (number == 0 || other <= 0)
        {
            return LambdaErrors.InvalidParameter("$LATEST is not supported for an alias pointing to more than 1 version");
        }

        if (other == number)
        {
            return LambdaErrors.InvalidParameter($"Invalid function version {other}. Function version {other} is already included in routing configuration.");
        }

        return await Functions.GetVersionAsync(snapshot, reference, other) is null
            ? LambdaErrors.FunctionNotFound($"{reference.FunctionArn}:{other}")
            : record with { OtherVersion = other, OtherWeight = weight };
    }

    [GeneratedRegex("^[0-9]+$")]
    private static partial Regex Digits();
}
