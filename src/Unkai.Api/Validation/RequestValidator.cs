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
        Check(request, new ValidationPath(), ref problems);
        if (problems is null)
        {
            return null;
        }

        var text = $"{problems.Count.ToString(CultureInfo.InvariantCulture)} validation error{(problems.Count == 1 ? "" : "s")} detected: {string.Join("; ", problems)}";
        return new AwsError(operation.Service.ValidationErrorCode, 400, text);
    }

    private static void Check(Shape shape, ValidationPath path, ref List<string>? problems)
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
                    path.EnterMember(member.Name);
                    Add(ref problems, "null", path, "Member must not be null");
                    path.Leave();
                }
            }
            else if (ConstraintTable.MayFail(member.Shape))
            {
                path.EnterMember(member.Name);
                Check(member, shape.GetValue(member.Slot), path, ref problems);
                path.Leave();
            }
        }
    }

    private static void Check(MemberContract member, in ShapeValue value, ValidationPath path, ref List<string>? problems)
    {
        switch (member.Kind)
        {
            case ShapeKind.Structure when value.Reference is Shape inner:
                Check(inner, path, ref problems);
                break;
            case ShapeKind.Map when value.Reference is DeferredValue:
                // Its reader has kept the constraints.
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
            case ShapeKind.Blob when value.Reference is byte[] && !Fits(member.Shape, value.Blob.Length):
                AddLength(member.Shape, value.Blob.Length, "java.nio.HeapByteBuffer", path, ref problems);
                break;
            case ShapeKind.Integer or ShapeKind.Long when !Fits(member.Shape, value.Bits):
                AddNumber(member.Shape, value.Bits, value.Bits.ToString(CultureInfo.InvariantCulture), path, ref problems);
                break;
            case ShapeKind.Float when !Fits(member.Shape, value.Single):
                AddNumber(member.Shape, value.Single, value.Single.ToString(CultureInfo.InvariantCulture), path, ref problems);
                break;
            case ShapeKind.Double when !Fits(member.Shape, value.Double):
                AddNumber(member.Shape, value.Double, value.Double.ToString(CultureInfo.InvariantCulture), path, ref problems);
                break;
            default:
                break;
        }
    }

    private static void CheckList(ListContract contract, IList list, ValidationPath path, ref List<string>? problems)
    {
        if (!Fits(contract, list.Count))
        {
            AddLength(contract, list.Count, Show(list, contract), path, ref problems);
        }

        if (!ConstraintTable.MayFail(contract.Element.Shape))
        {
            return;
        }

        for (var i = 0; i < list.Count && !(problems?.Count >= MaxProblems); i++)
        {
            path.EnterElement(i + 1);
            Check(contract.Element, ShapeCollections.Get(list, contract.Element.Kind, i), path, ref problems);
            path.Leave();
        }
    }

    private static void CheckMap(MapContract contract, IDictionary map, ValidationPath path, ref List<string>? problems)
    {
        if (!Fits(contract, map.Count))
        {
            AddLength(contract, map.Count, ShowMap(map, contract), path, ref problems);
        }

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
                path.EnterValue(key);
                Check(contract.Value, value, path, ref problems);
                path.Leave();
            }
        }
    }

    private static bool Fits(ShapeContract contract, double number) => !(number < contract.Min) && !(number > contract.Max);

    private static string ConstraintsOf(ListContract list) => string.Join(", ", new[]
    {
        list.Max is { } max ? string.Create(CultureInfo.InvariantCulture, $"Member must have length less than or equal to {max}") : null,
        list.Min is { } min ? string.Create(CultureInfo.InvariantCulture, $"Member must have length greater than or equal to {min}") : null,
    }.OfType<string>());

    private static void CheckString(ScalarContract contract, string text, ValidationPath path, ref List<string>? problems)
    {
        if (contract.EnumValues.Length > 0)
        {
            if (!contract.IsOpenEnum && !contract.EnumValues.Contains(text))
            {
                Add(ref problems, Quote(text, contract), path, $"Member must satisfy enum value set: [{string.Join(", ", contract.ToldValues)}]");
            }

            return;
        }

        // AWS counts characters, not UTF-16's halves of them: between half as many and as many. Few texts are so near a bound that they must be counted.
        if ((!Fits(contract, text.Length) || !Fits(contract, (text.Length + 1) / 2)) && CharactersOf(text) is var length && !Fits(contract, length))
        {
            AddLength(contract, length, text, path, ref problems);
        }

        if (contract.Pattern is { } pattern && !PatternMatcher.Matches(contract, text))
        {
            Add(ref problems, Quote(text, contract), path, $"Member must satisfy regular expression pattern: {pattern}");
        }
    }

    private static int CharactersOf(string text)
    {
        var count = 0;
        foreach (var _ in text.EnumerateRunes())
        {
            count++;
        }

        return count;
    }

    private static void AddLength(ShapeContract contract, int length, string text, ValidationPath path, ref List<string>? problems)
    {
        if (length < contract.Min)
        {
            Add(ref problems, Quote(text, contract), path, string.Create(CultureInfo.InvariantCulture, $"Member must have length greater than or equal to {contract.Min}"));
        }

        if (length > contract.Max)
        {
            Add(ref problems, Quote(text, contract), path, string.Create(CultureInfo.InvariantCulture, $"Member must have length less than or equal to {contract.Max}"));
        }
    }

    private static void AddNumber(ShapeContract contract, double number, string text, ValidationPath path, ref List<string>? problems)
    {
        if (number < contract.Min)
        {
            Add(ref problems, Quote(text, contract), path, string.Create(CultureInfo.InvariantCulture, $"Member must have value greater than or equal to {contract.Min}"));
        }

        if (number > contract.Max)
        {
            Add(ref problems, Quote(text, contract), path, string.Create(CultureInfo.InvariantCulture, $"Member must have value less than or equal to {contract.Max}"));
        }
    }

    private static void Add(ref List<string>? problems, string value, ValidationPath path, string constraint) =>
        (problems ??= []).Add($"Value {value} at '{path}' failed to satisfy constraint: {constraint}");

    private static string Quote(string text, ShapeContract contract) => contract.IsSensitive ? "'***'" : "'" + text + "'";

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
        ShapeKind.Map when (value.Reference is DeferredValue deferred ? deferred.Make() : value.Reference) is IDictionary map => ShowMap(map, (MapContract)member.Shape),
        ShapeKind.Structure when value.Reference is Shape shape => Show(shape),
        _ => member.Shape.Name,
    };

    /// <summary>As Java shows an object: all members, those that are not there as null.</summary>
    private static string Show(Shape shape) =>
        $"{shape.Contract.Name}({string.Join(", ", shape.Contract.Members.Select(member => $"{ValidationPath.Named(member.Name)}={(shape.Has(member.Slot) ? Show(member, shape.GetValue(member.Slot)) : "null")}"))})";
}
