using System.Reflection;

namespace Unkai.Compute.DotNetBootstrap;

/// <summary>Chooses the serializer: the one that the package names, else System.Text.Json.</summary>
internal static class EventSerializers
{
    private const string AttributeName = "Amazon.Lambda.Core.LambdaSerializerAttribute";

    public static IEventSerializer For(MethodInfo method, Assembly assembly)
    {
        var attribute = method.GetCustomAttributes().Concat(assembly.GetCustomAttributes())
            .FirstOrDefault(static candidate => candidate.GetType().FullName == AttributeName);
        return attribute?.GetType().GetProperty("SerializerType")?.GetValue(attribute) is Type type
            ? new PackagedSerializer(Activator.CreateInstance(type)!)
            : new JsonEventSerializer();
    }
}
