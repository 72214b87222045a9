using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace Ensoras.Domain.Channels.Email.Reading;

/// <summary>The text of an HTML email: lines, lists, links and quotes as a plain email would have them.</summary>
internal sealed class HtmlText
{
    private const int MaxDepth = 400;
    private readonly StringBuilder _text = new();
    private readonly List<StringBuilder> _quotes = [];
    private bool _wantsSpace;
    private int _lineBreaks = 2;

    private HtmlText() { }

    /// <summary>Without markup, hidden parts and pictures.</summary>
    public static string From(string html)
    {
        if (HtmlDepth.IsTooDeep(html, MaxDepth))
        {
            return HtmlDepth.WithoutTags(html);
        }

        var document = new HtmlParser().ParseDocument(html);
        var text = new HtmlText();
        if (document.Body is { } body)
        {
            text.Walk(body, 0);
        }

        return text._text.ToString().TrimEnd();
    }

    private void Walk(INode node, int depth)
    {
        if (depth > MaxDepth * 2)
        {
            return;
        }

        foreach (var child in node.ChildNodes)
        {
            switch (child)
            {
                case IText words:
                    Add(words.Data, node.NodeName is "PRE");
                    break;
                case IElement element when !HtmlMarks.IsHidden(element):
                    AddElement(element, depth);
                    break;
            }
        }
    }

    private void AddElement(IElement element, int depth)
    {
        switch (element.NodeName)
        {
            case "BR":
                Break(_lineBreaks + 1);
                return;
            case "BLOCKQUOTE":
            case var _ when HtmlMarks.IsQuote(element):
                Quote(element, depth);
                return;
            case "A":
                AddLink(element, depth);
                return;
            case "LI":
                Break(1);
                Add("- ", keepsSpace: true);
                Walk(element, depth + 1);
                Break(1);
                return;
            case "TD" or "TH":
                Walk(element, depth + 1);
                _wantsSpace = true;
                return;
        }

        var isBlock = HtmlMarks.Blocks.Contains(element.NodeName);
        var breaks = HtmlMarks.Spaced.Contains(element.NodeName) ? 2 : 1;
        if (isBlock)
        {
            Break(breaks);
        }

        if (HtmlMarks.IsSignature(element))
        {
            Break(1);
            Add("-- ", keepsSpace: true);
            Break(1);
        }

        Walk(element, depth + 1);
        if (isBlock)
        {
            Break(breaks);
        }
    }

    private void Quote(IElement element, int depth)
    {
        var inner = new HtmlText();
        inner.Walk(element, depth + 1);
        var lines = inner._text.ToString().Trim('\n').Split('\n');
        Break(2);
        foreach (var line in lines)
        {
            _text.Append(line.StartsWith('>') ? ">" : "> ").Append(line).Append('\n');
        }

        (_lineBreaks, _wantsSpace) = (1, false);
        Break(2);
    }

    private void AddLink(IElement link, int depth)
    {
        var start = _text.Length;
        Walk(link, depth + 1);
        var words = _text.ToString(start, _text.Length - start).Trim();
        var target = link.GetAttribute("href")?.Trim() ?? "";
        if (
            words.Length > 0
            && (
                target.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
                || target.StartsWith("http://", StringComparison.OrdinalIgnoreCase)
            )
            && target.Length <= 500
            && !target.Contains(words, StringComparison.OrdinalIgnoreCase))
        {
            Add($" ({target})", keepsSpace: true);
        }
    }

    private void Add(string words, bool keepsSpace)
    {
        if (keepsSpace)
        {
            AppendWord(words.ReplaceLineEndings("\n"));
            return;
        }

        var start = 0;
        for (var index = 0; index <= words.Length; index++)
        {
            if (index < words.Length && words[index] is not (' ' or '\n' or '\r' or '\t' or '\f'))
            {
                continue;
            }

            if (index > start)
            {
                AppendWord(words[start..index]);
            }

            start = index + 1;
            _wantsSpace |= index < words.Length;
        }
    }

    private void AppendWord(string word)
    {
        if (_wantsSpace && _lineBreaks == 0)
        {
            _text.Append(' ');
        }

        // Invisible padding that newsletters put behind their preview line.
        _text.Append(
            word.Replace("\u00AD", "", StringComparison.Ordinal)
                .Replace("\u200B", "", StringComparison.Ordinal)
                .Replace('\u00A0', ' '));
        (_wantsSpace, _lineBreaks) = (false, 0);
    }

    private void Break(int wanted)
    {
        for (; _lineBreaks < Math.Min(wanted, 2); _lineBreaks++)
        {
            _text.Append('\n');
        }

        _wantsSpace = false;
    }
}
