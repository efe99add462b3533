using System.CommandLine;

namespace Unkai.Cli.Commands;

/// <summary><c>unkai try</c>: runs one of the gallery's architectures.</summary>
internal static class TryCommand
{
    internal static Command Create() => new("try", "Deploy and run an example") { TryTranscodeCommand.Create() };
}
