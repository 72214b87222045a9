namespace Ensoras.Domain.Channels.Email.Reading;

/// <summary>
/// Message-IDs as they are stored and compared: without brackets, one word, not longer than a row takes.
/// </summary>
internal static class MailIds
{
    private const int MaxLength = 500;

    public static string? Clean(string? id)
    {
        var clean = id?.Trim().Trim('<', '>').Trim();
        return
            clean is { Length: > 2 and <= MaxLength }
            && !clean.Any(letter => char.IsWhiteSpace(letter) || char.IsControl(letter) || letter is '<' or '>')
            ? clean
            : null;
    }
}
