using System.Text.Json;
using Unkai.Api;
using Unkai.Cloud;

namespace Unkai.S3.Notifications;

/// <summary>Destinations that are called by name: SNS topics and the account's default event bus. Where the cloud has no such service, the call's error says so.</summary>
internal static class NamedDestinations
{
    internal static ValueTask<Outcome<ReadOnlyMemory<byte>>> PublishAsync(Call call, Arn topic, string message)
    {
        var asS3 = call.As(Principal.Service(Destinations.ServicePrincipal, AccountId.Parse(topic.Account) ?? call.Account), Destinations.ServicePrincipal).In(topic.Region);
        return asS3.InvokeAsync("sns", "Publish", Json(("TopicArn", topic.ToString()), ("Message", message), ("Subject", "Amazon S3 Notification")));
    }

    internal static ValueTask<Outcome<ReadOnlyMemory<byte>>> PutEventsAsync(Call call, string owner, string region, string request) =>
        AsS3(call, owner, region).InvokeAsync("events", "PutEvents", System.Text.Encoding.UTF8.GetBytes(request));

    /// <summary>Whether there is an event bus to tell.</summary>
    internal static async ValueTask<bool> HasEventBusAsync(Call call, string owner, string region) =>
        !(await AsS3(call, owner, region).InvokeAsync("events", "DescribeEventBus", "{}"u8.ToArray())).IsError;

    private static Call AsS3(Call call, string owner, string region) =>
        call.As(Principal.Service(Destinations.ServicePrincipal, AccountId.Parse(owner) ?? call.Account), Destinations.ServicePrincipal).In(region);

    private static byte[] Json(params (string Name, string Value)[] members)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            foreach (var (name, value) in members)
            {
                writer.WriteString(name, value);
            }

            writer.WriteEndObject();
        }

        return stream.ToArray();
    }
}
