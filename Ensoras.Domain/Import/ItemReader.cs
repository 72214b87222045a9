using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Ensoras.Domain.Import;

/// <summary>
/// Reads one item by itself. Half a sign is repaired; what cannot be trusted is refused with its reason.
/// </summary>
internal static class ItemReader
{
    private const int MaxDepth = 32;

    /// <param name="repair">What was repaired; null when nothing was.</param>
    /// <exception cref="RuleBrokenException">It is no JSON, is nested too deeply, or gives a property
    /// twice.</exception>
    public static JsonElement Read(ReadOnlyMemory<byte> bytes, out Sentence? repair)
    {
        repair = null;
        var text = bytes.ToArray();
        if (!Utf8.IsValid(text))
        {
            text = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(text));
            repair = Sentence.Of("Import.BytesReplaced");
        }

        if (RepairHalves(text))
        {
            repair = Sentence.Of("Import.HalfReplaced");
        }

        try
        {
            using var document = JsonDocument.Parse(
                text,
                new JsonDocumentOptions { MaxDepth = MaxDepth, AllowTrailingCommas = true });
            Check(document.RootElement, "");
            return document.RootElement.Clone();
        }
        catch (JsonException error) when (error.LineNumber is not null)
        {
            throw new RuleBrokenException(error.Message.Contains("depth", StringComparison.Ordinal)
                ? Sentence.Of("Import.TooDeep", MaxDepth)
                : Sentence.Of("Import.ItemNotJson", Plain(error.Message)));
        }
    }

    /// <summary>Without where in the item it is, which nobody can look up in the file.</summary>
    private static string Plain(string message)
    {
        var end = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return (end < 0 ? message : message[..end]).TrimEnd('.');
    }

    private static void Check(JsonElement element, string path)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                var names = new HashSet<string>(StringComparer.Ordinal);
                foreach (var property in element.EnumerateObject())
                {
                    if (!names.Add(property.Name))
                    {
                        throw new RuleBrokenException(Sentence.Of("Import.GivenTwice", path, property.Name));
                    }

                    Check(property.Value, $"{path}{property.Name}.");
                }

                break;
            case JsonValueKind.Array:
                var place = 0;
                foreach (var each in element.EnumerateArray())
                {
                    Check(each, string.Create(CultureInfo.InvariantCulture, $"{path.TrimEnd('.')}[{++place}]."));
                }

                break;
        }
    }

    /// <summary>Puts \uFFFD in the place of each escape that is half of a surrogate pair; the length stays.</summary>
    private static bool RepairHalves(Span<byte> json)
    {
        var isRepaired = false;
        for (var at = json.IndexOf((byte)'\\'); at >= 0 && at < json.Length;)
        {
            var unit = UnitAt(json, at);
            var step = unit is null ? 2 : 6;
            if (unit is { } half && char.IsSurrogate(half))
            {
                if (char.IsHighSurrogate(half) && UnitAt(json, at + 6) is { } low && char.IsLowSurrogate(low))
                {
                    step = 12;
                }
                else
                {
                    "\\uFFFD"u8.CopyTo(json[at..]);
                    isRepaired = true;
                }
            }

            at += step;
            var next = at < json.Length ? json[at..].IndexOf((byte)'\\') : -1;
            at = next < 0 ? -1 : at + next;
        }

        return isRepaired;
    }

    private static char? UnitAt(ReadOnlySpan<byte> json, int at) =>
        at + 6 <= json.Length
        && json[at] is (byte)'\\'
        && json[at + 1] is (byte)'u'
        && ushort.TryParse(
            json[(at + 2)..(at + 6)],
            NumberStyles.AllowHexSpecifier,
            CultureInfo.InvariantCulture,
            out var unit)
            ? (char)unit
            : null;
}
