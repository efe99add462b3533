namespace Unkai.Storage;

/// <summary>A row of a table.</summary>
public readonly record struct Row<TKey, TValue>(TKey Key, TValue Value);
