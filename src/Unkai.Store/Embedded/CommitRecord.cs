namespace Unkai.Storage.Embedded;

/// <summary>What a commit did to a world: first the ranges removed, then the writes, sorted by key.</summary>
internal readonly record struct CommitRecord(World World, WorldState State, KeyRange[] Removed, TreeWrite[] Writes);
