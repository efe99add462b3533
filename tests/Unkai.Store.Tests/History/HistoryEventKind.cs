namespace Unkai.Storage.Tests.History;

internal enum HistoryEventKind
{
    Get,
    Range,
    RangeBackward,
    Claim,
    Put,
    Delete,
    DeleteRange,
    Add,
    Append,
}
