using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Unkai.Lambda.Model;

namespace Unkai.Lambda;

/// <summary>Resource policies of functions.</summary>
internal static class Permissions
{
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Whether a service may invoke.</summary>
    /// <remarks>Conditions on the source (aws:SourceArn, aws:SourceAccount) count as met: a call doesn't say which bucket or rule it comes from.</remarks>
    internal static bool AllowsService(FunctionRecord function, string? qualifier, string service) =>
        function.Policies.GetValueOrDefault(qualifier ?? "")?.Statements.Any(
            statement => (statement.Principal == service || statement.Principal == "*") && statement.Action is "lambda:InvokeFunction" or "lambda:*" or "*") == true;

    /// <summary>The policy as JSON; null without one.</summary>
    internal static string? Document(FunctionReference reference, FunctionRecord? function, string? qualifier) =>
        function?.Policies.GetValueOrDefault(qualifier ?? "") is { Statements.Count: > 0 } policy
            ? Write(writer =>
            {
                writer.WriteStartObject();
                writer.WriteString("Version", "2012-10-17");
                writer.WriteString("Id", "default");
                writer.WriteStartArray("Statement");
                foreach (var statement in policy.Statements)
                {
                    Write(writer, reference, qualifier, statement);
                }

                writer.WriteEndArray();
                writer.WriteEndObject();
            })
            : null;

    internal static string Document(FunctionReference reference, string? qualifier, StatementRecord statement) => Write(writer => Write(writer, reference, qualifier, statement));

    private static void Write(Utf8JsonWriter writer, FunctionReference reference, string? qualifier, StatementRecord statement)
    {
        writer.WriteStartObject();
        writer.WriteString("Sid", statement.Sid);
        writer.WriteString("Effect", "Allow");
        if (statement.Principal == "*")
        {
            writer.WriteString("Principal", "*");
        }
        else
        {
            writer.WriteStartObject("Principal");
            if (statement.Principal.EndsWith(".amazonaws.com", StringComparison.Ordinal))
            {
                writer.WriteString("Service", statement.Principal);
            }
            else
            {
                writer.WriteString("AWS", AccountId.Parse(statement.Principal) is { } account ? $"arn:aws:iam::{account}:root" : statement.Principal);
            }

            writer.WriteEndObject();
        }

        writer.WriteString("Action", statement.Action);
        writer.WriteString("Resource", qualifier is null ? reference.FunctionArn : $"{reference.FunctionArn}:{qualifier}");
        WriteConditions(writer, statement);
        writer.WriteEndObject();
    }

    private static void WriteConditions(Utf8JsonWriter writer, StatementRecord statement)
    {
        List<(string Key, string Value)> equal = [];
        Add("AWS:SourceAccount", statement.SourceAccount);
        Add("lambda:EventSourceToken", statement.EventSourceToken);
        Add("aws:PrincipalOrgID", statement.OrganizationId);
        Add("lambda:FunctionUrlAuthType", statement.FunctionUrlAuthType);
        if (equal.Count == 0 && statement.SourceArn is null)
        {
            return;
        }

        writer.WriteStartObject("Condition");
        if (equal.Count > 0)
        {
            writer.WriteStartObject("StringEquals");
            foreach (var (key, value) in equal)
            {
                writer.WriteString(key, value);
            }

            writer.WriteEndObject();
        }

        if (statement.SourceArn is { } source)
        {
            writer.WriteStartObject("ArnLike");
            writer.WriteString("AWS:SourceArn", source);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();

        void Add(string key, string? value)
        {
            if (value is not null)
            {
                equal.Add((key, value));
            }
        }
    }

    private static string Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer, s_options))
        {
            write(writer);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
