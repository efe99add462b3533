using System.Text;
using Microsoft.AspNetCore.Http;
using Unkai.Api;
using Unkai.Api.Contracts;
using Unkai.Api.Xml;
using Unkai.Wire.Protocols.Xml;

namespace Unkai.Wire.Protocols.Query;

/// <summary>awsQuery.</summary>
internal sealed class QueryProtocol : Protocol
{
    public override ProtocolKind Kind => ProtocolKind.Query;

    internal override string EventContentType => "text/xml";

    private protected override string ContentType(ServiceContract? service, HttpContext context) => "text/xml";

    private protected override AwsError? ReadBody(OperationContract operation, ReadOnlySpan<byte> body, Shape target) =>
        QueryParameters.Parse(body) is { } form
            ? ReadForm(operation, form, target)
            : new AwsError("MalformedQueryString", 400, "The query string has too many parameters.");

    private protected override AwsError? ReadForm(OperationContract operation, QueryParameters form, Shape target) =>
        QueryShapeReader.Read(form, target) is { } parameter ? InvalidValue(operation.Service, parameter) : null;

    private protected override string? WriteBody(OperationContract operation, Shape response, PooledBuffer output, string requestId)
    {
        var xml = new XmlOutput(output);
        var root = Encoding.UTF8.GetBytes(operation.Name + "Response");
        xml.Start(root, operation.Service.XmlNamespace);
        if (operation.ResultWrapper is { } wrapper)
        {
            XmlShapeWriter.Write(xml, Encoding.UTF8.GetBytes(wrapper), response);
        }

        xml.Start("ResponseMetadata"u8);
        xml.Element("RequestId"u8, requestId);
        xml.End("ResponseMetadata"u8);
        xml.End(root);
        return null;
    }

    private protected override void WriteErrorBody(ServiceContract? service, AwsError error, PooledBuffer output, HttpResponse http, string requestId) =>
        QueryErrors.Write(new XmlOutput(output), service, error, QueryCodeOf(service, error), requestId);

    internal override void WriteStructure(Shape shape, PooledBuffer output) =>
        XmlShapeWriter.Write(new XmlOutput(output), Encoding.UTF8.GetBytes(shape.Contract.Name), shape);

    internal override bool TryReadStructure(ReadOnlySpan<byte> body, Shape target) => XmlShapeReader.TryRead(body, target);

    private protected override AwsError InvalidValue(ServiceContract service, string name) =>
        new("InvalidParameterValue", 400, $"The value of the parameter {name} is invalid.");

    private protected override void Complete(OperationContract operation, Shape shape, HttpRequest request)
    {
        // SQS: a request to a queue's URL need not repeat it.
        if (operation.Service.Name == "sqs" && request.Path.Value is { Length: > 1 } path
            && operation.Input.Find("QueueUrl") is { } url && !shape.Has(url.Slot))
        {
            shape.SetString(url.Slot, $"{request.Scheme}://{request.Host.Value}{path}");
        }
    }
}
