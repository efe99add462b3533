namespace Unkai;

/// <summary>A twelve-digit AWS account id.</summary>
public readonly record struct AccountId
{
    private readonly string? _value;

    private AccountId(string value) => _value = value;

    /// <summary>The account of development keys that name none: 000000000000.</summary>
    public static AccountId Default { get; } = new("000000000000");

    /// <summary>The twelve digits.</summary>
    public string Value => _value ?? "000000000000";

    /// <returns>Null unless the text is twelve ASCII digits.</returns>
    public static AccountId? Parse(string? text) =>
        text is { Length: 12 } && !text.AsSpan().ContainsAnyExceptInRange('0', '9') ? new AccountId(text) : null;

    /// <inheritdoc/>
    public override string ToString() => Value;
}
