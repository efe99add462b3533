namespace Unkai.DynamoDb.Expressions;

/// <summary>What kinds of words expressions are made of.</summary>
internal enum TokenKind
{
    /// <summary>An attribute's name, a function's or a keyword.</summary>
    Name,

    /// <summary><c>#name</c>.</summary>
    NamePlaceholder,

    /// <summary><c>:value</c>.</summary>
    ValuePlaceholder,

    /// <summary>Digits.</summary>
    Number,

    /// <summary>One of the signs that expressions know.</summary>
    Symbol,

    /// <summary>A character that no expression has.</summary>
    Unknown,

    End,
}
