using System.Text;
using System.Text.Json;

namespace Unkai.Sqs.Model;

/// <summary>The handle of a move task: Base64 of the JSON that AWS's has, task id and source ARN.</summary>
internal sealed record MoveTaskHandle(string TaskId, string Source)
{
    /// <returns>Null when the text is no handle.</returns>
    internal static MoveTaskHandle? Parse(string? text)
    {
        var bytes = new byte[text?.Length ?? 0];
        if (string.IsNullOrEmpty(text) || !Convert.TryFromBase64String(text, bytes, out var size))
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(bytes.AsMemory(0, size));
            return document.RootElement is { ValueKind: JsonValueKind.Object } root
                && root.TryGetProperty("taskId", out var task) && root.TryGetProperty("sourceArn", out var source)
                ? new MoveTaskHandle(task.ToString(), source.ToString())
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Ids and ARNs hold nothing that JSON escapes.</summary>
    public override string ToString() => Convert.ToBase64String(Encoding.UTF8.GetBytes($$"""{"taskId":"{{TaskId}}","sourceArn":"{{Source}}"}"""));
}
