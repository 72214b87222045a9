using System.Text.RegularExpressions;

namespace Ensoras.Domain.Channels.Email.Reading;

/// <summary>
/// Finds what was newly written in an email: without the history that mail programs quote below or above it, and
/// without the signature. An answer between the quoted lines keeps them. When nothing would be left, everything is
/// kept.
/// </summary>
public static partial class QuotedHistory
{
    private const int MaxLines = 20_000;
    private const int MaxAttributionLines = 4;
    private const int MaxHeaderLines = 8;

    /// <param name="text">With line feeds.</param>
    public static string Fold(string text)
    {
        var lines = text.Split('\n');
        if (lines.Length > MaxLines)
        {
            return text.Trim();
        }

        var end = EndBeforeHeaders(lines);
        var own = WithoutQuotes([.. lines.Take(end)]);
        var folded = string.Join('\n', WithoutSignature(own)).Trim();
        return folded.SaysSomething() ? folded : text.Trim();
    }

    /// <summary>The line at which an older email begins with its headers, as Outlook writes them.</summary>
    private static int EndBeforeHeaders(string[] lines)
    {
        for (var index = 0; index < lines.Length; index++)
        {
            var line = lines[index].Trim();
            if (
                Divider().IsMatch(line)
                || (IsRule(line) && HasHeaderBlock(lines, index + 1))
                || HasHeaderBlock(lines, index))
            {
                // What is forwarded is what the email is about, and stays.
                return
                    lines.Take(index).Any(own => own.SaysSomething())
                    && !lines.Take(index + 1).Any(own => Forwarded().IsMatch(own.Trim()))
                    ? index
                    : lines.Length;
            }

            if (Forwarded().IsMatch(line))
            {
                return lines.Length;
            }
        }

        return lines.Length;
    }

    private static bool IsRule(string line) =>
        line.Length >= 10 && line.All(letter => letter is '_' or '-' or '=' or '―' or '‐');

    /// <summary>From, sent, to and subject below each other, in any of the usual languages.</summary>
    private static bool HasHeaderBlock(string[] lines, int start)
    {
        var first = Enumerable
            .Range(start, Math.Max(0, lines.Length - start))
            .Take(2)
            .FirstOrDefault(index => lines[index].SaysSomething(), -1);
        if (first < 0 || !FromLine().IsMatch(lines[first].Trim(' ', '*', '>')))
        {
            return false;
        }

        var following = lines.Skip(first + 1).Take(MaxHeaderLines).Select(line => line.Trim(' ', '*', '>')).ToList();
        return following.Exists(line => SentLine().IsMatch(line))
            && following.Exists(line => SubjectLine().IsMatch(line));
    }

    private static List<string> WithoutQuotes(List<string> lines)
    {
        var runs = Runs(lines);
        var quoted = runs.FindAll(run => run.IsQuoted);
        if (quoted.Count == 0)
        {
            return WithoutTrailingAttribution(lines);
        }

        var last = runs[^1];
        if (quoted.Count == 1 || (last.IsQuoted && quoted.Count == 2 && runs[0].IsQuoted))
        {
            // One block: above the answer or below it.
            return [.. runs.Where(run => !run.IsQuoted).SelectMany((run, _) => OwnLines(lines, runs, run))];
        }

        // Answers between the quoted lines: those are what they answer. Only what comes after the last answer goes.
        var end = last.IsQuoted ? last.Start : lines.Count;
        return WithoutTrailingAttribution([.. lines.Take(end)]);
    }

    private static IEnumerable<string> OwnLines(List<string> lines, List<Run> runs, Run run)
    {
        var own = lines.GetRange(run.Start, run.Count);
        return runs.IndexOf(run) < runs.Count - 1 ? WithoutTrailingAttribution(own) : own;
    }

    private static List<Run> Runs(List<string> lines)
    {
        var runs = new List<Run>();
        for (var index = 0; index < lines.Count; index++)
        {
            var isQuoted = lines[index].TrimStart().StartsWith('>');
            var isBlank = !isQuoted && !lines[index].SaysSomething();
            if (runs.Count > 0 && (runs[^1].IsQuoted == isQuoted || isBlank))
            {
                runs[^1] = runs[^1] with { Count = runs[^1].Count + 1 };
            }
            else if (!isBlank || runs.Count == 0)
            {
                runs.Add(new Run(isQuoted, index, 1));
            }
        }

        return
        [
            .. runs.Where(run =>
                run.IsQuoted || lines.Skip(run.Start).Take(run.Count).Any(line => line.SaysSomething())),
        ];
    }

