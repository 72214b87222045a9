using System.Collections.Concurrent;
using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Ensoras.Web.Resources.Widget;
using Microsoft.Net.Http.Headers;

namespace Ensoras.Web.Widget;

/// <summary>What visitors read, in their language.</summary>
internal sealed class WidgetSentences(IStringLocalizer<WidgetText> texts, IStringLocalizer<WidgetProblems> problems)
{
    private readonly ConcurrentDictionary<string, WidgetTextFile> _files = new();

    /// <summary>A sentence of the server's in the language of the request at hand.</summary>
    public string Say(string name, params object[] values)
    {
        var language = WidgetLanguages.Best(CultureInfo.CurrentUICulture.Name);
        var sentence = Read(language, () => problems[name].Value, Pseudo.Of);
        return values.Length == 0 ? sentence : string.Format(CultureInfo.CurrentUICulture, sentence, values);
    }

    /// <summary>Everything that the chat says in the browser, as one file.</summary>
    public WidgetTextFile File(string language) => _files.GetOrAdd(language, ReadAll);

    private WidgetTextFile ReadAll(string language)
    {
        var isMirrored = CultureInfo.GetCultureInfo(language).TextInfo.IsRightToLeft;
        var all = Read(
            language,
            () => texts.GetAllStrings(includeParentCultures: true).ToDictionary(text => text.Name, text => text.Value),
            all => all.ToDictionary(text => text.Key, text => Pseudo.Of(text.Value)));
        return WidgetTextFile.Of(new { language, direction = isMirrored ? "rtl" : "ltr", texts = all });
    }

    private static T Read<T>(string language, Func<T> read, Func<T, T> makeUp)
    {
        var isPseudo = WidgetLanguages.IsPseudo(language);
        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(isPseudo ? WidgetLanguages.Default : language);
        try
        {
            return isPseudo ? makeUp(read()) : read();
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }
}

/// <summary>One language's texts as they go over the wire.</summary>
internal sealed record WidgetTextFile(byte[] Json, byte[] Zipped, EntityTagHeaderValue Tag)
{
    public static WidgetTextFile Of(object content)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(content, JsonSerializerOptions.Web);
        using var zipped = new MemoryStream();
        using (var zip = new GZipStream(zipped, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            zip.Write(json);
        }

        var tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(json))[..16]}\"";
        return new WidgetTextFile(json, zipped.ToArray(), new EntityTagHeaderValue(tag, isWeak: true));
    }

    /// <summary>The browser keeps it, and asks each time whether it is still the same.</summary>
    public IResult Answer(HttpContext http)
    {
        var accepted = http.Request.Headers.AcceptEncoding.ToString();
        var takesZip = accepted.Contains("gzip", StringComparison.OrdinalIgnoreCase);
        http.Response.Headers.CacheControl = "no-cache";
        http.Response.Headers.Vary = "Accept-Encoding";
        if (takesZip)
        {
            http.Response.Headers.ContentEncoding = "gzip";
        }

        return TypedResults.Bytes(takesZip ? Zipped : Json, "application/json; charset=utf-8", entityTag: Tag);
    }
}
