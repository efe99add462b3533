namespace Unkai.Storage.Torture;

/// <summary>A change of names in a folder that is not on the medium yet.</summary>
/// <param name="Folder">The folder whose sync makes it durable.</param>
/// <param name="Path">The name that changes.</param>
/// <param name="File">What it names afterwards; null: it goes.</param>
/// <param name="OldPath">The name that goes in the same instant.</param>
internal sealed record NameChange(string Folder, string Path, SimulatedFile? File, string? OldPath = null)
{
    internal void Apply(Dictionary<string, SimulatedFile> names)
    {
        if (OldPath is not null)
        {
            names.Remove(OldPath);
        }

        if (File is null)
        {
            names.Remove(Path);
        }
        else
        {
            names[Path] = File;
        }
    }
}
