using System.Text;
using Microsoft.AspNetCore.Http;
using Unkai.Api;
using Unkai.Api.Contracts;
using Unkai.Api.Xml;
using Unkai.Wire.Protocols.Xml;

namespace Unkai.Wire.Protocols.Query;

/// <summary>ec2Query.</summary>
internal sealed class Ec2Protocol : Protocol
{
    public override ProtocolKind Kind => ProtocolKind.Ec2;

    internal override string EventContentType => "text/xml";

    private protected override string ContentType(ServiceContract? service, HttpContext context) => "text/xml;charset=UTF-8";

    private protected override AwsError? ReadBody(OperationContract operation, ReadOnlySpan<byte> body, Shape target) =>
        QueryParameters.Parse(body) is { } form
            ? ReadForm(operation, form, target)
            : new AwsError("MalformedQueryString", 400, "The query string has too many parameters.");

    private protected override AwsError? ReadForm(OperationContract operation, QueryParameters form, Shape target) =>
        QueryShapeReader.Read(form, target) is { } parameter ? InvalidValue(operation.Service, parameter) : null;

    private protected override string? WriteBody(OperationContract operation, Shape response, PooledBuffer output, string requestId)
    {
        var xml = new XmlOutput(output);
        xml.Declaration();
        var root = Encoding.UTF8.GetBytes(operation.Name + "Response");
        xml.Start(root, operation.Service.XmlNamespace + "/");
        xml.Element("requestId"u8, requestId);
        if (response.IsEmpty)
        {
            // AWS's word for "done" where there is nothing else to say.
            xml.Element("return"u8, "true");
        }

        XmlShapeWriter.WriteMembers(xml, response);
        xml.End(root);
        return null;
    }

    private protected override void WriteErrorBody(ServiceContract? service, AwsError error, PooledBuffer output, HttpResponse http, string requestId)
    {
        var xml = new XmlOutput(output);
        xml.Declaration();
        xml.Start("Response"u8);
        xml.Start("Errors"u8);
        xml.Start("Error"u8);
        xml.Element("Code"u8, error.Code);
        xml.Element("Message"u8, error.Message);
        xml.End("Error"u8);
        xml.End("Errors"u8);
        xml.Element("RequestID"u8, requestId);
        xml.End("Response"u8);
    }

    internal override void WriteStructure(Shape shape, PooledBuffer output) =>
        XmlShapeWriter.Write(new XmlOutput(output), Encoding.UTF8.GetBytes(shape.Contract.Name), shape);

    internal override bool TryReadStructure(ReadOnlySpan<byte> body, Shape target) => XmlShapeReader.TryRead(body, target);

    private protected override AwsError InvalidValue(ServiceContract service, string name) =>
        new("InvalidParameterValue", 400, $"Value for parameter {name} is invalid.");
}
