using System.Reflection;
using System.Runtime.ExceptionServices;

namespace Unkai.Compute.DotNetBootstrap;

/// <summary>The method that a handler names, with the way in and out of it.</summary>
internal sealed class FunctionHandler
{
    private readonly MethodInfo _method;
    private readonly object? _target;
    private readonly ParameterInfo[] _parameters;
    private readonly IEventSerializer _serializer;

    private FunctionHandler(MethodInfo method, object? target, IEventSerializer serializer) =>
        (_method, _target, _parameters, _serializer) = (method, target, method.GetParameters(), serializer);

    public static FunctionHandler Load(string handler, string taskRoot)
    {
        if (handler.Split("::") is not [var assemblyName, var typeName, var methodName])
        {
            throw new FaultException("Runtime.MalformedHandlerName", $"Invalid lambda function handler: '{handler}'. The valid format is 'ASSEMBLY::TYPE::METHOD'.");
        }

        var path = Path.Combine(taskRoot, assemblyName + ".dll");
        if (!File.Exists(path))
        {
            throw new FaultException("Runtime.ImportModuleError", $"Could not find the specified handler assembly with the file name '{assemblyName}'. The assembly should be located in the root of your uploaded .zip file.");
        }

        var context = new FunctionLoadContext(path);
        using var scope = context.EnterContextualReflection();
        var assembly = context.LoadFromAssemblyPath(path);
        var type = assembly.GetType(typeName)
            ?? throw new FaultException("Runtime.HandlerNotFound", $"Unable to load type '{typeName}' from assembly '{assemblyName}'.");
        var method = FindMethod(type, methodName)
            ?? throw new FaultException("Runtime.HandlerNotFound", $"Found no public method '{methodName}' on type '{typeName}'.");
        var target = method.IsStatic ? null : Create(type);
        return new FunctionHandler(method, target, EventSerializers.For(method, assembly));
    }

    public async ValueTask<ReadOnlyMemory<byte>> InvokeAsync(Invocation invocation)
    {
        var arguments = new object?[_parameters.Length];
        for (var i = 0; i < arguments.Length; i++)
        {
            arguments[i] = FunctionContext.IsContext(_parameters[i].ParameterType)
                ? FunctionContext.Create(_parameters[i].ParameterType, invocation)
                : _serializer.Read(invocation.Payload, _parameters[i].ParameterType);
        }

        object? result;
        try
        {
            result = _method.Invoke(_target, BindingFlags.DoNotWrapExceptions, null, arguments, null);
        }
        catch (TargetInvocationException wrapped) when (wrapped.InnerException is not null)
        {
            ExceptionDispatchInfo.Throw(wrapped.InnerException);
            throw;
        }

        var (value, type) = await UnwrapAsync(result, _method.ReturnType);
        return type == typeof(void) ? default : _serializer.Write(value, type);
    }

    private static async ValueTask<(object? Value, Type Type)> UnwrapAsync(object? result, Type type)
    {
        if (result is ValueTask valueTask)
        {
            await valueTask;
            return (null, typeof(void));
        }

        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ValueTask<>))
        {
            (result, type) = (type.GetMethod(nameof(ValueTask<>.AsTask))!.Invoke(result, null), typeof(Task<>).MakeGenericType(type.GenericTypeArguments));
        }

        if (result is not Task task)
        {
            return (result, type);
        }

        await task;
        return type.IsGenericType ? (type.GetProperty(nameof(Task<>.Result))!.GetValue(task), type.GenericTypeArguments[0]) : (null, typeof(void));
    }

    private static MethodInfo? FindMethod(Type type, string name)
    {
        // "Method" or "Method(System.String)": the method's name decides; of several the one without generic parameters.
        var plain = name.Split('(')[0].Trim();
        return type.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static)
            .Where(method => method.Name == plain && !method.IsGenericMethodDefinition)
            .OrderByDescending(static method => method.IsPublic)
            .FirstOrDefault();
    }

    private static object Create(Type type)
    {
        try
        {
            return Activator.CreateInstance(type)!;
        }
        catch (TargetInvocationException wrapped) when (wrapped.InnerException is not null)
        {
            ExceptionDispatchInfo.Throw(wrapped.InnerException);
            throw;
        }
    }
}
