namespace Unkai.DynamoDb.PartiQl;

/// <summary>What kinds of words statements are made of.</summary>
internal enum PartiQlTokenKind
{
    /// <summary>A keyword, a function or a name.</summary>
    Word,

    /// <summary>A name in double quotes, without them.</summary>
    QuotedName,

    /// <summary>Text in single quotes, without them.</summary>
    Text,

    Number,

    Symbol,

    /// <summary>Something that no statement has, or quotes that are not closed.</summary>
    Unknown,

    End,
}
