namespace Unkai;

/// <summary>The name of a world: a whole cloud with a state, a clock, faults and a bill of its own.</summary>
/// <remarks>1 to 64 characters: lower-case letters, digits and hyphens; starts with a letter or digit.</remarks>
public readonly record struct WorldName
{
    /// <summary>The longest name, in characters.</summary>
    public const int LengthMax = 64;

    /// <summary>The rule for names, in words for whoever broke it.</summary>
    public const string Rule = "A world's name is 1 to 64 of a-z, 0-9 and -, and begins with a letter or digit.";

    private readonly string? _value;

    private WorldName(string value) => _value = value;

    /// <summary>The world that always exists.</summary>
    public static WorldName Default { get; } = new("default");

    /// <summary>The name as text.</summary>
    public string Value => _value ?? "default";

    /// <returns>Null when the text is no world's name.</returns>
    public static WorldName? Parse(string? text)
    {
        if (text is not { Length: > 0 and <= LengthMax } || text[0] == '-')
        {
            return null;
        }

        foreach (var c in text)
        {
            if (c is not ((>= 'a' and <= 'z') or (>= '0' and <= '9') or '-'))
            {
                return null;
            }
        }

        return new WorldName(text);
    }

    /// <inheritdoc/>
    public override string ToString() => Value;
}
