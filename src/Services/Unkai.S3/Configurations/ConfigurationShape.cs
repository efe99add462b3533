using System.Buffers;
using System.Collections;
using System.Text;
using System.Text.Json;
using Unkai.Api;
using Unkai.Api.Contracts;
using Unkai.Api.Json;

namespace Unkai.S3.Configurations;

/// <summary>Shapes that are stored as they came: what the contract demands must be there, and words must be of its lists.</summary>
internal static class ConfigurationShape
{
    /// <summary>Whether all required members are there and all enumerated ones have a known value.</summary>
    internal static bool IsWhole(Shape shape)
    {
        foreach (var member in shape.Contract.Members)
        {
            if (!shape.Has(member.Slot))
            {
                if (member.IsRequired)
                {
                    return false;
                }

                continue;
            }

            if (!IsWhole(member, shape.GetReference(member.Slot)))
            {
                return false;
            }
        }

        return true;
    }

    internal static string ToJson(Shape shape)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(output, JsonShapeWriter.Options))
        {
            JsonShapeWriter.Write(writer, shape, JsonForm.Plain);
        }

        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    internal static T FromJson<T>(string json)
        where T : Shape, new()
    {
        var shape = new T();
        return JsonShapeReader.Read(Encoding.UTF8.GetBytes(json), shape, JsonForm.Plain) is null ? shape : throw new InvalidOperationException("A stored configuration cannot be read.");
    }

    private static bool IsWhole(MemberContract member, object? value) => value switch
    {
        Shape inner => IsWhole(inner),
        string text => member.Shape is not ScalarContract { EnumValues.Length: > 0 } scalar || scalar.EnumValues.Contains(text),
        IList list when member.Shape is ListContract contract => list.Cast<object?>().All(element => IsWhole(contract.Element, element)),
        _ => true,
    };
}
