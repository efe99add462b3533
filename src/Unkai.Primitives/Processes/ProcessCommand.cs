namespace Unkai;

/// <summary>A program to start, with everything it will see: nothing of this process's own environment is inherited.</summary>
public sealed record ProcessCommand
{
    /// <summary>An absolute path, or a name that is looked for on this process's <c>PATH</c>.</summary>
    public required string FileName { get; init; }

    /// <summary>Arguments, unquoted, without the program's name.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>The child's whole environment.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Null: this process's own.</summary>
    public string? WorkingDirectory { get; init; }
}
