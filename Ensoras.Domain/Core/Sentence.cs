using System.Collections.Concurrent;
using System.Globalization;
using System.Resources;
using System.Text.Json.Serialization;

namespace Ensoras.Domain.Core;

/// <summary>
/// What is said to people: which sentence, and what it speaks of. Thrown and stored like this, it becomes words only
/// where it is read, in the reader's language (<see cref="CultureInfo.CurrentUICulture"/>).
/// </summary>
[JsonConverter(typeof(SentenceJson))]
public sealed class Sentence : IEquatable<Sentence>, IFormattable
{
    /// <summary>The format that begins a sentence with a capital, as in "{0:capital}".</summary>
    private const string Capital = "capital";

    /// <summary>The format that leaves out the full stop, so that the sentence stands inside another one.</summary>
    private const string Open = "open";

    private static readonly ConcurrentDictionary<string, ResourceManager> Areas = new(StringComparer.Ordinal);
    private readonly object[] _about;

    internal Sentence(string key, object[] about)
    {
        Key = key;
        _about = about;
    }

    /// <summary>
    /// The resource file and the text in it, such as "Tickets.MessageGone"; empty for somebody's own words.
    /// </summary>
    public string Key { get; }

    /// <summary>What the sentence speaks of: texts, numbers, moments and other sentences.</summary>
    internal IReadOnlyList<object> About => _about;

    /// <param name="key">Such as "Tickets.MessageGone". A text that counts has the key's two forms, <c>_one</c> and
    /// <c>_other</c>, and is chosen by the first of <paramref name="about"/>.</param>
    /// <param name="about">What {0} and those that follow stand for; enumerations are named in the reader's language.
    /// </param>
    public static Sentence Of(string key, params object?[] about) => new(key, [.. about.Select(Storable)]);

    /// <summary>Somebody's own words, or another program's: the same in every language.</summary>
    public static Sentence Verbatim(string text) => new("", [text]);

    /// <summary>A person by name, or "someone" where the name is not known.</summary>
    public static Sentence Called(string? name) => name is null ? Of("Words.Someone") : Verbatim(name);

    /// <summary>Several as one, such as "a and b and c".</summary>
    /// <param name="key">The text that joins two of them.</param>
    public static Sentence Joined(string key, IReadOnlyCollection<Sentence> parts) =>
        parts.Aggregate((joined, next) => Of(key, joined, next));

    public bool Equals(Sentence? other) => other is not null && other.Key == Key && other._about.SequenceEqual(_about);

    public override bool Equals(object? obj) => Equals(obj as Sentence);

    public override int GetHashCode() => HashCode.Combine(Key, _about.Length, _about.FirstOrDefault());

    public override string ToString() => In(CultureInfo.CurrentUICulture);

    public string ToString(string? format, IFormatProvider? formatProvider)
    {
        var text = In(formatProvider as CultureInfo ?? CultureInfo.CurrentUICulture);
        return format switch
        {
            Capital when text.Length > 0 => char.ToUpper(text[0], CultureInfo.InvariantCulture) + text[1..],
            Open => text.TrimEnd('.'),
            _ => text,
        };
    }

    /// <summary>The words, numbers and moments as this culture's readers write them.</summary>
    public string In(CultureInfo culture) => Key.Length == 0
        ? (string)_about[0]
        : string.Format(culture, Pseudo.IsSpokenIn(culture) ? Pseudo.Of(Template(culture)) : Template(culture), _about);

    // A sentence that was stored by another version and is not known here says at least what it was about.
    private string Template(CultureInfo culture) =>
        Find(Key, culture)
        ?? (_about.FirstOrDefault() is int count ? Find($"{Key}_{(count == 1 ? "one" : "other")}", culture) : null)
        ?? string.Join(" · ", _about.Select((_, place) => $"{{{place}}}"));

    private static string? Find(string key, CultureInfo culture)
    {
        var dot = key.IndexOf('.', StringComparison.Ordinal);
        return Areas.GetOrAdd(
                key[..dot],
                area => new ResourceManager($"Ensoras.Domain.Resources.{area}", typeof(Sentence).Assembly))
            .GetString(key[(dot + 1)..], culture);
    }

    private static object Storable(object? about) => about switch
    {
        null => "",
        Enum value => Of($"Words.{value.GetType().Name}_{value}"),
        string or int or double or DateTimeOffset or Sentence => about,
        long number => (double)number,
        _ => throw new ArgumentException($"A sentence cannot speak of a {about.GetType().Name}.", nameof(about)),
    };
}
