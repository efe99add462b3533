namespace Unkai.Storage.Torture;

internal enum DiskChange
{
    Create,
    Write,
    Allocate,
    Sync,
    SyncFolder,
    Rename,
    Delete,
    Cut,
}
