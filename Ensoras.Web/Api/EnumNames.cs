using System.Text.Json;
using System.Text.Json.Serialization;
using Ensoras.Web.Localization;
using Ensoras.Web.Resources;

namespace Ensoras.Web.Api;

/// <summary>
/// Enumerations in JSON are names. A number is refused; a stored value that is not known here is written as it is, so
/// that one odd row spoils no list.
/// </summary>
internal sealed class EnumNames : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsEnum;

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Converter<>).MakeGenericType(typeToConvert))!;

    private sealed class Converter<T> : JsonConverter<T>
        where T : struct, Enum
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            (reader.TokenType is JsonTokenType.String ? EnumName.Read<T>(reader.GetString()) : null)
            ?? throw new NamesExpectedException(
                Texts<ApiText>.Of("MustBeOneOf", string.Join(", ", Enum.GetNames<T>())));

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString());
    }
}

/// <summary>A value that is none of the names. The serializer adds to its message, not to the reason.</summary>
internal sealed class NamesExpectedException(string reason) : JsonException(reason)
{
    public string Reason { get; } = reason;
}
