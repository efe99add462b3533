namespace Unkai.Storage.Torture;

internal enum OperationKind
{
    Put,
    PutMany,
    Delete,
    DeleteRange,
    Add,
    Send,
    Claim,
    Blob,
}
