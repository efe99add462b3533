namespace Unkai.Cli;

/// <summary>What the command's exit codes mean.</summary>
internal static class ExitCodes
{
    /// <summary>Done.</summary>
    internal const int Done = 0;

    /// <summary>It was tried and failed.</summary>
    internal const int Failed = 1;

    /// <summary>The command line, or what it names, is wrong; nothing was tried.</summary>
    internal const int Usage = 2;

    /// <summary>No cloud answers.</summary>
    internal const int NoCloud = 3;

    /// <summary>Something that the command needs is not installed.</summary>
    internal const int Missing = 4;
}