    /// <summary>"On Monday, Ada wrote:" before a quote, broken over up to four lines.</summary>
    private static List<string> WithoutTrailingAttribution(List<string> lines)
    {
        var end = lines.Count;
        while (end > 0 && !lines[end - 1].SaysSomething())
        {
            end--;
        }

        // A line that begins as one is surer than one that only ends so.
        foreach (var pattern in new[] { Attribution(), AttributionBehind() })
        {
            for (var count = 1; count <= MaxAttributionLines && count <= end; count++)
            {
                var joined = string.Join(' ', lines.Skip(end - count).Take(count).Select(line => line.Trim()));
                if (joined.Length <= 400 && pattern.IsMatch(joined))
                {
                    return lines.GetRange(0, end - count);
                }
            }
        }

        return lines;
    }

    private static List<string> WithoutSignature(List<string> lines)
    {
        var mark = lines.FindLastIndex(line =>
            line.TrimEnd('\r') is "-- " or "--" or "—" || MobileSignature().IsMatch(line.Trim()));
        var isNearTheEnd = mark >= 0 && lines.Count - mark <= 25;
        return isNearTheEnd && lines.Take(mark).Any(line => line.SaysSomething() && !line.TrimStart().StartsWith('>'))
            ? lines.GetRange(0, mark)
            : lines;
    }

    private sealed record Run(bool IsQuoted, int Start, int Count);

    [GeneratedRegex(
        @"^[-‐_ ]{2,20}(?:original message|original-nachricht|ursprüngliche nachricht|message d'origine"
            + @"|mensaje original|messaggio originale|oorspronkelijk bericht)[-‐_ ]{2,20}$",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Divider();

    [GeneratedRegex(
        @"^(?:[-‐ ]{2,20}(?:forwarded message|weitergeleitete nachricht|message transféré|mensaje reenviado"
            + @"|messaggio inoltrato|doorgestuurd bericht)|begin forwarded message:)",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Forwarded();

    [GeneratedRegex(
        @"^(?:from|von|de|da|van|från|fra|od|от|发件人|差出人)\*? ?[:：]",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex FromLine();

    [GeneratedRegex(
        @"^(?:sent|date|gesendet|datum|envoyé|inviato|data|enviado(?: el)?|fecha|verzonden|skickat|sendt|wysłano"
            + @"|отправлено|дата|发送时间|送信日時)\*? ?[:：]",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex SentLine();

    [GeneratedRegex(
        @"^(?:subject|betreff|objet|oggetto|asunto|assunto|onderwerp|ämne|emne|temat|тема|主题|件名)\*? ?[:：]",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex SubjectLine();

    [GeneratedRegex(
        @"^(?:on|am|le|el|il|op|den|em|dnia|ven\.?|pe|kl\.)\b.{6,380}\b(?:wrote|schrieb|a écrit|escribió|ha scritto"
            + @"|schreef|skrev|escreveu|napisał\(?a?\)?|kirjoitti)\b.{0,80}[:：]$",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Attribution();

    // "Ada Admin <ada@example.org> wrote:", "2026年3月2日 Ada <ada@example.org> 写道："
    [GeneratedRegex(
        @"^.{0,200}(?:<[^<>@\s]{1,64}@[^<>\s]{1,190}>|@).{0,60}(?:wrote|schrieb|a écrit|escribió|ha scritto|schreef"
            + @"|skrev|escreveu|写道|のメール|пишет|написал\(?а?\)?).{0,60}[:：]$",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex AttributionBehind();

    [GeneratedRegex(
        @"^(?:sent from (?:my|outlook|mail|yahoo|proton|aol).{0,60}|get outlook for .{0,30}"
            + @"|sent with (?:proton ?mail|mozilla).{0,40}|von meinem .{1,40} gesendet|gesendet (?:von|mit) .{1,50}"
            + @"|envoyé de (?:mon|mi) .{1,40}|enviado desde mi .{1,40})$",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex MobileSignature();
}
