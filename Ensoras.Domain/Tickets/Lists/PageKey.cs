using System.Globalization;

namespace Ensoras.Domain.Tickets;

/// <summary>Where a page begins: after the row with this value in the order's column and this number.</summary>
/// <param name="Value">The value in the column: ticks, a whole number or a text.</param>
/// <param name="Second">For the default order, the second column.</param>
public sealed record PageKey(string Value, string Second, int Number)
{
    /// <summary>Whether the page ends before that row instead of beginning after it.</summary>
    public bool Backwards { get; init; }

    /// <summary>As it stands in an address, without its direction.</summary>
    public string ToText() => string.Create(CultureInfo.InvariantCulture, $"{Number}~{Second}~{Value}");

    /// <summary>Reads it back; null when it is none.</summary>
    public static PageKey? Read(string text, bool backwards = false) =>
        text.Split('~', 3) is [var number, var second, var value]
            && int.TryParse(number, CultureInfo.InvariantCulture, out var place)
            ? new PageKey(value, second, place) { Backwards = backwards }
            : null;
}
