using Unkai.Api;

namespace Unkai.S3.Selecting;

/// <summary>The errors of SelectObjectContent.</summary>
/// <remarks>Source: Amazon S3 API reference, "List of SELECT Object Content Error Codes".</remarks>
internal static class SelectErrors
{
    internal static AwsError Lexer(string token) => Of("LexerInvalidChar", $"The SQL expression contains an invalid character: {token}.");

    internal static AwsError UnexpectedToken(string token) => Of("ParseUnexpectedToken", $"The SQL expression contains an unexpected token: {token}.");

    internal static AwsError MissingFrom { get; } = Of("ParseSelectMissingFrom", "The SQL expression contains a missing FROM after the SELECT list.");

    internal static AwsError ExpectedTypeName { get; } = Of("ParseExpectedTypeName", "Did not find the expected type name in the SQL expression.");

    internal static AwsError InvalidLimit { get; } = Of("ParseUnexpectedTerm", "The LIMIT clause of the SQL expression is not a number.");

    internal static AwsError UnsupportedFunction(string name) => Of("UnsupportedFunction", $"We encountered an unsupported SQL function: {name}.");

    internal static AwsError UnsupportedSyntax(string what) => Of("UnsupportedSyntax", $"We encountered invalid syntax: {what}.");

    internal static AwsError WrongArguments(string function) => Of("EvaluatorInvalidArguments", $"There is an incorrect number of arguments in the function call in the SQL expression: {function}.");

    internal static AwsError WrongArgumentType(string function) => Of("IncorrectSqlFunctionArgumentType", $"The argument type of the SQL function {function} is incorrect.");

    internal static AwsError CastFailed { get; } = Of("CastFailed", "Attempt to convert from one data type to another using CAST failed in the SQL expression.");

    internal static AwsError Arithmetic { get; } = Of("EvaluatorInvalidArguments", "An operand of an arithmetic operator in the SQL expression is not a number.");

    internal static AwsError Overflow { get; } = Of("IntegerOverflow", "Integer overflow or underflow in the SQL expression.");

    internal static AwsError DivisionByZero { get; } = Of("DivideByZero", "A number in the SQL expression was divided by zero.");

    internal static AwsError MissingHeaders { get; } = Of("MissingHeaders", "Some headers in the query are missing from the file. Check the file and try again.");

    internal static AwsError InvalidColumn { get; } = Of("InvalidColumnIndex", "The column index in the SQL expression is invalid.");

    internal static AwsError InvalidAlias(string name) => Of("InvalidTableAlias", $"The SQL expression contains an invalid table alias: {name}.");

    internal static AwsError InvalidDataSource { get; } = Of("InvalidDataSource", "Invalid data source type. Only CSV, JSON, and Parquet are supported.");

    internal static AwsError InvalidExpressionType { get; } = Of("InvalidExpressionType", "The ExpressionType is invalid. Only SQL expressions are supported.");

    internal static AwsError InvalidCompression { get; } = Of("InvalidCompressionFormat", "The file is not in a supported compression format. Only GZIP and BZIP2 are supported.");

    internal static AwsError InvalidFileHeaderInfo { get; } = Of("InvalidFileHeaderInfo", "The FileHeaderInfo is invalid. Only NONE, USE, and IGNORE are supported.");

    internal static AwsError InvalidJsonType { get; } = Of("InvalidJsonType", "The JsonType is invalid. Only DOCUMENT and LINES are supported.");

    internal static AwsError InvalidQuoteFields { get; } = Of("InvalidQuoteFields", "The QuoteFields is invalid. Only ALWAYS and ASNEEDED are supported.");

    internal static AwsError InvalidParameter(string name) => Of("InvalidRequestParameter", $"The value of a parameter in the SelectRequest element is invalid: {name}. Check the service API documentation and try again.");

    internal static AwsError MissingParameter { get; } = Of("MissingRequiredParameter", "The SelectRequest entity is missing a required parameter. Check the service documentation and try again.");

    internal static AwsError ExpressionTooLong { get; } = Of("ExpressionTooLong", "The SQL expression is too long. The maximum byte-length for an SQL expression is 256 KB.");

    internal static AwsError JsonParsing { get; } = Of("JSONParsingError", "Encountered an error parsing the JSON file. Check the file and try again.");

    internal static AwsError RecordTooLarge { get; } = Of("OverMaxRecordSize", "The length of a record in the input or result is greater than the maxCharsPerRecord limit of 1 MB.");

    internal static AwsError Truncated { get; } = Of("TruncatedInput", "Decompression failed. Check that the object is properly compressed using the format specified in the request.");

    internal static AwsError InvalidScanRange { get; } = Of("InvalidScanRange", "The value for the ScanRange is invalid.");

    internal static AwsError UnsupportedScanRange { get; } = Of("UnsupportedScanRangeInput", "Scan range queries are not supported on this type of object.");

    private static AwsError Of(string code, string message) => new(code, 400, message);
}
