using System.Collections;
using System.Globalization;
using System.Text;
using Unkai.Api.Contracts;

namespace Unkai.Api.Validation;

/// <summary>Checks a request against its contract and says what is wrong in AWS's own sentences.</summary>
public static class RequestValidator
{
    /// <summary>AWS lists what is wrong up to this many times.</summary>
    private const int MaxProblems = 100;

    /// <summary>Null when the request keeps every constraint, or its service has no such validator.</summary>
    public static AwsError? Validate(OperationContract operation, Shape request)
    {
        if (operation.Service.Validation == ValidationStyle.None)
        {
            return null;
        }

        List<string>? problems = null;
        Check(request, "", ref problems);
        if (problems is null)
        {
            return null;
        }

        var text = $"{problems.Count.ToString(CultureInfo.InvariantCulture)} validation error{(problems.Count == 1 ? "" : "s")} detected: {string.Join("; ", problems)}";
        return new AwsError(operation.Service.ValidationErrorCode, 400, text);
    }

    private static void Check(Shape shape, string path, ref List<string>? problems)
    {
        foreach (var member in shape.Contract.Members)
        {
            if (problems?.Count >= MaxProblems)
            {
                return;
            }

            if (!shape.Has(member.Slot))
            {
                if (member.IsRequired && !member.IsIdempotencyToken)
                {
                    Add(ref problems, "null", PathOf(path, member.Name), "Member must not be null");
                }
            }
            else if (ConstraintTable.MayFail(member.Shape))
            {
                Check(member, shape.GetValue(member.Slot), PathOf(path, member.Name), ref problems);
            }
        }
    }

    private static void Check(MemberContract member, in ShapeValue value, string path, ref List<string>? problems)
    {
        switch (member.Kind)
        {
            case ShapeKind.Structure when value.Reference is Shape inner:
                Check(inner, path, ref problems);
                break;
            case ShapeKind.List:
                CheckList((ListContract)member.Shape, (IList)value.Reference!, path, ref problems);
                break;
            case ShapeKind.Map:
                CheckMap((MapContract)member.Shape, (IDictionary)value.Reference!, path, ref problems);
                break;
            case ShapeKind.String:
                CheckString((ScalarContract)member.Shape, value.String, path, ref problems);
                break;
            case ShapeKind.Blob when value.Reference is byte[]:
                CheckLength(member.Shape, value.Blob.Length, static _ => "java.nio.HeapByteBuffer", value, path, ref problems);
                break;
            case ShapeKind.Integer or ShapeKind.Long:
                CheckNumber(member.Shape, value.Bits, value.Bits.ToString(CultureInfo.InvariantCulture), path, ref problems);
                break;
            case ShapeKind.Float:
                CheckNumber(member.Shape, value.Single, value.Single.ToString(CultureInfo.InvariantCulture), path, ref problems);
                break;
            case ShapeKind.Double:
                CheckNumber(member.Shape, value.Double, value.Double.ToString(CultureInfo.InvariantCulture), path, ref problems);
                break;
            default:
                break;
        }
    }

    private static void CheckList(ListContract contract, IList list, string path, ref List<string>? problems)
    {
        CheckLength(contract, list.Count, _ => Show(list, contract), default, path, ref problems);
        if (!ConstraintTable.MayFail(contract.Element.Shape))
        {
            return;
        }

        for (var i = 0; i < list.Count && !(problems?.Count >= MaxProblems); i++)
        {
            Check(contract.Element, ShapeCollections.Get(list, contract.Element.Kind, i), string.Create(CultureInfo.InvariantCulture, $"{path}.{i + 1}.member"), ref problems);
        }
    }

    private static void CheckMap(MapContract contract, IDictionary map, string path, ref List<string>? problems)
    {
        CheckLength(contract, map.Count, _ => ShowMap(map, contract), default, path, ref problems);
        foreach (var (key, value) in ShapeCollections.Entries(map, contract.Value.Kind))
        {
            if (problems?.Count >= MaxProblems)
            {
                return;
            }

            CheckString((ScalarContract)contract.Key.Shape, key, path, ref problems);
            if (contract.Value.Shape is ListContract list && !Fits(list, ((IList)value.Reference!).Count))
            {
                // AWS names the map, once, with all that its lists must be.
                Add(ref problems, Quote(ShowMap(map, contract), contract), path, $"Map value must satisfy constraint: [{ConstraintsOf(list)}]");
                return;
            }

            if (ConstraintTable.MayFail(contract.Value.Shape))
            {
                Check(contract.Value, value, $"{path}.{key}.member", ref problems);
            }
        }
    }

    private static bool Fits(ListContract list, int count) => !(count < list.Min) && !(count > list.Max);

