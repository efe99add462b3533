using System.Text.Json;

namespace Unkai.Cli;

/// <summary>How the command prints JSON.</summary>
internal static class JsonText
{
    internal static JsonSerializerOptions Indented { get; } = new() { WriteIndented = true };
}
