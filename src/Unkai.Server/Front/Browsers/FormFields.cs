using System.Xml;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http;
using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Wire.Forms;

namespace Unkai.Server.Front.Browsers;

/// <summary>A form's fields as a PutObject request: most bear the name of a header.</summary>
internal static class FormFields
{
    internal static Outcome<PutObjectRequest> ToRequest(FormUpload form, string bucket)
    {
        var headers = new HeaderDictionary();
        foreach (var (name, value) in form.Fields)
        {
            var header = name.ToLowerInvariant() switch
            {
                "acl" => "x-amz-acl",
                "tagging" => null,
                var other when other.StartsWith("x-amz-", StringComparison.Ordinal) => other,
                "cache-control" or "content-type" or "content-disposition" or "content-encoding" or "content-language" or "content-md5" or "expires" => name,
                _ => null,
            };
            if (header is not null)
            {
                headers[header] = value;
            }
        }

        var request = new PutObjectRequest();
        if (FormRequest.Read(Visit.Operation("PutObject"), request, headers) is { } wrong)
        {
            return new AwsError("InvalidArgument", 400, "Invalid Argument") { Extra = [new("ArgumentName", wrong)] };
        }

        request.Bucket = bucket;
        request.Key = form.Key;
        if (form.Fields.TryGetValue("tagging", out var tagging))
        {
            if (TagsOf(tagging) is not { } tags)
            {
                return new AwsError("MalformedXML", 400, "The XML you provided was not well-formed or did not validate against our published schema");
            }

            request.Tagging = tags;
        }

        return request.Key.Length == 0 ? new AwsError("InvalidArgument", 400, "User key must have a length greater than 0.") { Extra = [new("ArgumentName", "key"), new("ArgumentValue", "")] } : request;
    }

    internal static void WriteHeaders(PutObjectOutput stored, HttpResponse response) => FormRequest.WriteHeaders(stored, response.Headers);

    /// <summary>The tagging field's document as the header that PutObject has.</summary>
    private static string? TagsOf(string xml)
    {
        try
        {
            using var reader = XmlReader.Create(new StringReader(xml), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
            var root = XDocument.Load(reader).Root!;
            return root.Name.LocalName != "Tagging" ? null : string.Join('&', root.Descendants().Where(element => element.Name.LocalName == "Tag").Select(tag =>
                $"{Part(tag, "Key")}={Part(tag, "Value")}"));
        }
        catch (XmlException)
        {
            return null;
        }
    }

    private static string Part(XElement tag, string name) => Uri.EscapeDataString(tag.Elements().FirstOrDefault(element => element.Name.LocalName == name)?.Value ?? "");
}
