using System.Buffers.Binary;
using System.Reflection;
using System.Reflection.Emit;

namespace Ensoras.Tests.Architecture;

/// <summary>
/// What a type mentions, read from its compiled form: base types, members' types and everything its method bodies
/// name.
/// </summary>
internal static class Mentions
{
    private const BindingFlags All =
        BindingFlags.Public
        | BindingFlags.NonPublic
        | BindingFlags.Instance
        | BindingFlags.Static
        | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> OpCodesByValue = typeof(OpCodes).GetFields()
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => code.Value);

    /// <summary>
    /// Every type that <paramref name="type"/> mentions. Lambdas and async bodies are nested types: ask those too.
    /// </summary>
    public static IEnumerable<Type> TypesOf(Type type) =>
        SignatureTypes(type)
            .Concat(MembersOf(type).SelectMany(TypesIn))
            .SelectMany(Unfold)
            .Distinct();

    /// <summary>Every member that the method bodies of <paramref name="type"/> name.</summary>
    public static IEnumerable<MemberInfo> MembersOf(Type type) =>
        type.GetMethods(All).Cast<MethodBase>().Concat(type.GetConstructors(All)).SelectMany(MembersOf);

    /// <summary>Each method of <paramref name="type"/> with the members that its body names.</summary>
    public static IEnumerable<(MethodBase Method, IReadOnlyList<MemberInfo> Mentioned)> MethodsOf(Type type) =>
        type.GetMethods(All)
            .Cast<MethodBase>()
            .Concat(type.GetConstructors(All))
            .Select(method => (method, (IReadOnlyList<MemberInfo>)[.. MembersOf(method)]));

    private static IEnumerable<Type> SignatureTypes(Type type) =>
        new[] { type.BaseType }.OfType<Type>()
            .Concat(type.GetInterfaces())
            .Concat(type.GetFields(All).Select(field => field.FieldType))
            .Concat(type.GetMethods(All).Select(method => method.ReturnType))
            .Concat(type.GetMethods(All).Cast<MethodBase>().Concat(type.GetConstructors(All)).SelectMany(TypesIn));

    private static IEnumerable<Type> TypesIn(MethodBase method) =>
        method.GetParameters().Select(parameter => parameter.ParameterType)
            .Concat(method.GetMethodBody()?.LocalVariables.Select(local => local.LocalType) ?? []);

    private static IEnumerable<Type> TypesIn(MemberInfo member) =>
        member switch
        {
            Type type => [type],
            FieldInfo field => [field.DeclaringType!, field.FieldType],
            MethodInfo method =>
            [
                method.DeclaringType!,
                method.ReturnType,
                .. method.IsGenericMethod ? method.GetGenericArguments() : [],
            ],
            _ => [member.DeclaringType!],
        };

    private static IEnumerable<Type> Unfold(Type type) =>
        type.HasElementType ? Unfold(type.GetElementType()!)
        : type.IsGenericParameter ? []
        : type.IsConstructedGenericType
            ? type.GetGenericArguments().SelectMany(Unfold).Append(type.GetGenericTypeDefinition())
        : [type];

    private static IEnumerable<MemberInfo> MembersOf(MethodBase method)
    {
        var code = method.GetMethodBody()?.GetILAsByteArray() ?? [];
        var typeArguments = method.DeclaringType is { IsGenericType: true } owner ? owner.GetGenericArguments() : null;
        var methodArguments = method.IsGenericMethod ? method.GetGenericArguments() : null;
        for (var at = 0; at < code.Length;)
        {
            var value = code[at] == 0xFE ? (short)(0xFE00 | code[at + 1]) : code[at];
            var operation = OpCodesByValue[value];
            at += operation.Size;
            if (
                operation.OperandType
                is OperandType.InlineMethod
                    or OperandType.InlineField
                    or OperandType.InlineType
                    or OperandType.InlineTok)
            {
                var token = BinaryPrimitives.ReadInt32LittleEndian(code.AsSpan(at));
                if (method.Module.ResolveMember(token, typeArguments, methodArguments) is { } member)
                {
                    yield return member;
                }
            }
            at += OperandSize(operation.OperandType, code, at);
        }
    }

    private static int OperandSize(OperandType operand, byte[] code, int at) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + 4 * BinaryPrimitives.ReadInt32LittleEndian(code.AsSpan(at)),
        _ => 4,
    };
}
