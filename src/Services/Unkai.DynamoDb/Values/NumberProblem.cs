namespace Unkai.DynamoDb.Values;

/// <summary>Why something is no number that DynamoDB holds.</summary>
internal enum NumberProblem
{
    None,
    NotANumber,
    TooPrecise,
    Overflow,
    Underflow,
}
