using System.Text;
using Unkai.Api;
using Unkai.Api.Contracts;
using Unkai.Api.Xml;

namespace Unkai.Wire.Protocols.Xml;

/// <summary>The error document of awsQuery, which restXml has too.</summary>
internal static class QueryErrors
{
    public static void Write(XmlOutput xml, ServiceContract? service, AwsError error, string code, string requestId)
    {
        xml.Start("ErrorResponse"u8, service?.XmlNamespace);
        xml.Start("Error"u8);
        if (service is not { SigningName: "s3" })
        {
            xml.Element("Type"u8, error.IsSender ? "Sender" : "Receiver");
        }

        xml.Element("Code"u8, code);
        xml.Element("Message"u8, error.Message);
        WriteDetail(xml, error);
        xml.End("Error"u8);
        xml.Element("RequestId"u8, requestId);
        xml.End("ErrorResponse"u8);
    }

    public static void WriteDetail(XmlOutput xml, AwsError error)
    {
        foreach (var (name, value) in error.Extra)
        {
            xml.Element(Encoding.UTF8.GetBytes(name), value);
        }

        if (error.Detail is not { } detail)
        {
            return;
        }

        for (var slot = detail.NextSet(0); slot >= 0; slot = detail.NextSet(slot + 1))
        {
            var member = detail.Contract.Members[slot];
            if (member.Location == MemberLocation.Body && !string.Equals(member.Name, "message", StringComparison.OrdinalIgnoreCase))
            {
                XmlShapeWriter.WriteValue(xml, member.XmlNameUtf8, member, detail.GetValue(slot));
            }
        }
    }
}
