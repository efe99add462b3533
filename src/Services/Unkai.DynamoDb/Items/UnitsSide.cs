namespace Unkai.DynamoDb.Items;

/// <summary>Whether an answer says that its units were of reads or of writes: only transactions' do.</summary>
internal enum UnitsSide
{
    Unsaid,
    Read,
    Write,
}
