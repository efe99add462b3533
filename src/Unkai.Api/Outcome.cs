using System.Diagnostics.CodeAnalysis;

namespace Unkai.Api;

/// <summary>What an operation returns: a response or an error.</summary>
public readonly struct Outcome<T>
{
    private readonly T? _value;

    private Outcome(T? value, AwsError? error)
    {
        _value = value;
        Error = error;
    }

    /// <summary>Null when the operation succeeded.</summary>
    public AwsError? Error { get; }

    /// <summary>Whether there is an error.</summary>
    [MemberNotNullWhen(true, nameof(Error))]
    public bool IsError => Error is not null;

    /// <summary>The response; asking an error for it is a defect of the caller's.</summary>
    public T Value => Error is null ? _value! : throw new InvalidOperationException($"{Error.Code}: {Error.Message}");

    /// <summary>True, with the response, when the operation succeeded.</summary>
    public bool TryGet([MaybeNullWhen(false)] out T value)
    {
        value = _value;
        return Error is null;
    }

    /// <summary>The same outcome with the response seen as another type.</summary>
    public Outcome<TOther> Cast<TOther>()
        where TOther : class? => Error is null ? new((TOther)(object?)_value!, null) : new(default, Error);

#pragma warning disable CA2225 // Conversions are the type's whole purpose; named alternates would never be called.
    /// <summary>A response.</summary>
    public static implicit operator Outcome<T>(T value) => new(value, null);

    /// <summary>An error.</summary>
    public static implicit operator Outcome<T>(AwsError error) => new(default, error);
#pragma warning restore CA2225
}
