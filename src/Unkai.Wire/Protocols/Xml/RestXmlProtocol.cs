using System.Text;
using Microsoft.AspNetCore.Http;
using Unkai.Api;
using Unkai.Api.Contracts;
using Unkai.Api.Xml;
using Unkai.Wire.Bodies;

namespace Unkai.Wire.Protocols.Xml;

/// <summary>restXml.</summary>
internal sealed class RestXmlProtocol : Protocol
{
    public override ProtocolKind Kind => ProtocolKind.RestXml;

    internal override string EventContentType => "text/xml";

    private protected override bool IsRest => true;

    private protected override string ContentType(ServiceContract? service, HttpContext context) => "application/xml";

    private protected override AwsError? ReadBody(OperationContract operation, ReadOnlySpan<byte> body, Shape target)
    {
        if (body.IsEmpty)
        {
            return null;
        }

        if (operation.Input.Payload is not { } payload)
        {
            return XmlShapeReader.TryRead(body, target) ? null : NotWellFormed(operation);
        }

        switch (payload.Kind)
        {
            case ShapeKind.Blob:
                target.SetValue(payload.Slot, ShapeValue.Of((ReadOnlyMemory<byte>)body.ToArray()));
                return null;
            case ShapeKind.String:
                target.SetValue(payload.Slot, ShapeValue.Of((object)Encoding.UTF8.GetString(body)));
                return null;
            default:
                var shape = ((StructureContract)payload.Shape).New();
                target.SetReference(payload.Slot, shape);

                // A root of another name is another document.
                return XmlShapeReader.RootName(body) == RootOf(payload) && XmlShapeReader.TryRead(body, shape) ? null : NotWellFormed(operation);
        }
    }

    private protected override AwsError? CheckHeaders(OperationContract operation, IHeaderDictionary headers, ReadOnlySpan<byte> body)
    {
        if (RequiredDigests.Check(operation, headers) is { } missing)
        {
            return missing;
        }

        if (operation.RefusedHeader is { } refused && headers.TryGetValue(refused, out var asked))
        {
            return new AwsError("InvalidArgument", 400, $"{refused} header is not supported for this operation.") { Extra = [new("ArgumentName", refused), new("ArgumentValue", asked.ToString())] };
        }

        // Of CompleteMultipartUpload's checksums the model says that they are the object's: they are not for this body.
        foreach (var member in operation.Input.Members)
        {
            if (member.Location == MemberLocation.Header && member.WireName.StartsWith("x-amz-checksum-", StringComparison.Ordinal) && member.WireName != "x-amz-checksum-algorithm")
            {
                return null;
            }
        }

        return body.IsEmpty ? null : StatedDigests.Check(headers, body);
    }

    private protected override string? WriteBody(OperationContract operation, Shape response, PooledBuffer output, string requestId)
    {
        var xml = new XmlOutput(output, withMilliseconds: !operation.Service.HasErrorWrapping);
        var contract = operation.Output;
        if (contract.Payload is { } payload)
        {
            if (!response.Has(payload.Slot))
            {
                return null;
            }

            var value = response.GetValue(payload.Slot);
            switch (payload.Kind)
            {
                case ShapeKind.Blob:
                    System.Buffers.BuffersExtensions.Write(output, value.Blob.Span);
                    return "application/octet-stream";
                case ShapeKind.String:
                    Encoding.UTF8.GetBytes(value.String, output);
                    return operation.Service.Name == "s3" ? "application/json" : "text/plain";
                default:
                    xml.Declaration();
                    XmlShapeWriter.Write(xml, Encoding.UTF8.GetBytes(RootOf(payload)), (Shape)value.Reference!, payload.XmlNamespace ?? operation.Service.XmlNamespace);
                    return null;
            }
        }

        if (operation.ResponseCode == 204 || !contract.Members.Any(static m => m.Location == MemberLocation.Body))
        {
            return null;
        }

        xml.Declaration();
        var root = Encoding.UTF8.GetBytes(contract.XmlName ?? contract.Name);
        if (contract.IsUnwrapped)
        {
            xml.Start(root, operation.Service.XmlNamespace);
            var slot = response.NextSet(0);
            xml.Text(slot < 0 ? "" : TextValues.Format(contract.Members[slot], TimestampFormat.Iso8601, response.GetValue(slot)));
            xml.End(root);
        }
        else
        {
            XmlShapeWriter.Write(xml, root, response, contract.XmlNamespace ?? operation.Service.XmlNamespace);
        }

        return null;
    }

    private protected override void WriteErrorBody(ServiceContract? service, AwsError error, PooledBuffer output, HttpResponse http, string requestId)
    {
        // No body may follow these, whatever happened.
        if (error.Status is 304 || HttpMethods.IsHead(http.HttpContext.Request.Method))
        {
            if (error.Status is not 304 && service is { HasErrorWrapping: false })
            {
                http.ContentType = ContentType(service, http.HttpContext);
            }

            return;
        }

        var xml = new XmlOutput(output);
        xml.Declaration();
        var isWrapped = service is not { HasErrorWrapping: false };
        if (isWrapped)
        {
            QueryErrors.Write(xml, service, error, error.Code, requestId);
            return;
        }

        xml.Start("Error"u8);
        xml.Element("Code"u8, error.Code);
        xml.Element("Message"u8, error.Message);
        QueryErrors.WriteDetail(xml, error);
        xml.Element("RequestId"u8, requestId);
        xml.Element("HostId"u8, HostId(requestId));
        xml.End("Error"u8);
    }

    internal override void WriteStructure(Shape shape, PooledBuffer output) =>
        XmlShapeWriter.Write(new XmlOutput(output), Encoding.UTF8.GetBytes(shape.Contract.XmlName ?? shape.Contract.Name), shape);

    internal override bool TryReadStructure(ReadOnlySpan<byte> body, Shape target) => XmlShapeReader.TryRead(body, target);

    private protected override AwsError InvalidMember(ServiceContract service, MemberContract member, HttpRequest request)
    {
        var isNumber = member.Kind is ShapeKind.Integer or ShapeKind.Long;
        var value = member.Location == MemberLocation.QueryString ? request.Query[member.WireName] : request.Headers[member.WireName];
        if (member.WireName == "x-amz-mp-object-size")
        {
            return new AwsError("InvalidRequest", 400, $"Value for x-amz-mp-object-size header is invalid: '{value}'");
        }

        var message = member.WireName switch
        {
            "partNumber" => "Part number must be an integer between 1 and 10000, inclusive",
            "x-amz-object-lock-retain-until-date" => "The retain until date must be provided in ISO 8601 format",
            _ => isNumber ? $"Provided {member.WireName} not an integer or within integer range" : "Invalid Argument",
        };
        return new AwsError("InvalidArgument", 400, message)
        {
            Extra = [new("ArgumentName", member.WireName), new("ArgumentValue", value.ToString())],
        };
    }

    private protected override AwsError TooLarge(ServiceContract service) =>
        new("MaxMessageLengthExceeded", 400, "Your request was too big.");

    private static string RootOf(MemberContract payload) =>
        payload.LocationName ?? (payload.Shape as StructureContract)?.XmlName ?? payload.Name; // A location that is the name itself is not written into contracts.

    private static AwsError NotWellFormed(OperationContract operation) => new(
        operation.Name is "PutBucketAcl" or "PutObjectAcl" ? "MalformedACLError" : "MalformedXML",
        400,
        "The XML you provided was not well-formed or did not validate against our published schema");
}
