using System;
using Microsoft.CodeAnalysis.Text;

namespace Unkai.Generator;

/// <summary>A class that implements IOperation, as text, so that the compiler may keep it between runs.</summary>
internal sealed class OperationClass(
    string name, string typeName, string request, string response, bool hasConstructor, (string Path, TextSpan Span, LinePositionSpan Lines) location)
    : IEquatable<OperationClass>
{
    public string Name { get; } = name;

    public string TypeName { get; } = typeName;

    public string Request { get; } = request;

    public string Response { get; } = response;

    public bool HasConstructor { get; } = hasConstructor;

    public (string Path, TextSpan Span, LinePositionSpan Lines) Location { get; } = location;

    public bool Equals(OperationClass? other) =>
        other is not null && TypeName == other.TypeName && Request == other.Request && Response == other.Response
        && HasConstructor == other.HasConstructor && Location.Equals(other.Location);

    public override bool Equals(object? obj) => Equals(obj as OperationClass);

    public override int GetHashCode() => TypeName.GetHashCode();
}