    private static string ConstraintsOf(ListContract list) => string.Join(", ", new[]
    {
        list.Max is { } max ? string.Create(CultureInfo.InvariantCulture, $"Member must have length less than or equal to {max}") : null,
        list.Min is { } min ? string.Create(CultureInfo.InvariantCulture, $"Member must have length greater than or equal to {min}") : null,
    }.OfType<string>());

    private static void CheckString(ScalarContract contract, string text, string path, ref List<string>? problems)
    {
        if (contract.EnumValues.Length > 0)
        {
            if (!contract.IsOpenEnum && !contract.EnumValues.Contains(text))
            {
                Add(ref problems, Quote(text, contract), path, $"Member must satisfy enum value set: [{string.Join(", ", contract.ToldValues)}]");
            }

            return;
        }

        if (contract.Min is not null || contract.Max is not null)
        {
            // AWS counts characters, not UTF-16's halves of them.
            var length = 0;
            foreach (var _ in text.EnumerateRunes())
            {
                length++;
            }

            CheckLength(contract, length, v => v.String, ShapeValue.Of((object)text), path, ref problems);
        }

        if (contract.Pattern is { } pattern && !PatternMatcher.Matches(contract, text))
        {
            Add(ref problems, Quote(text, contract), path, $"Member must satisfy regular expression pattern: {pattern}");
        }
    }

    private static void CheckLength(ShapeContract contract, int length, Func<ShapeValue, string> show, in ShapeValue value, string path, ref List<string>? problems)
    {
        if (contract.Min is { } min && length < min)
        {
            Add(ref problems, Quote(show(value), contract), path, string.Create(CultureInfo.InvariantCulture, $"Member must have length greater than or equal to {min}"));
        }

        if (contract.Max is { } max && length > max)
        {
            Add(ref problems, Quote(show(value), contract), path, string.Create(CultureInfo.InvariantCulture, $"Member must have length less than or equal to {max}"));
        }
    }

    private static void CheckNumber(ShapeContract contract, double number, string text, string path, ref List<string>? problems)
    {
        if (contract.Min is { } min && number < min)
        {
            Add(ref problems, Quote(text, contract), path, string.Create(CultureInfo.InvariantCulture, $"Member must have value greater than or equal to {min}"));
        }

        if (contract.Max is { } max && number > max)
        {
            Add(ref problems, Quote(text, contract), path, string.Create(CultureInfo.InvariantCulture, $"Member must have value less than or equal to {max}"));
        }
    }

    private static void Add(ref List<string>? problems, string value, string path, string constraint) =>
        (problems ??= []).Add($"Value {value} at '{path}' failed to satisfy constraint: {constraint}");

    private static string Quote(string text, ShapeContract contract) => contract.IsSensitive ? "'***'" : "'" + text + "'";

    /// <summary>The path in the words of AWS's validators: each name with a small first letter.</summary>
    private static string PathOf(string path, string name)
    {
        var camel = char.IsUpper(name[0]) ? char.ToLowerInvariant(name[0]) + name[1..] : name;
        return path.Length == 0 ? camel : path + "." + camel;
    }

    private static string Show(IList list, ListContract contract)
    {
        var text = new StringBuilder("[");
        for (var i = 0; i < list.Count; i++)
        {
            text.Append(i == 0 ? "" : ", ").Append(Show(contract.Element, ShapeCollections.Get(list, contract.Element.Kind, i)));
        }

        return text.Append(']').ToString();
    }

    private static string ShowMap(IDictionary map, MapContract contract) =>
        "{" + string.Join(", ", ShapeCollections.Entries(map, contract.Value.Kind).Select(e => e.Key + "=" + Show(contract.Value, e.Value))) + "}";

    private static string Show(MemberContract member, in ShapeValue value) => member.Kind switch
    {
        _ when member.IsSensitive => "***",
        ShapeKind.String => value.String,
        ShapeKind.Integer or ShapeKind.Long => value.Bits.ToString(CultureInfo.InvariantCulture),
        ShapeKind.Boolean => value.Boolean ? "true" : "false",
        ShapeKind.List when value.Reference is IList list => Show(list, (ListContract)member.Shape),
        ShapeKind.Map when value.Reference is IDictionary map => ShowMap(map, (MapContract)member.Shape),
        ShapeKind.Structure when value.Reference is Shape shape => Show(shape),
        _ => member.Shape.Name,
    };

    /// <summary>As Java shows an object: all members, those that are not there as null.</summary>
    private static string Show(Shape shape) =>
        $"{shape.Contract.Name}({string.Join(", ", shape.Contract.Members.Select(member => $"{PathOf("", member.Name)}={(shape.Has(member.Slot) ? Show(member, shape.GetValue(member.Slot)) : "null")}"))})";
}
