namespace Ensoras.Domain.Storage;

/// <summary>Text from outside as every database can hold it.</summary>
public static class StorableText
{
    /// <summary>Without the null character, which PostgreSQL refuses and nobody means.</summary>
    public static string Storable(this string text) => text.Replace("\0", "", StringComparison.Ordinal);
}
