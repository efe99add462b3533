namespace Unkai.S3.Model;

/// <summary>The payload of a notification's job: to whom, and the event.</summary>
internal sealed record NotificationOrder(string Target, string Bucket, string Owner, string Region, string Event);
