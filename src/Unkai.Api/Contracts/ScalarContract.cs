using System.Collections.Immutable;

namespace Unkai.Api.Contracts;

/// <summary>A shape without members: strings, numbers, booleans, blobs, timestamps, documents.</summary>
public sealed class ScalarContract : ShapeContract
{
    internal ScalarContract(ServiceContract service, string name, ShapeKind kind)
        : base(service, name, kind)
    {
    }

    /// <summary>The regular expression that a string must match, as the model writes it (Java's dialect); null when there is none.</summary>
    public string? Pattern { get; internal set; }

    /// <summary>The values of an enumeration; empty when the string is free.</summary>
    public ImmutableArray<string> EnumValues { get; internal set; } = [];

    /// <summary>The same values in the order in which AWS's validator names them.</summary>
    public ImmutableArray<string> ToldValues { get => field.IsDefault ? EnumValues : field; internal set; }

    /// <summary>Whether the service takes other values than <see cref="EnumValues"/> so far, and answers them with an error of its own.</summary>
    public bool IsOpenEnum { get; internal set; }

    /// <summary>How a timestamp is written; the member may say otherwise.</summary>
    public TimestampFormat TimestampFormat { get; internal set; }

    /// <summary>Whether the blob is never held whole.</summary>
    public bool IsStreaming { get; internal set; }
}
