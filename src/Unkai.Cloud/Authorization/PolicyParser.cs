using System.Text.Json;

namespace Unkai.Cloud.Authorization;

/// <summary>Reads IAM's JSON policy language.</summary>
/// <remarks>Source: IAM User Guide, "Grammar of the IAM JSON policy language".</remarks>
public static class PolicyParser
{
    private static readonly JsonDocumentOptions s_options = new() { MaxDepth = 16 };

    /// <summary>Parses a policy; <paramref name="problem"/> says in a sentence what is wrong when it returns null.</summary>
    public static PolicyDocument? Parse(string json, PolicyKind kind, out string? problem)
    {
        try
        {
            using var document = JsonDocument.Parse(json, s_options);
            problem = null;
            return ReadPolicy(document.RootElement, kind);
        }
        catch (JsonException)
        {
            problem = "Syntax errors in policy.";
        }
        catch (PolicyFormatException malformed)
        {
            problem = malformed.Message;
        }

        return null;
    }

    private static PolicyDocument ReadPolicy(JsonElement root, PolicyKind kind)
    {
        Require(root.ValueKind == JsonValueKind.Object, "Syntax errors in policy.");
        string version = "2008-10-17";
        string? id = null;
        List<PolicyStatement>? statements = null;
        foreach (var member in root.EnumerateObject())
        {
            switch (member.Name)
            {
                case "Version":
                    version = Text(member.Value);
                    Require(version is "2012-10-17" or "2008-10-17", "The policy must contain a valid version string");
                    break;
                case "Id":
                    id = Text(member.Value);
                    break;
                case "Statement":
                    statements = [.. OneOrMany(member.Value).Select(statement => ReadStatement(statement, kind))];
                    break;
                default:
                    throw new PolicyFormatException("Syntax errors in policy.");
            }
        }

        Require(statements is { Count: > 0 }, kind == PolicyKind.Resource && statements is null ? "Missing required field Statement" : "Syntax errors in policy.");
        var sids = statements!.Where(statement => !string.IsNullOrEmpty(statement.Sid)).Select(statement => statement.Sid).ToList();
        Require(sids.Count == sids.Distinct().Count(), "Statement IDs (SID) in a single policy must be unique.");
        return new PolicyDocument { Version = version, Id = id, Statements = statements! };
    }

    private static PolicyStatement ReadStatement(JsonElement element, PolicyKind kind)
    {
        Require(element.ValueKind == JsonValueKind.Object, "Syntax errors in policy.");
        PolicyEffect? effect = null;
        var statement = new PolicyStatement { Effect = PolicyEffect.Deny };
        foreach (var member in element.EnumerateObject())
        {
            switch (member.Name)
            {
                case "Sid": statement = statement with { Sid = Text(member.Value) }; break;
                case "Effect":
                    effect = Text(member.Value) switch
                    {
                        "Allow" => PolicyEffect.Allow,
                        "Deny" => PolicyEffect.Deny,
                        var other => throw new PolicyFormatException(kind == PolicyKind.Resource ? $"Invalid effect: {other}" : "Syntax errors in policy."),
                    };
                    break;
                case "Action": statement = statement with { Actions = Actions(member.Value) }; break;
                case "NotAction": statement = statement with { NotActions = Actions(member.Value) }; break;
                case "Resource": statement = statement with { Resources = Resources(member.Value, kind) }; break;
                case "NotResource": statement = statement with { NotResources = Resources(member.Value, kind) }; break;
                case "Principal": statement = statement with { Principals = Principals(member.Value) }; break;
                case "NotPrincipal": statement = statement with { NotPrincipals = Principals(member.Value) }; break;
                case "Condition": statement = statement with { Conditions = PolicyConditionParser.Parse(member.Value) }; break;
                default: throw new PolicyFormatException("Syntax errors in policy.");
            }
        }

        Require(effect is not null, "Missing required field Effect");
        Require((statement.Actions is null) != (statement.NotActions is null), kind == PolicyKind.Resource && statement.Actions is null ? "Missing required field Action" : "Policy statement must contain actions.");
        Require(statement.Resources is null || statement.NotResources is null, "Syntax errors in policy.");
        var hasResource = statement.Resources is not null || statement.NotResources is not null;
        var hasPrincipal = statement.Principals is not null || statement.NotPrincipals is not null;
        switch (kind)
        {
            case PolicyKind.Identity:
                Require(hasResource, "Policy statement must contain resources.");
                Require(!hasPrincipal, "Policy document should not specify a principal.");
                break;
            case PolicyKind.Trust:
                Require(!hasResource, "Has prohibited field Resource");
                Require(hasPrincipal, "Missing required field Principal");
                break;
            default:
                Require(hasPrincipal, "Missing required field Principal");
                break;
        }

        return statement with { Effect = effect!.Value };
    }

    private static List<string> Actions(JsonElement value)
    {
        List<string> actions = [.. OneOrMany(value).Select(Text)];
        Require(actions.Count > 0 && actions.All(action => action == "*" || action.IndexOf(':', StringComparison.Ordinal) > 0), "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.");
        return actions;
    }

    private static List<string> Resources(JsonElement value, PolicyKind kind)
    {
        List<string> resources = [.. OneOrMany(value).Select(Text)];
        Require(
            kind != PolicyKind.Identity || resources.All(resource => resource.Contains('*', StringComparison.Ordinal) || resource.StartsWith("arn:", StringComparison.Ordinal)),
            $"Resource {resources.FirstOrDefault(resource => !resource.StartsWith("arn:", StringComparison.Ordinal))} must be in ARN format or \"*\".");
        return resources;
    }

    private static PolicyPrincipals Principals(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.String)
        {
            Require(value.GetString() == "*", "Invalid principal in policy");
            return new PolicyPrincipals { IsEveryone = true };
        }

        Require(value.ValueKind == JsonValueKind.Object, "Invalid principal in policy");
        var principals = new PolicyPrincipals();
        foreach (var member in value.EnumerateObject())
        {
            List<string> names = [.. OneOrMany(member.Value).Select(Text)];
            principals = member.Name switch
            {
                "AWS" => principals with { Aws = names },
                "Service" => principals with { Services = names },
                "Federated" => principals with { Federated = names },
                "CanonicalUser" => principals with { CanonicalUsers = names },
                _ => throw new PolicyFormatException("Invalid principal in policy"),
            };
        }

        return principals;
    }

    internal static IEnumerable<JsonElement> OneOrMany(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : [value];

    internal static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        _ => throw new PolicyFormatException("Syntax errors in policy."),
    };

    private static void Require(bool holds, string problem)
    {
        if (!holds)
        {
            throw new PolicyFormatException(problem);
        }
    }
}
