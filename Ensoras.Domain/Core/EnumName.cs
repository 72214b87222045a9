namespace Ensoras.Domain.Core;

/// <summary>Reads a value of an enumeration that came from outside: by its name only, never by a number.</summary>
public static class EnumName
{
    /// <returns>Null when <paramref name="text"/> is no name of <typeparamref name="T"/>.</returns>
    public static T? Read<T>(string? text)
        where T : struct, Enum
    {
        var index = Array.FindIndex(
            Enum.GetNames<T>(),
            name => name.Equals(text?.Trim(), StringComparison.OrdinalIgnoreCase));
        return index < 0 ? null : Enum.GetValues<T>()[index];
    }
}
