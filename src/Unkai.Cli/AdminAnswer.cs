using System.Text.Json;

namespace Unkai.Cli;

/// <summary>What the admin API answered; a refusal has its words.</summary>
internal sealed record AdminAnswer(JsonElement Body, string? Refusal);
