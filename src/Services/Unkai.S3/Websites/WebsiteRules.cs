using System.Globalization;
using Unkai.Api;
using Unkai.Api.S3;
using Unkai.S3.Model;

namespace Unkai.S3.Websites;

/// <summary>What a website's configuration may say.</summary>
internal static class WebsiteRules
{
    private const int RulesMax = 50;

    internal static Outcome<WebsiteRecord> Read(WebsiteConfiguration? asked)
    {
        if (asked is null)
        {
            return S3Errors.MalformedXml;
        }

        if (asked.RedirectAllRequestsTo is { } all)
        {
            return asked.IndexDocument is not null || asked.ErrorDocument is not null || asked.RoutingRules is not null
                ? S3Errors.InvalidArgument("RedirectAllRequestsTo cannot be provided in conjunction with other Routing Rules.", "RedirectAllRequestsTo", "not null")
                : string.IsNullOrEmpty(all.HostName) ? S3Errors.MalformedXml
                : CheckProtocol(all.Protocol) is { } unknown ? unknown
                : new WebsiteRecord { RedirectHost = all.HostName, RedirectProtocol = all.Protocol };
        }

        if (asked.IndexDocument is not { } index)
        {
            return S3Errors.InvalidArgument("A value for IndexDocument Suffix must be provided if RedirectAllRequestsTo is empty", "IndexDocument", "null");
        }

        if (string.IsNullOrEmpty(index.Suffix) || index.Suffix.Contains('/', StringComparison.Ordinal))
        {
            return S3Errors.InvalidArgument("The IndexDocument Suffix is not well formed", "IndexDocument", index.Suffix);
        }

        if (asked.ErrorDocument is { Key: null or "" })
        {
            return S3Errors.MalformedXml;
        }

        if (asked.RoutingRules is { } given && (given.Count is 0 or > RulesMax || given.Exists(rule => rule.Redirect is null)))
        {
            return given.Count > RulesMax
                ? S3Errors.InvalidRequest(string.Create(CultureInfo.InvariantCulture, $"{given.Count} routing rules provided, the number of routing rules in a website configuration is limited to {RulesMax}."))
                : S3Errors.MalformedXml;
        }

        foreach (var rule in asked.RoutingRules ?? [])
        {
            if (Check(rule) is { } problem)
            {
                return problem;
            }
        }

        return new WebsiteRecord { Index = index.Suffix, ErrorKey = asked.ErrorDocument?.Key, Rules = [.. (asked.RoutingRules ?? []).Select(ToRecord)] };
    }

    internal static GetBucketWebsiteOutput ToShape(WebsiteRecord record) => record.RedirectHost is { } host
        ? new GetBucketWebsiteOutput { RedirectAllRequestsTo = new RedirectAllRequestsTo { HostName = host, Protocol = record.RedirectProtocol } }
        : new GetBucketWebsiteOutput
        {
            IndexDocument = new IndexDocument { Suffix = record.Index },
            ErrorDocument = record.ErrorKey is null ? null : new ErrorDocument { Key = record.ErrorKey },
            RoutingRules = record.Rules.Count == 0 ? null : [.. record.Rules.Select(ToShape)],
        };

    private static AwsError? Check(RoutingRule rule)
    {
        var redirect = rule.Redirect!;
        if (redirect.ReplaceKeyWith is not null && redirect.ReplaceKeyPrefixWith is not null)
        {
            return S3Errors.InvalidRequest("You can only define ReplaceKeyPrefix or ReplaceKey but not both.");
        }

        if (redirect is { HostName: null, Protocol: null, ReplaceKeyWith: null, ReplaceKeyPrefixWith: null, HttpRedirectCode: null } || rule.Condition is { HttpErrorCodeReturnedEquals: null, KeyPrefixEquals: null })
        {
            return S3Errors.MalformedXml;
        }

        if (redirect.HttpRedirectCode is { } code && !IsStatus(code, 301, 399))
        {
            return S3Errors.InvalidRequest($"The provided HTTP redirect code ({code}) is not valid. Valid codes are 3XX except 300.");
        }

        if (rule.Condition?.HttpErrorCodeReturnedEquals is { } error && !IsStatus(error, 400, 599))
        {
            return S3Errors.InvalidRequest($"The provided HTTP error code ({error}) is not valid. Valid codes are 4XX or 5XX.");
        }

        return CheckProtocol(redirect.Protocol);
    }

    private static AwsError? CheckProtocol(string? protocol) =>
        protocol is null or "http" or "https" ? null : S3Errors.InvalidRequest("Invalid protocol, protocol can be http or https. If not defined the protocol will be selected automatically.");

    private static bool IsStatus(string text, int min, int max) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var status) && status >= min && status <= max;

    private static WebsiteRuleRecord ToRecord(RoutingRule rule) => new()
    {
        HasCondition = rule.Condition is not null,
        KeyPrefix = rule.Condition?.KeyPrefixEquals,
        ErrorCode = rule.Condition?.HttpErrorCodeReturnedEquals,
        Host = rule.Redirect!.HostName,
        Protocol = rule.Redirect.Protocol,
        ReplaceKeyPrefixWith = rule.Redirect.ReplaceKeyPrefixWith,
        ReplaceKeyWith = rule.Redirect.ReplaceKeyWith,
        HttpCode = rule.Redirect.HttpRedirectCode,
    };

    private static RoutingRule ToShape(WebsiteRuleRecord rule) => new()
    {
        Condition = rule.HasCondition ? new Condition { KeyPrefixEquals = rule.KeyPrefix, HttpErrorCodeReturnedEquals = rule.ErrorCode } : null,
        Redirect = new Redirect
        {
            HostName = rule.Host, Protocol = rule.Protocol, ReplaceKeyPrefixWith = rule.ReplaceKeyPrefixWith, ReplaceKeyWith = rule.ReplaceKeyWith, HttpRedirectCode = rule.HttpCode,
        },
    };
}
