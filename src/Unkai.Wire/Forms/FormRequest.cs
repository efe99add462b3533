using Microsoft.AspNetCore.Http;
using Unkai.Api;
using Unkai.Api.Contracts;
using Unkai.Wire.Protocols;
using Unkai.Wire.Protocols.Http;
using Unkai.Wire.Protocols.Query;
using Unkai.Wire.Routing;

namespace Unkai.Wire.Forms;

/// <summary>Requests whose headers come in a form's fields.</summary>
public static class FormRequest
{
    /// <summary>Sets the members that have headers.</summary>
    /// <returns>The header whose text is wrong; null when none is.</returns>
    public static string? Read(OperationContract operation, Shape target, IHeaderDictionary headers) =>
        HttpMembers.ReadRequest(operation, target, headers, default, QueryParameters.None)?.WireName;

    /// <summary>Writes the members that have headers.</summary>
    public static void WriteHeaders(Shape shape, IHeaderDictionary headers) => HttpMembers.WriteHeaders(shape, headers);
}
