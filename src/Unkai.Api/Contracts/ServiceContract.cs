using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Unkai.Api.Contracts;

/// <summary>One AWS service as data: operations, shapes, constraints, errors and HTTP bindings.</summary>
public sealed class ServiceContract
{
    private FrozenDictionary<string, OperationContract>? _operationsByName;

    internal ServiceContract(string name) => Name = name;

    /// <summary>The contract's file name: <c>sqs</c>, <c>stepfunctions</c>.</summary>
    public string Name { get; }

    /// <summary>AWS's service id: <c>SQS</c>, <c>SFN</c>, <c>CloudWatch Logs</c>.</summary>
    public string ServiceId { get; internal set; } = "";

    /// <summary>The name in a signature's scope, and the prefix of IAM's actions: <c>sqs</c>, <c>states</c>.</summary>
    public string SigningName { get; internal set; } = "";

    /// <summary>The first label of AWS's host names: <c>sqs</c>, <c>monitoring</c>.</summary>
    public string EndpointPrefix { get; internal set; } = "";

    /// <summary>What stands before the dot in <c>X-Amz-Target</c>; null where the service speaks no awsJson or CBOR.</summary>
    public string? TargetPrefix { get; internal set; }

    /// <summary>The API's version, a date.</summary>
    public string ApiVersion { get; internal set; } = "";

    /// <summary>The XML namespace of responses; null where there is none.</summary>
    public string? XmlNamespace { get; internal set; }

    /// <summary><c>1.0</c> or <c>1.1</c> for awsJson; null otherwise.</summary>
    public string? JsonVersion { get; internal set; }

    /// <summary>The protocols that AWS accepts for the service, the one that new clients choose first.</summary>
    public ImmutableArray<ProtocolKind> Protocols { get; internal set; } = [];

    /// <summary>Whether errors in JSON and CBOR carry the Query protocol's code in <c>x-amzn-query-error</c>.</summary>
    public bool IsQueryCompatible { get; internal set; }

    /// <summary>What stands before <c>#</c> in the error names of JSON and CBOR (<c>com.amazonaws.sqs</c>); null when the name stands alone.</summary>
    public string? ErrorNamespace { get; internal set; }

    /// <summary>Whether an XML error stands in an <c>ErrorResponse</c>; in S3 it does not.</summary>
    public bool HasErrorWrapping { get; internal set; } = true;

    /// <summary>Whether answers bear the CRC-32 of their bodies, in <c>x-amz-crc32</c>; SDKs hold them against it.</summary>
    public bool HasChecksummedAnswers { get; internal set; }

    /// <summary>Whether a value of the wrong type "cannot be converted to String"; elsewhere it "can not be converted to a String".</summary>
    public bool HasBriefConversions { get; internal set; }

    /// <summary>The code for a body that cannot be read.</summary>
    public string MalformedErrorCode { get; internal set; } = "SerializationException";

    /// <summary>How the service checks the contract's constraints.</summary>
    public ValidationStyle Validation { get; internal set; }

    /// <summary>The code of the standard validator's error.</summary>
    public string ValidationErrorCode { get; internal set; } = "ValidationException";

    /// <summary>The bound of a request body that is read whole, in bytes.</summary>
    public int MaxBodyBytes { get; internal set; } = DefaultMaxBodyBytes;

    /// <summary>The bound where the contract names none, in bytes: 1 MiB of payload and room for what is around it.</summary>
    public const int DefaultMaxBodyBytes = 2 * 1024 * 1024;

    /// <summary>All operations, by name.</summary>
    public ImmutableArray<OperationContract> Operations { get; internal set; } = [];

    /// <summary>All structures, by name; a structure's <see cref="StructureContract.Index"/> is its place here.</summary>
    public ImmutableArray<StructureContract> Structures { get; internal set; } = [];

    /// <summary>All shapes, by name.</summary>
    public ImmutableArray<ShapeContract> Shapes { get; internal set; } = [];

    /// <summary>The generated types; null where shapes are <see cref="UntypedShape"/>.</summary>
    internal TypeFactory? Types { get; set; }

    /// <summary>The operation of a name; null when there is none.</summary>
    public OperationContract? FindOperation(string name) =>
        (_operationsByName ??= Operations.ToFrozenDictionary(o => o.Name, StringComparer.Ordinal)).GetValueOrDefault(name);

    /// <summary>The structure of a name (an error's, say); null when there is none.</summary>
    public StructureContract? FindStructure(string name)
    {
        int low = 0, high = Structures.Length - 1;
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            switch (string.CompareOrdinal(Structures[middle].Name, name))
            {
                case 0: return Structures[middle];
                case < 0: low = middle + 1; break;
                default: high = middle - 1; break;
            }
        }

        return null;
    }

    /// <summary>An error's name as JSON and CBOR carry it: with the service's namespace, or with the framework's for what the service does not model.</summary>
    /// <remarks>Observed in DynamoDB's answers: <c>com.amazon.coral.validate#ValidationException</c>, <c>com.amazon.coral.service#AccessDeniedException</c>.</remarks>
    public string ErrorTypeOf(string code) =>
        ErrorNamespace is null ? code
        : IsQueryCompatible || FindError(code) is not null ? $"{ErrorNamespace}#{code}"
        : code == ValidationErrorCode ? $"com.amazon.coral.validate#{code}"
        : $"com.amazon.coral.service#{code}";

    /// <summary>The error structure whose code on the wire this is; null when the contract has none.</summary>
    public StructureContract? FindError(string code)
    {
        foreach (var structure in Structures)
        {
            if (structure.IsError && string.Equals(structure.ErrorCode, code, StringComparison.Ordinal))
            {
                return structure;
            }
        }

        return FindStructure(code) is { IsError: true } named ? named : null;
    }

    /// <inheritdoc />
    public override string ToString() => Name;
}
