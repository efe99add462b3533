namespace Unkai.DynamoDb.Expressions;

/// <summary>One step into a document: a member of a map, or an element of a list.</summary>
/// <param name="Name">A name, or a placeholder with its <c>#</c>; null for an element.</param>
/// <param name="Index">The element's place, from 0.</param>
/// <param name="IsPlaceholder">Whether the name stands for another.</param>
internal readonly record struct PathPart(string? Name, int Index, bool IsPlaceholder)
{
    /// <summary>A member by its own name.</summary>
    internal static PathPart Member(string name) => new(name, 0, IsPlaceholder: false);

    /// <summary>A member by a placeholder.</summary>
    internal static PathPart Placeholder(string name) => new(name, 0, IsPlaceholder: true);

    /// <summary>An element of a list.</summary>
    internal static PathPart Element(int index) => new(null, index, IsPlaceholder: false);
}
